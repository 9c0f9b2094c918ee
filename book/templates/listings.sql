SELECT country, substr(first_day, 1, 7) AS month, COUNT(DISTINCT entity_id) AS parties
FROM listings JOIN entities USING (entity_id)
JOIN (SELECT measure_id, MIN(first_day) AS first_day FROM measure_periods GROUP BY measure_id) USING (measure_id)
GROUP BY 1, 2
