"""calendar.toml: every key explained, one term with usual dates to correct, and nothing invented.

The public holidays of mainland China come from the table of the package, as far as it goes; a year beyond
it is declared to be the school's to list. What only the school knows stands in comments, its dates left open.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

from dutyrules.calendar.holidays import mainland_china
from dutyrules.findings.model import Language, Text
from dutyrules.starter.calendar_words import (
    ABOUT,
    CLOSURE,
    EXAM_WEEK,
    HOLIDAY,
    HOLIDAYS,
    MAKE_UP,
    OTHER_TERM,
    PERIOD,
    SCHOOL,
    SCHOOL_NAME,
    SKIP_WEEK,
    TERM,
    TO_FILL_IN,
    VACATION,
    WEEK,
    WEEK_NUMBERS,
    WEEKEND,
    YEAR,
    ZONE,
)
from dutyrules.starter.school_year import TermGuess

_WEEK = "[[term.week]]\nnumber = 0\nfirst_day = {day}"
_MORNING_LESSONS = 4
_LESSON, _APART = datetime.timedelta(minutes=40), datetime.timedelta(minutes=50)


def calendar_toml(term: TermGuess, other: TermGuess, language: Language, lessons: int = 0) -> bytes:
    """calendar.toml for `term`; `other`, of the same school year, stands in comments.

    The policy names lessons up to the number `lessons`: their usual times are given, to be corrected.
    """
    blocks = (
        _comment(ABOUT, language),
        *_top(term, language),
        f"{_comment(TERM, language)}\n{_term(term, language)}",
        f"{_comment(WEEK_NUMBERS, language)}\n{_commented(_WEEK.format(day=_open_day(term)))}",
        f"{_comment(OTHER_TERM, language)}\n{_commented(_term(other, language))}",
        f"{_comment(PERIOD, language)}\n{_lessons(lessons)}",
        *_left_open(term, language),
    )
    return ("\n\n".join(blocks) + "\n").encode()


def _top(term: TermGuess, language: Language) -> Iterator[str]:
    """The keys that stand before any table, and the years that the school lists itself."""
    # The table is the mainland's; where Traditional Chinese is written it rarely holds.
    table = "none" if language is Language.ZH_HANT else "CN"
    yield f"{_comment(SCHOOL, language)}\nschool = {_quoted(SCHOOL_NAME.in_language(language))}"
    yield f'{_comment(ZONE, language)}\nzone = "Asia/Shanghai"'
    yield f'{_comment(WEEK, language)}\nweek_start = "monday"'
    yield f'{_comment(WEEKEND, language)}\nweekend = ["saturday", "sunday"]'
    yield f'{_comment(HOLIDAYS, language)}\nholidays = "{table}"'
    yield f"{_comment(YEAR, language)}\n{_years(term, language, is_used=table == 'CN')}"


def _years(term: TermGuess, language: Language, *, is_used: bool) -> str:
    """The years of the term that the table does not have; an example in comments if it is not used."""
    unknown = [year for year in term.years() if year not in mainland_china().notices]
    source = _quoted(TO_FILL_IN.in_language(language))
    tables = [f"[[year]]\nyear = {year}\nsource = {source}" for year in unknown or [term.last_day.year + 1]]
    text = "\n\n".join(tables)
    return text if is_used and unknown else _commented(text)


def _term(term: TermGuess, language: Language) -> str:
    name = _quoted(term.name.in_language(language))
    return (
        f'[[term]]\nid = "{term.id}"\nname = {name}\nschool_year = "{term.school_year}"\n'
        f"first_day = {term.first_day}\nlast_day = {term.last_day}"
    )


def _left_open(term: TermGuess, language: Language) -> Iterator[str]:
    """What only the school knows, as comments whose dates are blanks."""
    day = _open_day(term)
    named = f'name = "…"\nfirst_day = {day}\nlast_day = {day}'
    of_term = f'term = "{term.id}"\n'
    for words, table in (
        (HOLIDAY, f"[[holiday]]\n{named}"),
        (MAKE_UP, f"[[make_up]]\nday = {day}\nacts_as = {day}"),
        (CLOSURE, f"[[closure]]\n{named}"),
        (EXAM_WEEK, f"[[exam_week]]\n{of_term}number = 20"),
        (SKIP_WEEK, f"[[skip_week]]\n{of_term}number = 5"),
        (VACATION, f"[[vacation]]\n{of_term}{named}"),
    ):
        yield f"{_comment(words, language)}\n{_commented(table)}"


def _open_day(term: TermGuess) -> str:
    """A day to fill in; TOML refuses it until somebody does."""
    return f"{term.first_day.year}-__-__"


def _lessons(count: int) -> str:
    """The first `count` lessons at usual times; one in comments if there are none."""
    return "\n\n".join(_lesson(number) for number in range(1, count + 1)) or _commented(_lesson(1))


def _lesson(number: int) -> str:
    is_morning = number <= _MORNING_LESSONS
    hour, place = (8, number - 1) if is_morning else (14, number - 1 - _MORNING_LESSONS)
    start = datetime.datetime(2000, 1, 1, hour) + place * _APART
    return f"[[period]]\nnumber = {number}\nstart = {start.time()}\nend = {(start + _LESSON).time()}"


def _comment(words: Text, language: Language) -> str:
    return "\n".join(f"# {line}" for line in words.in_language(language).splitlines())


def _commented(table: str) -> str:
    return "\n".join(f"#{line}" for line in table.splitlines())


def _quoted(text: str) -> str:
    """`text` as a TOML string, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
