BEGIN;
-- What each written row sets going, such as the check of what it refers to, is planned once and not
-- for every row, which takes five times as long. Questions asked by themselves are planned each.
SET LOCAL plan_cache_mode = auto
