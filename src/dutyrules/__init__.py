"""Duty documents of schools as policies that a machine can check."""
