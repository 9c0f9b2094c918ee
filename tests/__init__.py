"""Tests on the real data. `python -m tests.measuring.bench` measures speed."""
