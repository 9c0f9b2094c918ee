"""Definitions of the family shared: who and where from, and what the record says of itself."""
