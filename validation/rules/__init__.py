"""Rules on curated rows: each names file, line and column."""
