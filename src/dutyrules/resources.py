"""Where the grammar and the shipped policies lie, in a wheel and in a checkout alike.

A wheel carries both under `dutyrules/_bundled/`; in a checkout they stand at the top, beside `src/`.
The wheel's copy wins, so that an installed package never reads from a folder that happens to lie near it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CANDIDATES = (_PACKAGE / "_bundled", _PACKAGE.parent.parent)


class ResourceMissingError(RuntimeError):
    """A folder that belongs to the package is gone: the fault is the installation's, not the user's."""

    def __init__(self, folder: str) -> None:
        places = " and ".join(str(candidate / folder) for candidate in _CANDIDATES)
        super().__init__(
            f"The {folder} folder that belongs to dutyrules was not found (looked in {places}). "
            "This is a fault of the installation, not of your files: install dutyrules again."
        )


def grammar_folder() -> Path:
    """The folder that holds `duty.lark`; raises ResourceMissingError if the installation lost it."""
    return _folder("grammar")


def policies_folder() -> Path:
    """The folder of shipped policies and their vocabulary; raises ResourceMissingError if it is lost."""
    return _folder("policies")


def _folder(name: str) -> Path:
    for candidate in _CANDIDATES:
        if (candidate / name).is_dir():
            return candidate / name
    raise ResourceMissingError(name)
