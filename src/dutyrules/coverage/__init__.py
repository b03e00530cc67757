"""A policy held against its document: what encodes each clause, and which clause nothing does.

A duty document is encoded when every clause of it is accounted for: by a measured norm, by one that
somebody attests or rates, by a score, or by a note that says it asks for nothing.
"""
