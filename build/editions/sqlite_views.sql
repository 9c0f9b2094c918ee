-- Questions that are asked often; codebook_views says what a row of each is.
CREATE VIEW rows_with_sources AS
SELECT r."table", r.row_id, r.locator, s.source_id, s.title, s.author, p.name AS publisher, p.publisher_class,
  s.published, s.read_as, s.url
FROM row_sources AS r
JOIN sources AS s USING (source_id)
JOIN publishers AS p USING (publisher_id);

CREATE VIEW measure_states AS
SELECT m.measure_id, m.title, m.effect, m.flow, m.destinations, m.end_use, m.end_user, p.state, p.first_day,
  p.last_day, p.last_confirmed, p.cause, p.by_instrument_id, m.instrument_id, i.number, i.title_en AS instrument,
  i.title_zh AS instrument_zh, m.clause
FROM measures AS m
JOIN measure_periods AS p USING (measure_id)
JOIN instruments AS i USING (instrument_id);

CREATE VIEW material_now AS
WITH spells AS (
  SELECT *, regime IS NOT lag(regime) OVER before AS begins FROM material_status
  WINDOW before AS (PARTITION BY material_id, destination, end_use ORDER BY first_day)
),
runs AS (
  SELECT *, max(CASE WHEN begins THEN first_day END) OVER (
    PARTITION BY material_id, destination, end_use ORDER BY first_day
  ) AS since
  FROM spells
)
SELECT s.material_id, m.name_en, m.name_zh, s.destination, c.name AS destination_name, s.end_use, s.regime,
  s.at_least, s.strictest, s.since, s.basis, s.measure_ids, s.has_quota, s.has_licence, s.duty_pct
FROM runs AS s
JOIN materials AS m USING (material_id)
JOIN countries AS c ON c.iso3 = s.destination
WHERE (SELECT value FROM release WHERE name = 'as_of') BETWEEN s.first_day AND s.last_day;

CREATE VIEW listings_now AS
WITH asked AS (SELECT value AS day FROM release WHERE name = 'as_of'),
runs AS (
  SELECT p.*, lag(p.state) OVER before AS state_before, lead(p.first_day) OVER before AS next_first
  FROM measure_periods AS p
  WINDOW before AS (PARTITION BY p.measure_id ORDER BY p.first_day)
),
now AS (
  SELECT r.measure_id,
    CASE WHEN coalesce(r.last_day, '9999') >= day THEN r.state ELSE 'unknown' END AS state,
    CASE WHEN coalesce(r.last_day, '9999') >= day THEN (
      SELECT max(b.first_day) FROM runs AS b
      WHERE b.measure_id = r.measure_id AND b.first_day <= r.first_day AND b.state IS NOT b.state_before
    ) END AS state_since,
    CASE WHEN r.state LIKE 'suspended%' AND r.last_day >= day THEN r.last_day END AS state_until
  FROM runs AS r, asked
  WHERE r.first_day <= day AND coalesce(r.next_first, '9999') > day
)
SELECT l.entity_id, e.name_en, e.name_zh, e.name_ja, e.country, e.kind, e.sector, e.parent_id, e.parent_name,
  e.group_name, (
    SELECT group_concat(name, '|') FROM (
      SELECT alias AS name FROM entity_aliases WHERE entity_id = l.entity_id
      UNION SELECT l.name_en_printed UNION SELECT l.name_zh_printed
    ) WHERE name IS NOT NULL AND name IS NOT e.name_en AND name IS NOT e.name_zh AND name IS NOT e.name_ja
  ) AS aliases, e.identifiers, l.list, l.listed_as, l.measure_id, m.instrument_id, i.number AS notice, i.issued, (
    SELECT min(p.first_day) FROM measure_periods AS p WHERE p.measure_id = l.measure_id AND p.state = 'in_force'
  ) AS effective, coalesce(now.state, 'absent') AS state, now.state_since, now.state_until, (
    SELECT group_concat(ground, '|') FROM (
      SELECT DISTINCT g.ground FROM listing_grounds AS g
      WHERE g.instrument_id = m.instrument_id
        AND (g.entity_id = l.entity_id OR (g.entity_id IS NULL AND g.applies_to = 'all'))
    )
  ) AS grounds
FROM listings AS l
JOIN entities AS e USING (entity_id)
JOIN measures AS m USING (measure_id)
JOIN instruments AS i USING (instrument_id)
LEFT JOIN now USING (measure_id);
