"""Scores, grades and stipends over outcomes."""
