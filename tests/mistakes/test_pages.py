"""Every diagnostic has a page, and every page is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from diagnostic_pages import Page, all_pages
from show_mistakes import shown

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.codes import CODES, Severity

_PAGES = all_pages()
_IDS = [page.code for page in _PAGES]


def test_every_code_has_a_page() -> None:
    """The registry and the pages name the same codes."""
    assert sorted(CODES) == sorted(_IDS)


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_the_failing_example_has_exactly_this_defect(page: Page, tmp_path: Path) -> None:
    """The first block gives the page's code and no other."""
    found = page.wrong.diagnostics(tmp_path)
    assert {page.code} == {d.code for d in found if d.code not in _MAY_ACCOMPANY.get(page.code, ())}


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_the_corrected_example_is_free_of_it(page: Page, tmp_path: Path) -> None:
    """The second block has no error, and not the page's code."""
    found = page.right.diagnostics(tmp_path)
    assert [] == [d.code for d in found if d.severity is Severity.ERROR or d.code == page.code]


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_a_page_says_what_it_means_and_why(page: Page) -> None:
    """A page has its title, a line in English and one in Chinese, and the reason at the end."""
    title, _, english, _, chinese, *_ = page.text.splitlines()
    reason = page.text.split("## Why it matters\n")[1]
    assert f"# {page.code}" == title
    assert english.isascii() or "“" in english
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
    assert 2 == len([line for line in reason.splitlines() if line])


_MAY_ACCOMPANY = {
    "too-many-problems": ("stray-character",),
    "allowance-without-reason": ("duty-on-day-off",),
}
"""What can't help standing beside the defect of a page."""


def _texts() -> list[Text]:
    return [text for row in CODES.values() for text in (row.message, row.help) if text is not None]


def test_each_text_is_written_in_its_own_script() -> None:
    """No simplified character stands in a Traditional text, none of the other kind in a Simplified one."""
    for text in _texts():
        text.zh_hant.encode("big5")
        text.zh_hans.encode("gb2312")
        assert not any("\u4e00" <= c <= "\u9fff" for c in text.en)


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
@pytest.mark.parametrize("language", Language)
def test_every_language_says_it(page: Page, language: Language) -> None:
    """What `make mistakes` prints of a page names the code and leaves no value unfilled."""
    text = shown(page, language, color=False)
    assert f"[{page.code}]" in text
    assert not re.search(r"\{[a-z]+\}", text)
