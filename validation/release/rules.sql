-- What is expected of several tables of the SQLite edition together. Each rule: a line "-- table: what is expected",
-- and a query for the rows that break it. References, and the sources of rows, follow from the definitions.

-- control_codes: every dual-use code has a status
SELECT c.code FROM control_codes AS c
WHERE c.scheme = 'dual_use' AND NOT EXISTS (SELECT 1 FROM code_status AS s WHERE s.scheme = c.scheme AND s.code = c.code)
ORDER BY c.code;

-- items: every entry of the 2026 licence catalogue is recorded or named as a gap
WITH RECURSIVE parts (section, direction, last) AS (
  VALUES ('dual_use', 'export', 846), ('nuclear', 'export', 159), ('precursor_1', 'export', 63),
    ('precursor_2', 'export', 13), ('chemical', 'import', 74), ('precursor_1', 'import', 63),
    ('isotope', 'import', 10), ('cryptography', 'import', 4)
), entries (section, direction, serial, last) AS (
  SELECT section, direction, 1, last FROM parts
  UNION ALL SELECT section, direction, serial + 1, last FROM entries WHERE serial < last
)
SELECT e.section, e.direction, e.serial FROM entries AS e
WHERE NOT EXISTS (
  SELECT 1 FROM items AS i WHERE i.edition_id = 'licence-2026'
    AND i.section = e.section AND i.direction = e.direction AND i.serial = e.serial)
AND NOT EXISTS (
  SELECT 1 FROM list_gaps AS g WHERE g.edition_id = 'licence-2026' AND g.section = e.section
    AND g.direction = e.direction AND e.serial BETWEEN g.serial_first AND coalesce(g.serial_last, e.serial))
ORDER BY 1, 2, 3;

-- items: no entry is both recorded and named as a gap
SELECT i.edition_id, i.section, i.direction, i.serial FROM items AS i JOIN list_gaps AS g
  USING (edition_id, section, direction)
WHERE i.serial BETWEEN g.serial_first AND coalesce(g.serial_last, i.serial) ORDER BY 1, 2, 3, 4;

-- measures: every measure has a period
SELECT m.measure_id FROM measures AS m
WHERE NOT EXISTS (SELECT 1 FROM measure_periods AS p WHERE p.measure_id = m.measure_id) ORDER BY 1;

-- measures: every destination is a country or ALL
SELECT d.measure_id, d.value FROM measures_destinations AS d
WHERE d.value <> 'ALL' AND d.value NOT IN (SELECT iso3 FROM countries) ORDER BY 1, 2;

-- measure_items: every material that a rule names has a status
SELECT DISTINCT i.material_id FROM measure_items AS i
WHERE i.material_id IS NOT NULL AND i.material_id NOT IN (SELECT material_id FROM material_status) ORDER BY 1;

-- measure_periods: no rule begins before its document was issued
SELECT p.measure_id, p.first_day, i.issued FROM measure_periods AS p
JOIN measures USING (measure_id) JOIN instruments AS i USING (instrument_id)
WHERE p.first_day < coalesce(i.issued, i.issued_earliest) ORDER BY 1, 2;

-- measure_periods: no period begins before the document that begins it was issued
SELECT p.measure_id, p.first_day, i.issued FROM measure_periods AS p
JOIN instruments AS i ON i.instrument_id = p.by_instrument_id
WHERE p.first_day < coalesce(i.issued, i.issued_earliest) ORDER BY 1, 2;

-- instruments: no legal basis is younger than what rests on it
SELECT i.instrument_id, i.issued, b.instrument_id AS basis, b.issued AS basis_issued FROM instruments AS i
JOIN instruments_legal_basis AS l USING (instrument_id) JOIN instruments AS b ON b.instrument_id = l.value
WHERE coalesce(b.issued, b.issued_earliest) > coalesce(i.issued, i.issued_latest) ORDER BY 1, 3;

-- list_editions: no list is older than the document that issues it
SELECT e.edition_id, e.issued, e.effective, i.issued AS document_issued FROM list_editions AS e
JOIN instruments AS i USING (instrument_id) WHERE i.issued > e.issued OR i.issued > e.effective ORDER BY 1;

-- episodes: every target is a country or ALL
SELECT t.episode_id, t.value FROM episodes_targets AS t
WHERE t.value <> 'ALL' AND t.value NOT IN (SELECT iso3 FROM countries) ORDER BY 1, 2;

-- episodes: every episode has an event that is its onset or a threat
SELECT e.episode_id FROM episodes AS e
WHERE NOT EXISTS (
  SELECT 1 FROM events_episode_ids AS l JOIN events AS v USING (event_id)
  WHERE l.value = e.episode_id AND v.role IN ('onset', 'threat')) ORDER BY 1;

-- episodes: every episode is coded in every variable
SELECT e.episode_id, r.variable FROM episodes AS e JOIN (SELECT DISTINCT variable FROM coding_rules) AS r
WHERE NOT EXISTS (SELECT 1 FROM codings AS c WHERE c.episode_id = e.episode_id AND c.variable = r.variable)
ORDER BY 1, 2;

-- events: only context comes before the first day of its episode
SELECT v.event_id, v.role, e.episode_id, e.first_day FROM events AS v
JOIN events_episode_ids AS l USING (event_id) JOIN episodes AS e ON e.episode_id = l.value
WHERE v.role <> 'context' AND coalesce(v.date, v.date_latest) < e.first_day ORDER BY 1, 3;

-- questions: every question has at least two claims
SELECT q.question_id FROM questions AS q
WHERE (SELECT count(*) FROM claims AS c WHERE c.question_id = q.question_id) < 2 ORDER BY 1;

-- indicators: every indicator has an observation
SELECT i.indicator_id FROM indicators AS i
WHERE NOT EXISTS (SELECT 1 FROM observations AS o WHERE o.indicator_id = i.indicator_id) ORDER BY 1;

-- code_status: the spells of a code follow each other to the last day of the record
SELECT * FROM (
  SELECT scheme, code, destination, end_use, last_day, lead(first_day) OVER (
    PARTITION BY scheme, code, destination, end_use ORDER BY first_day) AS next_day FROM code_status)
WHERE date(last_day, '+1 day') <> coalesce(
  next_day, (SELECT date(value, '+1 day') FROM release WHERE name = 'as_of')) ORDER BY 1, 2, 3, 4, 5;

-- material_status: the spells of a material follow each other to the last day of the record
SELECT * FROM (
  SELECT material_id, destination, end_use, last_day, lead(first_day) OVER (
    PARTITION BY material_id, destination, end_use ORDER BY first_day) AS next_day FROM material_status)
WHERE date(last_day, '+1 day') <> coalesce(
  next_day, (SELECT date(value, '+1 day') FROM release WHERE name = 'as_of')) ORDER BY 1, 2, 3, 4;

-- panel_material_month: every material has every month for every destination and end use
SELECT material_id, destination, end_use, count(*) AS months FROM panel_material_month GROUP BY 1, 2, 3
HAVING months <> (SELECT count(DISTINCT month) FROM panel_material_month) ORDER BY 1, 2, 3;
