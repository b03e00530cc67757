"""The grammar and the shipped policies are found, and their absence is called our fault."""

from pathlib import Path

import pytest

from dutyrules import resources


def test_a_checkout_reads_its_own_folders() -> None:
    """In a checkout both folders are those at the top, beside `src/`."""
    top = Path(__file__).parents[2]
    assert (top / "grammar", top / "policies") == (resources.grammar_folder(), resources.policies_folder())


def test_a_wheel_reads_what_it_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy inside the package wins over a folder of that name that lies near it."""
    bundled, near = tmp_path / "dutyrules" / "_bundled", tmp_path
    for place in (bundled, near):
        (place / "grammar").mkdir(parents=True)
    monkeypatch.setattr(resources, "_CANDIDATES", (bundled, near))
    assert bundled / "grammar" == resources.grammar_folder()


def test_a_broken_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing folder is named, with where it was looked for, and not blamed on the user's files."""
    monkeypatch.setattr(resources, "_CANDIDATES", (tmp_path / "a", tmp_path / "b"))
    with pytest.raises(resources.ResourceMissingError, match="fault of the installation") as caught:
        resources.policies_folder()
    assert str(tmp_path / "b" / "policies") in str(caught.value)
