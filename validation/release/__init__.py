"""Judgement of a release as published."""
