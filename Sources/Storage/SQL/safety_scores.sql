SELECT unit, score, low, high FROM unit_score
WHERE run = $1 AND score IS NOT NULL
ORDER BY unit
