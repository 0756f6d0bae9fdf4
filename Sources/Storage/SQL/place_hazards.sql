-- By the code that a hazard says; every place that has one, open or not, so that an empty answer is
-- a register that nobody keeps.
SELECT place_code, sum(CASE WHEN found_on <= $1 AND (fixed_on IS NULL OR fixed_on > $1)
  AND (status = 'open' OR status = 'handed_over' OR fixed_on > $1) THEN 1 ELSE 0 END)
FROM hazard
WHERE place_code IS NOT NULL
GROUP BY place_code
ORDER BY place_code
