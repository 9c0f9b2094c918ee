"""Editions: the released files in every format, with their metadata."""
