"""The English plural of a name, which a policy may write after a number."""

from __future__ import annotations

import functools
import re

_ES = re.compile(r".*(?:ss|us|x|z|ch|sh)")
_IES = re.compile(r".*[^aeiou_]y")


@functools.lru_cache(maxsize=8192)
def plural_of(name: str) -> str:
    """`name` in the plural if it is an English one, else as it is.

    >>> [plural_of(n) for n in ("home_visit", "case_study", "class", "quality_analysis", "家访")]
    ['home_visits', 'case_studies', 'classes', 'quality_analyses', '家访']
    """
    if not name.isascii() or not name[-1:].isalpha():
        return name
    if name.endswith("sis"):
        return f"{name[:-2]}es"
    if name.endswith("s") and not _ES.fullmatch(name):
        return name  # a plural already: general_affairs
    if _IES.fullmatch(name):
        return f"{name[:-1]}ies"
    return f"{name}es" if _ES.fullmatch(name) else f"{name}s"
