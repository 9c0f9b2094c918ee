"""Definitions of the family items: what is controlled."""
