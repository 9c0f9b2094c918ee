WITH RECURSIVE months(day) AS (
    SELECT '2020-01-01' UNION ALL SELECT date(day, '+1 month') FROM months WHERE day < '{last}'),
  asked(place) AS (VALUES ('ROW'), ('JPN'), ('USA')),
  own AS (SELECT DISTINCT destination, goods_id, end_use FROM goods_status),
  told AS (SELECT place, s.* FROM asked CROSS JOIN goods_status AS s
    LEFT JOIN own ON own.destination = place AND own.goods_id = s.goods_id AND own.end_use = s.end_use
    WHERE s.destination = COALESCE(own.destination, 'ROW'))
SELECT place AS destination, end_use, day, SUM(at_least NOT IN {barred}) AS licence_only, SUM(at_least IN {barred}) AS barred
FROM months JOIN told ON first_day <= day AND (last_day IS NULL OR day <= last_day)
WHERE end_use IN ('civil', 'military') AND at_least IN {binding}
GROUP BY 1, 2, 3
