"""Names, types and numbers: the syntax tree to a checked policy."""
