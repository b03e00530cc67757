"""The public interface: every name is there, loads what it names, and is all there is."""

import subprocess
import sys

import pytest

import dutyrules


def test_names_are_listed_once_and_sorted() -> None:
    """`__all__`, `dir()` and the table of homes name the same things."""
    assert sorted(dutyrules.__all__) == dir(dutyrules)
    assert set(dutyrules.__all__) == {*dutyrules._HOMES, "__version__"}


@pytest.mark.parametrize("name", sorted(dutyrules._HOMES))
def test_a_name_comes_from_its_home(name: str) -> None:
    """A public name is the object that its home module defines."""
    found = getattr(dutyrules, name)
    assert name == found.__name__
    assert getattr(sys.modules[dutyrules._HOMES[name]], name) is found


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as it would in any module."""
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        _ = dutyrules.audits  # type: ignore[attr-defined]


def test_the_name_audit_is_the_function_whatever_was_imported_first() -> None:
    """`dutyrules.auditing` is the function even after its module was imported."""
    code = "import dutyrules.auditing, dutyrules; print(callable(dutyrules.audit))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True" == done.stdout.strip()
