"""A shipped policy and all that it imports, written in the language asked for."""

from __future__ import annotations

from pathlib import Path

import attrs

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted
from dutyrules.resources import policies_folder
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic

SUFFIX = ".duty"


@attrs.frozen(kw_only=True)
class PolicyCopy:
    """A policy as it will lie in the folder; `texts` are its file and those it imports, by file name."""

    checked: CheckedPolicy
    file: str
    texts: tuple[tuple[str, str], ...]


def shipped_documents(family: str | None = None) -> dict[str, Path]:
    """The shipped policies (those of `family`, if given) by their source id, in its order."""
    found = policies_folder().glob(f"{family or '*'}/*{SUFFIX}")
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem)}


def copied(path: Path, language: Language) -> PolicyCopy:
    """The shipped policy at `path` and what it imports, in `language`, comments and scenarios kept.

    Errors: PolicyError if a file of them cannot be read.
    """
    loaded = _loaded(path)
    policy = loaded.checked.policy
    if policy is None:
        raise PolicyError(loaded.checked.diagnostics)
    texts: dict[str, str] = {}
    _collect(path, language, texts)
    return PolicyCopy(checked=policy, file=path.name, texts=tuple(texts.items()))


def _collect(path: Path, language: Language, texts: dict[str, str]) -> None:
    if path.name in texts:
        return
    loaded = _loaded(path)
    texts[path.name] = formatted(loaded, language)
    for statement in loaded.parsed.file.statements:
        if isinstance(statement, tree.ImportLine | tree.ExtendsLine):
            _collect(_shipped(statement.path.text), language, texts)


def _shipped(name: str) -> Path:
    """The shipped file that an import of a shipped policy names."""
    return next(policies_folder().rglob(f"{name}{SUFFIX}"))


def _loaded(path: Path) -> Loaded:
    loaded = load_file(path)
    if isinstance(loaded, Diagnostic):
        raise PolicyError((loaded,))
    return loaded
