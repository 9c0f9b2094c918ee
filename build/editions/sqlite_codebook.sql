-- What the release says of itself and of its tables, columns and views.
CREATE TABLE release (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE codebook_tables (
  position INTEGER NOT NULL,
  "table" TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  grain TEXT NOT NULL,
  "key" TEXT NOT NULL,
  family TEXT NOT NULL,
  "rows" INTEGER NOT NULL,
  content_sha256 TEXT NOT NULL
);
CREATE TABLE codebook_columns (
  "table" TEXT NOT NULL REFERENCES codebook_tables,
  position INTEGER NOT NULL,
  "column" TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  unit TEXT,
  type TEXT NOT NULL,
  may_be_empty INTEGER NOT NULL,
  "references" TEXT,
  "values" TEXT,
  example TEXT,
  PRIMARY KEY ("table", "column")
);
CREATE TABLE codebook_views (view TEXT NOT NULL PRIMARY KEY, grain TEXT NOT NULL);
INSERT INTO codebook_views VALUES
  ('listings_now', 'one row per listing of a party: who, by which notice, its state on the last day of the record'),
  ('material_now', 'one row per material, destination and end use: what the law asks on the last day of the record'),
  ('measure_states', 'one row per measure and period in one state, with the document that sets the measure'),
  ('rows_with_sources', 'one row per row of any table and document it rests on');
