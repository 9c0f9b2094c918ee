"""Derive: what follows from the curated rows and is typed by nobody."""
