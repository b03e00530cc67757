"""The two commands that come next, as they are typed into a shell."""

from __future__ import annotations

import datetime
import os
import shlex
import subprocess
from pathlib import Path

LOG = "log.xlsx"


def check_command(folder: Path, policy: str) -> str:
    """What checks the policy of the folder."""
    return _typed("dutyrules", "check", str(folder / policy))


def audit_command(folder: Path, policy: str, as_of: datetime.date) -> str:
    """What holds the log of the folder against its policy."""
    return _typed(
        "dutyrules",
        "audit",
        str(folder / policy),
        "--school",
        str(folder),
        "--log",
        str(folder / LOG),
        "--as-of",
        as_of.isoformat(),
    )


def _typed(*words: str) -> str:
    """The words with the quotation marks that the shell of the system asks for."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
