"""The term under way, as a first guess at the dates that a school will fill in."""

from __future__ import annotations

import datetime

import attrs

from dutyrules.findings.model import Text

_JULY, _FEBRUARY = 7, 2
_WEEK = datetime.timedelta(days=7)
_WEDNESDAY = 3


@attrs.frozen(kw_only=True)
class TermGuess:
    """A term with both its ends included; the days are usual ones, not those of any school."""

    id: str
    name: Text
    school_year: str
    first_day: datetime.date
    last_day: datetime.date

    @property
    def example_day(self) -> datetime.date:
        """The Wednesday of the second week, on which the examples take place."""
        monday = self.first_day - datetime.timedelta(days=self.first_day.isoweekday() - 1)
        return monday + _WEEK + datetime.timedelta(days=_WEDNESDAY - 1)

    def as_of(self, today: datetime.date) -> datetime.date:
        """`today` where the term has seen the example by then and is not over, else the example's day."""
        return today if self.example_day <= today <= self.last_day else self.example_day

    def years(self) -> tuple[int, ...]:
        """The calendar years that the term reaches into."""
        return tuple(range(self.first_day.year, self.last_day.year + 1))


def terms_around(today: datetime.date) -> tuple[TermGuess, TermGuess]:
    """The term that `today` lies in or that begins next, and the other one of its school year.

    >>> [term.id for term in terms_around(datetime.date(2026, 11, 22))]
    ['2026-autumn', '2027-spring']
    >>> [term.id for term in terms_around(datetime.date(2027, 3, 1))]
    ['2027-spring', '2026-autumn']
    """
    begun = today.year if today.month >= _JULY else today.year - 1
    terms = (_autumn(begun), _spring(begun))
    return terms if not _FEBRUARY <= today.month < _JULY else terms[::-1]


def _autumn(year: int) -> TermGuess:
    return TermGuess(
        id=f"{year}-autumn",
        name=_name(year, "first", "一"),
        school_year=f"{year}-{year + 1}",
        first_day=datetime.date(year, 9, 1),
        last_day=datetime.date(year + 1, 1, 20),
    )


def _spring(year: int) -> TermGuess:
    return TermGuess(
        id=f"{year + 1}-spring",
        name=_name(year, "second", "二"),
        school_year=f"{year}-{year + 1}",
        first_day=datetime.date(year + 1, 3, 1),
        last_day=datetime.date(year + 1, 6, 30),
    )


def _name(year: int, ordinal: str, number: str) -> Text:
    return Text(
        en=f"{year}-{year + 1}, {ordinal} term",
        zh_hans=f"{year}-{year + 1}学年第{number}学期",
        zh_hant=f"{year}-{year + 1}學年第{number}學期",
    )
