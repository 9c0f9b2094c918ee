"""Curated: the CSV files that people edit, read, parsed and corrected."""
