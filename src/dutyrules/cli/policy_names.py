"""The policy files that the words of a command line stand for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dutyrules.cli.messages import NO_POLICY_IN_FOLDER, NO_SUCH_POLICY
from dutyrules.findings.model import Text
from dutyrules.resources import policies_folder

SUFFIX = ".duty"
VOCABULARY = "vocabulary.duty"


class UnknownPolicyError(Exception):
    """A word that names no policy; `message` is the sentence for the reader."""

    def __init__(self, message: Text, given: str) -> None:
        self.message = message
        self.given = given
        super().__init__(message.en.format(given=given))


def policy_files(words: Iterable[str]) -> tuple[Path, ...]:
    """The files meant by `words`, in the order given and each once.

    A word is a file, a folder (every policy in it), or the source id or family of a policy that comes
    with dutyrules, such as `002-14` or `prep_group`. What lies on disk wins over a shipped name.

    Errors: UnknownPolicyError.
    """
    found = (path for word in words for path in _files_of(word))
    return tuple(dict.fromkeys(found))


def _files_of(word: str) -> tuple[Path, ...]:
    given = Path(word)
    if not word:  # Path("") would be the folder one happens to stand in
        raise UnknownPolicyError(NO_SUCH_POLICY, word)
    if given.is_file():
        return (given,)
    if given.is_dir():
        return _policies_in(given, word)
    shipped = policies_folder()
    if (shipped / word).is_dir() and given.name == word:
        return _policies_in(shipped / word, word)
    matches = tuple(path for path in _duty_files(shipped) if path.stem == word)
    if not matches:
        raise UnknownPolicyError(NO_SUCH_POLICY, word)
    return matches


def _policies_in(folder: Path, word: str) -> tuple[Path, ...]:
    files = _duty_files(folder)
    if not files:
        raise UnknownPolicyError(NO_POLICY_IN_FOLDER, word)
    return files


def _duty_files(folder: Path) -> tuple[Path, ...]:
    """Every policy under `folder` by path; a vocabulary is imported by policies and is none itself."""
    return tuple(path for path in sorted(folder.rglob(f"*{SUFFIX}")) if path.name != VOCABULARY)
