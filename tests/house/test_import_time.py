"""What `import dutyrules` leaves alone, so that it stays quick (decision 0003).

Counted in modules, not in milliseconds: a module that is not loaded costs nothing on any machine.
"""

import subprocess
import sys

import pytest

HEAVY = (
    "chinese_calendar",
    "click",
    "duckdb",
    "jinja2",
    "lark",
    "pendulum",
    "pyarrow",
    "python_calamine",
    "rich",
    "xlsxwriter",
)


def _loaded_after(statement: str) -> set[str]:
    """The top-level names in sys.modules of a new interpreter that ran `statement`."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_loads_nothing_heavy() -> None:
    """Importing the package loads itself and none of the libraries that only some calls need."""
    loaded = _loaded_after("import dutyrules")
    assert "dutyrules" in loaded
    assert set() == loaded.intersection(HEAVY)


@pytest.mark.parametrize("module", ["dutyrules.findings.model", "dutyrules.resources", "dutyrules.version"])
def test_the_leaves_load_nothing_heavy(module: str) -> None:
    """The modules at the bottom of the house are as light as the package itself."""
    assert set() == _loaded_after(f"import {module}").intersection(HEAVY)


def test_the_command_line_loads_its_stages_late() -> None:
    """The group of commands needs click, and none of the stages before a command is chosen."""
    loaded = _loaded_after("import dutyrules.cli.main")
    assert "click" in loaded
    assert set() == loaded.intersection(HEAVY) - {"click"}
