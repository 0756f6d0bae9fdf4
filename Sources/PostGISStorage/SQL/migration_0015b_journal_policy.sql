-- A policy names its grid by code, not by key; 0012 knows that here.
SELECT anlan_keep_journal('policy');
