"""Tests on the real data. `python -m tests.bench` measures speed."""
