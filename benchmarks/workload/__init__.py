"""A seeded school with its policy and a log of any size, the same on every machine."""
