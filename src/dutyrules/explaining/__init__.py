"""Outcomes and scores in words.

An engine answers in numbers and event positions; this stage turns its answers into `Finding` and
`ScoreResult`, each with its clause, its arithmetic and its log rows, in three languages at once. It
decides nothing.
"""
