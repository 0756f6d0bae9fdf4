-- The embedded store says its rules for words in other words here. To this engine both cost the same.
SELECT 1;
