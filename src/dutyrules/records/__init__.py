"""School files in: rosters and logs, one reader per format, and the quarantine."""
