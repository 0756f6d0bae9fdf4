-- What no constraint can say of rows that lie here.
SELECT 'incident ' || i.source || '/' || i.source_id || ' and its key differ' AS fault
FROM incident i LEFT JOIN incident_key k ON k.id = i.id
WHERE (k.source, k.source_id, k.day) IS DISTINCT FROM (i.source, i.source_id, i.day)
UNION ALL
SELECT 'the key of ' || k.source || '/' || k.source_id || ' has no incident'
FROM incident_key k
WHERE NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = k.id AND i.day = k.day)
UNION ALL
SELECT 'policy ' || p.number || ': ' || round(sum(c.paid_fen) / 100.0, 2) || ' yuan were paid under it, '
  || round(p.sum_insured_fen / 100.0, 2) || ' are insured'
FROM policy p JOIN claim c ON c.policy = p.number
GROUP BY p.id HAVING sum(c.paid_fen) > p.sum_insured_fen
UNION ALL
SELECT 'claim ' || number || ': refused, and ' || round(paid_fen / 100.0, 2) || ' yuan were paid'
FROM claim WHERE refused_reason IS NOT NULL AND paid_fen > 0
UNION ALL
SELECT 'claim ' || c.number || ': notified before the period of policy ' || c.policy
FROM claim c JOIN policy p ON p.number = c.policy
WHERE coalesce(c.occurred_on, c.notified_on) < p.period_from
LIMIT 50
