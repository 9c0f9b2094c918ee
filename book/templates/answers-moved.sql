-- How many answers to the same questions went from one regime to another between two releases.
WITH days AS (SELECT unnest(generate_series(DATE '2009-01-01', DATE '{last}', INTERVAL 1 MONTH))::DATE AS day),
old AS (SELECT {key} AS subject, * FROM read_parquet('{old}/{status}.parquet')),
new AS (SELECT {key} AS subject, * FROM {status}),
known AS (SELECT {key} AS subject FROM {of} INTERSECT SELECT {key} FROM read_parquet('{old}/{of}.parquet')),
asked AS (FROM known, (SELECT DISTINCT destination, end_use FROM old), days),
found AS (SELECT q.subject, q.end_use = 'wmd' AS wmd, coalesce(o.regime, 'unknown') AS was,
        coalesce(n.regime, r.regime, 'unknown') AS now FROM asked AS q
    LEFT JOIN old AS o ON o.subject = q.subject AND o.end_use = q.end_use
        AND o.destination = q.destination AND day BETWEEN o.first_day AND o.last_day
    LEFT JOIN new AS n ON n.subject = q.subject AND n.end_use = q.end_use
        AND n.destination = q.destination AND day BETWEEN n.first_day AND n.last_day
    LEFT JOIN new AS r ON r.subject = q.subject AND r.end_use = q.end_use
        AND r.destination = 'ROW' AND day BETWEEN r.first_day AND r.last_day)
SELECT was, now, wmd, count(*), count(DISTINCT subject) FROM found GROUP BY ALL ORDER BY 4 DESC, was, now, wmd
