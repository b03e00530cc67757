"""Text folded for comparison, so that both scripts, both widths and both cases of a word are one word."""

from __future__ import annotations

import functools
import unicodedata
from importlib import resources

_CACHED_TEXTS = 8192


@functools.lru_cache(maxsize=_CACHED_TEXTS)
def fold(text: str) -> str:
    """`text` as it is compared, never as it is shown.

    NFKC, case folded, Traditional characters and regional variants replaced by the one character
    that stands for them. Many texts fold to one; folding twice changes nothing.

    >>> fold("備課組長") == fold("备课组长")
    True
    >>> fold("Ｗｅｅｋ １")
    'week 1'
    """
    if text.isascii():
        return text.lower()
    # Case folding can undo the normal form, and the normal form can bring capitals back.
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", lowered.casefold()).translate(_simplified())


@functools.cache
def _simplified() -> dict[int, str]:
    table = resources.files(__package__).joinpath("t2s.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {ord(source): target for source, target in rows}
