-- Sums of trade by group and regime, or by the reason for which rows are not matched; values as whole thousandths.
-- given: the figures; codes, places, routes, weights: the small tables of the release.
WITH source AS ({source}
), cells AS (  -- one row for all that the figures say alike: what follows is asked of few
  SELECT {reads}, CASE WHEN value IS NULL OR ISNAN(value) THEN 'no value'
      WHEN value < 0 THEN 'negative value'
      WHEN value > {largest} THEN 'value too large' END AS fault,
    SUM(CASE WHEN ABS(value) <= {largest} THEN CAST(FLOOR(value * 1000 + 0.5) AS BIGINT) ELSE 0 END) AS v,
    COUNT(*) AS n
  FROM (SELECT {reads}, TRY_CAST({value} AS DOUBLE) AS value FROM source WHERE {where}) AS valued
  GROUP BY {positions}
), raw AS (
  SELECT {period} AS period, {edition} AS edition, {code} AS code, {importer} AS importer{own}, fault, v, n FROM cells
), told AS (
  SELECT *, SUBSTR(code, 1, 6) AS hs6,
    CASE WHEN fault IS NOT NULL THEN fault
      WHEN LENGTH(code) IN ({lost}) THEN 'leading zero lost'
      WHEN code IS NULL OR NOT REGEXP_MATCHES(code, '^[0-9]+$') OR LENGTH(code) NOT IN ({digits})
        THEN 'no customs code of this layout'
      WHEN period IS NULL OR NOT REGEXP_MATCHES(period, '^[0-9][0-9][0-9][0-9](-(0[1-9]|1[0-2]))?$')
        THEN 'no year or month'
      WHEN SUBSTR(period, 1, 4) < '{first}' OR period > '{last}' THEN 'outside the record'
      WHEN edition IS NULL OR edition NOT IN ({editions}) THEN 'unknown HS edition' END AS reason
  FROM raw WHERE {kept}
), joined AS (
  SELECT told.*, p_iso3, w_regime, days_whole, days_part, days_shared, share_days, days_unknown,
    CAST(v AS DECIMAL(38, 0)) * w_unit AS exact,
    CASE WHEN reason IS NOT NULL THEN reason WHEN p_iso3 IS NULL THEN 'unknown importer'
      WHEN c_line IS NULL THEN 'no code of its HS edition'
      WHEN w_regime IS NULL THEN 'no weights for this edition in that period' END AS why
  FROM told LEFT JOIN places ON p_code = importer AND reason IS NULL
    LEFT JOIN codes ON c_edition = edition AND c_hs6 = hs6
    LEFT JOIN routes ON r_edition = edition AND r_hs6 = c_line AND r_place = p_place
    LEFT JOIN weights ON w_edition = edition AND w_hs6 = c_line AND w_destination = r_destination AND w_period = {rules}
), named AS (
  SELECT *, CASE WHEN why = 'unknown importer' THEN importer
      WHEN why IN ('leading zero lost', 'no customs code of this layout') THEN code
      WHEN why = 'no code of its HS edition' THEN hs6 || ' in ' || edition
      WHEN why IN ('no year or month', 'outside the record') THEN period
      WHEN why IN ('unknown HS edition', 'no weights for this edition in that period') THEN edition END AS what
  FROM joined
)
SELECT {groups}w_regime AS regime, why, what, MIN(SUBSTR(period, 1, 4)) AS first_year,
  MAX(SUBSTR(period, 1, 4)) AS last_year, SUM(n) AS n, SUM(CAST(v AS DECIMAL(38, 0))) AS total,
  SUM(COALESCE(exact * days_whole, 0)) AS whole, SUM(COALESCE(exact * days_part, 0)) AS part,
  SUM(COALESCE(exact * days_shared, 0)) AS shared, SUM(COALESCE(exact * share_days, 0)) AS central,
  SUM(COALESCE(exact * days_unknown, 0)) AS unknown,
  COUNT(DISTINCT CASE WHEN v > 0 AND days_part > days_shared THEN hs6 END) AS unshared
FROM named GROUP BY {keys}w_regime, why, what
