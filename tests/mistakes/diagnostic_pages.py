"""The pages of `docs/diagnostics` as examples that can be run.

A fence may say how its block becomes a file: `gb18030` (that encoding), `folder` (a folder of that
name), `missing` (no file), `named` (it is called page.duty), `stretch` (the dots stand for a very
long line) and `stretch-lines` (for very many lines).
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.syntax.diagnostic import Diagnostic

PAGES = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
_FENCE = re.compile(r"^```duty([ \w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LONG = 30_000
_MANY = 6_000


@attrs.frozen(kw_only=True)
class Example:
    """One block of a page and how it becomes a file."""

    options: tuple[str, ...]
    text: str

    def diagnostics(self, folder: Path) -> tuple[Diagnostic, ...]:
        """What the file made of this block is told; it is written into `folder`."""
        path = folder / "page.duty"
        if "folder" in self.options:
            path.mkdir()
        elif "missing" not in self.options:
            path.write_bytes(self._content())
        loaded = load_file(path)
        return loaded.checked.diagnostics if isinstance(loaded, Loaded) else (loaded,)

    def _content(self) -> bytes:
        text = self.text
        if "stretch" in self.options:
            text = text.replace("…", "…" * _LONG)
        if "stretch-lines" in self.options:
            text += f"# {'.' * 100}\n" * _MANY
        return text.encode("gb18030" if "gb18030" in self.options else "utf-8")


@attrs.frozen(kw_only=True)
class Page:
    """A page: its code, and its failing and corrected examples."""

    code: str
    wrong: Example
    right: Example
    text: str


def page_of(path: Path) -> Page:
    """The page in `path`; it has exactly two examples."""
    text = path.read_text(encoding="utf-8")
    wrong, right = (
        Example(options=tuple(match[1].split()), text=match[2]) for match in _FENCE.finditer(text)
    )
    return Page(code=path.stem, wrong=wrong, right=right, text=text)


def all_pages() -> tuple[Page, ...]:
    """Every page, by code."""
    return tuple(page_of(path) for path in sorted(PAGES.glob("*.md")))
