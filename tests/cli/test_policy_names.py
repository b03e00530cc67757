"""Words of a command line become policy files."""

from pathlib import Path

import pytest

from dutyrules.cli.policy_names import UnknownPolicyError, policy_files
from dutyrules.resources import policies_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two policies and a vocabulary under `ours`."""
    (tmp_path / "ours" / "deep").mkdir(parents=True)
    for name in ("ours/b.duty", "ours/deep/a.duty", "ours/vocabulary.duty", "ours/notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_itself(folder: Path) -> None:
    """A path to a file is taken as given, whatever its name."""
    assert (Path("ours/notes.txt"),) == policy_files(["ours/notes.txt"])
    assert (folder / "ours/b.duty",) == policy_files([str(folder / "ours/b.duty")])


def test_a_folder_is_every_policy_in_it(folder: Path) -> None:
    """A folder gives its policies at any depth in the order of their paths, without vocabularies."""
    assert (Path("ours/b.duty"), Path("ours/deep/a.duty")) == policy_files(["ours"])


def test_a_policy_counts_once(folder: Path) -> None:
    """A policy named twice, by itself and by its folder, is audited once and where it came first."""
    assert (Path("ours/deep/a.duty"), Path("ours/b.duty")) == policy_files(["ours/deep/a.duty", "ours"])


@pytest.mark.parametrize("word", ["002-14", "prep_group"])
def test_a_shipped_policy_has_a_short_name(folder: Path, word: str) -> None:
    """The source id of a shipped policy and the family that holds it both name it."""
    shipped = policies_folder() / "prep_group" / "002-14.duty"
    assert shipped in policy_files([word])


def test_what_lies_on_disk_wins(folder: Path) -> None:
    """A file of the school's own hides the shipped policy of that name."""
    (folder / "002-14").write_text("", encoding="utf-8")
    assert (Path("002-14"),) == policy_files(["002-14"])


@pytest.mark.parametrize("word", ["nowhere.duty", "vocabulary", "", "*", "../policies", "prep_group/"])
def test_an_unknown_word_is_named(folder: Path, word: str) -> None:
    """A word that is no file, no folder and no shipped name is an error that repeats it."""
    with pytest.raises(UnknownPolicyError, match="neither a policy file") as caught:
        policy_files([word])
    assert word == caught.value.given


def test_a_folder_without_policies_is_named(folder: Path) -> None:
    """A folder that holds no policy is an error rather than an audit of nothing."""
    (folder / "empty").mkdir()
    with pytest.raises(UnknownPolicyError, match=r"“empty” holds no \.duty file"):
        policy_files(["empty"])


@pytest.mark.parametrize("path", sorted(policies_folder().glob("*/*.duty")), ids=lambda path: path.stem)
def test_a_shipped_file_is_named_for_its_source(path: Path) -> None:
    """The name of a shipped file is the source id that stands in it, so that either finds it."""
    words = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    assert path.stem in [
        line[1] for line in words if len(line) == 2 and line[0] in ("source", "出处", "出處")
    ]
