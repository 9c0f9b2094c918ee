-- Which materials need a licence today, in Chinese and English
SELECT m.name_zh, m.name_en, s.regime, s.first_day AS since, s.basis
FROM material_status AS s JOIN materials AS m USING (material_id)
WHERE s.destination = 'ROW' AND s.end_use = 'civil' AND s.regime <> 'none' AND s.regime <> 'unknown'
  AND s.last_day = (SELECT max(last_day) FROM material_status)
ORDER BY m.name_en;

-- Find an item by a Chinese word (here gallium)
SELECT c.code, c.name_zh, c.name_en, k.customs_code, k.confidence
FROM control_codes AS c
LEFT JOIN items AS i USING (scheme, code)
LEFT JOIN item_customs_codes AS k USING (edition_id, section, direction, serial)
WHERE c.name_zh LIKE '%镓%'
ORDER BY c.code, k.customs_code;

-- Every state of the rules of no. 46 of 2024
SELECT m.measure_id, m.title, p.first_day, p.last_day, p.state, p.cause, p.last_confirmed
FROM measures AS m JOIN measure_periods AS p USING (measure_id)
WHERE m.instrument_id = 'cn-2024-46'
ORDER BY m.measure_id, p.first_day;

-- Parties listed, by list and country
SELECT l.list, e.country, count(DISTINCT e.entity_id) AS parties
FROM listings AS l JOIN entities AS e USING (entity_id)
GROUP BY l.list, e.country ORDER BY parties DESC;

-- What is in the F-35, with the document behind each figure
SELECT p.quantity, p.unit, p.evidence_grade, p.source_ids, p.material_id, p.group_id, p.component, p.quantity_of,
  p.mass_kg_low, p.mass_kg_high, p.origin, p.pedigree
FROM platform_materials AS p
WHERE p.platform_id = 'f-35';

-- What two sides say of one question
SELECT q.text, c.claimed_by, c.position, c.evidence_grade, c.source_ids
FROM questions AS q JOIN claims AS c USING (question_id)
ORDER BY q.question_id, c.claim_id;

-- China's exports of gallium by month, preferred figures
SELECT value, unit, evidence_grade, source_ids, period_start, basis, origin
FROM observations
WHERE indicator_id = 'export_quantity' AND material_id = 'Ga' AND reporter = 'CHN' AND partner = 'WLD'
  AND is_preferred AND frequency = 'month'
ORDER BY period_start;
