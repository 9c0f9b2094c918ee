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
SELECT s.material_id, m.name_en, m.name_zh, s.destination, c.name AS destination_name, s.end_use, s.regime,
  s.at_least, s.mildest, s.first_day AS since, s.basis, s.measure_ids, s.has_quota, s.has_licence, s.duty_pct
FROM material_status AS s
JOIN materials AS m USING (material_id)
JOIN countries AS c ON c.iso3 = s.destination
WHERE (SELECT value FROM release WHERE name = 'as_of') BETWEEN s.first_day AND s.last_day;
