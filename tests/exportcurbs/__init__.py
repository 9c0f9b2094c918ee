"""Tests: exportcurbs."""
