-- What is expected of the computed tables of the SQLite edition. Each rule: a line "-- table: what is expected", and a
-- query for the rows that break it. References, and the sources of rows, follow from the definitions; rules on curated
-- rows stand in validation/rules.

-- control_codes: every dual-use code has a status
SELECT c.code FROM control_codes AS c
WHERE c.scheme = 'dual_use' AND NOT EXISTS (SELECT 1 FROM code_status AS s WHERE s.scheme = c.scheme AND s.code = c.code)
ORDER BY c.code;

-- measure_items: every material that a rule names has a status
SELECT DISTINCT i.material_id FROM measure_items AS i
WHERE i.material_id IS NOT NULL AND i.material_id NOT IN (SELECT material_id FROM material_status) ORDER BY 1;

-- code_status: the spells of a code follow each other to the last day of the record
SELECT * FROM (
  SELECT scheme, code, destination, end_use, last_day, lead(first_day) OVER (
    PARTITION BY scheme, code, destination, end_use ORDER BY first_day) AS next_day FROM code_status)
WHERE date(last_day, '+1 day') <> coalesce(
  next_day, (SELECT date(value, '+1 day') FROM release WHERE name = 'as_of')) ORDER BY 1, 2, 3, 4, 5;

-- goods_status: the spells of goods follow each other to the last day of the record
SELECT * FROM (
  SELECT goods_id, destination, end_use, last_day, lead(first_day) OVER (
    PARTITION BY goods_id, destination, end_use ORDER BY first_day) AS next_day FROM goods_status)
WHERE date(last_day, '+1 day') <> coalesce(
  next_day, (SELECT date(value, '+1 day') FROM release WHERE name = 'as_of')) ORDER BY 1, 2, 3, 4;

-- material_status: the spells of a material follow each other to the last day of the record
SELECT * FROM (
  SELECT material_id, destination, end_use, last_day, lead(first_day) OVER (
    PARTITION BY material_id, destination, end_use ORDER BY first_day) AS next_day FROM material_status)
WHERE date(last_day, '+1 day') <> coalesce(
  next_day, (SELECT date(value, '+1 day') FROM release WHERE name = 'as_of')) ORDER BY 1, 2, 3, 4;

-- panel_material_month: every material has every month for every destination and end use
SELECT material_id, destination, end_use, count(*) AS months FROM panel_material_month GROUP BY 1, 2, 3
HAVING months <> (SELECT count(DISTINCT month) FROM panel_material_month) ORDER BY 1, 2, 3;
