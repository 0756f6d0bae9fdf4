SELECT min(day) FROM incident WHERE area = $1
GROUP BY extract(year FROM date '1970-01-01' + day)
