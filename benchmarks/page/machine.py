"""What the figures were taken on, in plain terms."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("dutyrules", "duckdb", "pyarrow", "pandas", "pyspark")


def machine() -> str:
    """Cores, processor, memory and system in one sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}."
    )


def versions() -> str:
    """The versions of all packages that take part."""
    return ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)) is not None)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
