"""The parts of the house style that a machine can hold and ruff does not.

Docstrings, names and annotations are ruff's (rules D, N and ANN); sizes and places are held here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "dutyrules"
MODULES = sorted(PACKAGE.rglob("*.py"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 40
VAGUE_NAMES = {
    "base", "common", "core", "data", "handler", "handlers", "helper", "helpers", "info", "item", "items",
    "manager", "managers", "misc", "process", "processor", "tools", "util", "utils",
}  # fmt: skip
MAY_LOAD_LATE = {"jinja2", "lark", "pendulum", "pyarrow", "python_calamine", "rich", "xlsxwriter"}
TEXT_SUFFIXES = {".py", ".md", ".toml", ".duty", ".lark", ".csv", ".html", ".css", ".js", ".json", ".txt", ""}
PLACES = ("src", "tests", "docs", "examples", "grammar", "policies", "benchmarks", ".ci")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines_without_docstring(function: Function) -> int:
    """The lines from `def` to the end, less the docstring, which may be as long as it needs."""
    first = function.body[0]
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _imported(function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ".").partition(".")[0]


def _texts() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT_SUFFIXES)
    for place in PLACES:
        found = (ROOT / place).rglob("*")
        yield from (path for path in found if path.is_file() and path.suffix in TEXT_SUFFIXES)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_holds_one_idea(path: Path) -> None:
    """A module longer than a reader keeps in mind is named, with its reason, by a decision record."""
    if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES_OF_A_MODULE:
        named = f"`{path.relative_to(PACKAGE).as_posix()}`"
        assert [] != [record for record in DECISIONS if named in record.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_named_for_its_idea(path: Path) -> None:
    """No module bears a name that would fit any other."""
    assert path.stem.strip("_") not in VAGUE_NAMES


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_function_fits_a_screen(path: Path) -> None:
    """No function is longer than a screen."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {f.name: _lines_without_docstring(f) for f in _functions(tree)}
    assert {} == {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_stand_at_the_top(path: Path) -> None:
    """Inside a function only a heavy library is imported; a cycle is mended, not dodged."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {(f.name, name) for f in _functions(tree) for name in _imported(f)}
    assert set() == {(function, name) for function, name in late if name not in MAY_LOAD_LATE}


def test_no_file_names_one_machine() -> None:
    """Nothing in the project names a folder of the machine that it was written on."""
    machine = re.compile(r"(?<![\w.~-])/(?:work|farm|root|tmp|home|Users)/\w")
    named = {
        f"{_name(path)}:{number}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if machine.search(line)
    }
    assert set() == named
