"""What tells a coded log from other folders; docs/large-logs.md describes it."""

from __future__ import annotations

from pathlib import Path

CODED_DICTIONARY = "dictionary.parquet"
"""What a coded log has beside its events."""


def is_coded_log(path: Path) -> bool:
    """True for a folder that holds a log in integers, with the dictionary of what they stand for."""
    return (path / CODED_DICTIONARY).is_file()
