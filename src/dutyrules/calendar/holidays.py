"""The days off and make-up days that the State Council has announced for mainland China."""

from __future__ import annotations

import datetime
import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import TypedDict

import attrs


class _Block(TypedDict):
    name: str
    first_day: datetime.date
    last_day: datetime.date


class _MakeUp(TypedDict):
    day: datetime.date
    acts_as: datetime.date


class _Year(TypedDict):
    year: int
    notice: str
    issued: datetime.date
    holidays: list[_Block]
    make_up: list[_MakeUp]


@attrs.frozen(kw_only=True)
class PublicHolidays:
    """What the law gives off and what it takes back.

    `notices` names the source of each known year; a year that is not among its keys is unknown.
    `make_ups` maps a working day on a weekend to the date whose timetable it takes over by default.
    """

    notices: Mapping[int, str]
    days_off: frozenset[datetime.date]
    make_ups: Mapping[datetime.date, datetime.date]

    def without(self, years: frozenset[int]) -> PublicHolidays:
        """The same with every day of `years` left out; their notices stay known."""
        return PublicHolidays(
            notices=self.notices,
            days_off=frozenset(day for day in self.days_off if day.year not in years),
            make_ups={day: acts_as for day, acts_as in self.make_ups.items() if day.year not in years},
        )


NO_HOLIDAYS = PublicHolidays(notices={}, days_off=frozenset(), make_ups={})


@functools.cache
def mainland_china() -> PublicHolidays:
    """The table that travels with the package, one notice a year.

    >>> mainland_china().make_ups[datetime.date(2026, 9, 20)]
    datetime.date(2026, 10, 6)
    """
    years = _shipped_years()
    blocks = [block for year in years for block in year["holidays"]]
    return PublicHolidays(
        notices={year["year"]: f"{year['notice']}（{year['issued']}）" for year in years},
        days_off=frozenset(day for block in blocks for day in days(block["first_day"], block["last_day"])),
        make_ups={row["day"]: row["acts_as"] for year in years for row in year["make_up"]},
    )


def days(first_day: datetime.date, last_day: datetime.date) -> Iterator[datetime.date]:
    """Each day from `first_day` to `last_day`, both included."""
    for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
        yield datetime.date.fromordinal(ordinal)


def _shipped_years() -> list[_Year]:
    text = resources.files(__package__).joinpath("cn_holidays.toml").read_text(encoding="utf-8")
    # The file is the package's own and a test holds it to its shape.
    years: list[_Year] = tomllib.loads(text)["year"]
    return years
