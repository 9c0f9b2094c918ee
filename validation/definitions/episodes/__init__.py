"""Definitions of the family episodes: what happened and what is disputed."""
