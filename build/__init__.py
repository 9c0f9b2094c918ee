"""Compile the curated tables into the published dataset: read, parse, validate, derive, validate, write."""
