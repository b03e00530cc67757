"""The one answer type: verdicts, findings, scores and the report that holds them."""
