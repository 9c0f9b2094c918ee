"""Definitions of the family law: documents, rules, days, parties."""
