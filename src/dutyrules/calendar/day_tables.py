"""Which days are taught, from the tables of calendar.toml about holidays, closures and make-up days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from dutyrules.calendar.holidays import NO_HOLIDAYS, PublicHolidays, days, mainland_china
from dutyrules.calendar.terms import TeachingDays, Term
from dutyrules.calendar.toml_tables import Table
from dutyrules.findings.model import Text

LONGEST_SPAN = 400
"""More days than this in one span are a slip of the pen, not a term or a holiday."""

_SPAN_KEYS = frozenset({"name", "first_day", "last_day"})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def weekday_of(table: Table, key: str, name: str) -> int | None:
    """The number of the weekday called `name`, 1 for Monday; None and a problem for no weekday."""
    word = name.strip().lower()
    if word in _WEEKDAYS:
        return _WEEKDAYS.index(word) + 1
    if word[:-1] in ("周", "週", "星期", "礼拜", "禮拜") and word[-1] in _HAN_WEEKDAYS:
        return _HAN_WEEKDAYS.index(word[-1]) + 1
    table.fault("weekday-unknown", key, _unknown_weekday(name))
    return None


def teaching_days(top: Table, terms: tuple[Term, ...]) -> tuple[TeachingDays, frozenset[datetime.date]]:
    """What makes a day a school day, and the make-up days that the school itself names.

    What the school says beats the national table, and a closure beats everything.
    """
    weekend = {weekday_of(top, "weekend", name) for name in top.texts("weekend", ("saturday", "sunday"))}
    public = _public_holidays(top, terms)
    own = _make_ups(top.tables("make_up", frozenset({"day", "acts_as"})))
    holidays = frozenset(_span_days(top.tables("holiday", _SPAN_KEYS)))
    closed = frozenset(_span_days(top.tables("closure", _SPAN_KEYS)))
    make_ups = {day: acts_as for day, acts_as in public.make_ups.items() if day not in holidays} | own
    make_ups = {day: acts_as for day, acts_as in make_ups.items() if day not in closed}
    _check_twice(top, make_ups, own, terms)
    teaching = TeachingDays(
        weekend=frozenset(day for day in weekend if day is not None),
        days_off=public.days_off | holidays | closed,
        make_ups=make_ups,
    )
    return teaching, frozenset(own)


def span_of(table: Table, *, one_day: bool) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of a table, None and a problem if they are missing or make no span.

    With `one_day` the last day may be left out, and is then the first.
    """
    first = table.day("first_day")
    last = first if one_day and not table.has("last_day") else table.day("last_day")
    if first is None or last is None:
        return None
    if last < first:
        table.fault("days-reversed", "last_day", _reversed_days(first, last))
        return None
    if (last - first).days >= LONGEST_SPAN:
        table.fault("span-too-long", "last_day", _too_long(first, last))
        return None
    return first, last


def _span_days(tables: Iterable[Table]) -> Iterator[datetime.date]:
    for table in tables:
        table.text("name", "")
        span = span_of(table, one_day=True)
        if span is not None:
            yield from days(*span)


def _make_ups(tables: Iterable[Table]) -> dict[datetime.date, datetime.date]:
    pairs: dict[datetime.date, datetime.date] = {}
    for table in tables:
        day, acts_as = table.day("day"), table.day("acts_as")
        if day is None or acts_as is None:
            continue
        if day in pairs:
            table.fault("make-up-twice", "day", _same_make_up(day))
        pairs[day] = acts_as
    return pairs


def _check_twice(
    top: Table,
    make_ups: Mapping[datetime.date, datetime.date],
    own: Mapping[datetime.date, datetime.date],
    terms: tuple[Term, ...],
) -> None:
    """A problem where two days of a term act as one date and the school named one of them."""
    first_of: dict[datetime.date, datetime.date] = {}
    for day, acts_as in sorted(make_ups.items()):
        other = first_of.setdefault(acts_as, day)
        if other != day and (day in own or other in own) and any(term.holds(acts_as) for term in terms):
            top.fault("make-up-twice", "make_up", _same_date(other, day, acts_as))


def _public_holidays(top: Table, terms: tuple[Term, ...]) -> PublicHolidays:
    name = top.text("holidays")
    by_hand = frozenset(_years_by_hand(top))
    match name:
        case "CN":
            public = mainland_china().without(by_hand)
            _check_years(top, terms, by_hand | public.notices.keys())
            return public
        case "none":
            return NO_HOLIDAYS
        case _:
            if name:
                top.fault("holidays-unknown", "holidays", _unknown_table(name))
            return NO_HOLIDAYS


def _years_by_hand(top: Table) -> Iterator[int]:
    """The years whose days off the school lists itself; `source` says where it has them from."""
    for row in top.tables("year", frozenset({"year", "source"})):
        row.text("source", "")
        year = row.number("year")
        if year is not None:
            yield year


def _check_years(top: Table, terms: tuple[Term, ...], known: frozenset[int]) -> None:
    reached = {year for term in terms for year in range(term.first_day.year, term.last_day.year + 1)}
    for year in sorted(reached - known):
        top.fault("holidays-unknown", "holidays", _unknown_year(year))


def _unknown_year(year: int) -> Text:
    return Text(
        en=f"The holidays of {year} are not in the built-in table, and a term reaches into that year. "
        f"Upgrade dutyrules; or put the year's days into [[holiday]] and [[make_up]] and add "
        f'[[year]] year = {year}, or set holidays = "none" to list every year yourself.',
        zh_hans=f"内置的节假日表没有{year}年，而学期到了这一年。请升级 dutyrules；"
        "或者把这一年的放假和调休写进 [[holiday]]"
        f' 和 [[make_up]]，再加上 [[year]] year = {year}；或者写 holidays = "none"，各年都自己列。',
        zh_hant=f"內建的節假日表沒有{year}年，而學期到了這一年。請升級 dutyrules；"
        "或者把這一年的放假和補課寫進 [[holiday]]"
        f' 和 [[make_up]]，再加上 [[year]] year = {year}；或者寫 holidays = "none"，各年都自己列。',
    )


def _unknown_table(name: str) -> Text:
    return Text(
        en=f'“{name[:60]}” is no built-in holiday table; expected "CN", or "none" and your own [[holiday]].',
        zh_hans=f'没有名为“{name[:60]}”的内置节假日表；应当写 "CN"，或者写 "none" 并自己列 [[holiday]]。',
        zh_hant=f'沒有名為「{name[:60]}」的內建節假日表；應當寫 "CN"，或者寫 "none" 並自己列 [[holiday]]。',
    )


def _unknown_weekday(name: str) -> Text:
    return Text(
        en=f"“{name[:60]}” is no weekday; expected a name such as saturday or 周六.",
        zh_hans=f"“{name[:60]}”不是星期；应当写 saturday 或周六这样的名称。",
        zh_hant=f"「{name[:60]}」不是星期；應當寫 saturday 或週六這樣的名稱。",
    )


def _reversed_days(first: datetime.date, last: datetime.date) -> Text:
    return Text(
        en=f"The last day {last} is before the first day {first}; both days are included.",
        zh_hans=f"末日 {last} 早于首日 {first}；首末两天都算在内。",
        zh_hant=f"末日 {last} 早於首日 {first}；首末兩天都算在內。",
    )


def _too_long(first: datetime.date, last: datetime.date) -> Text:
    return Text(
        en=f"{first} to {last} is longer than {LONGEST_SPAN} days; check the years.",
        zh_hans=f"{first} 至 {last} 超过 {LONGEST_SPAN} 天；请核对年份。",
        zh_hant=f"{first} 至 {last} 超過 {LONGEST_SPAN} 天；請核對年份。",
    )


def _same_make_up(day: datetime.date) -> Text:
    return Text(
        en=f"{day} is a make-up day twice; keep one entry.",
        zh_hans=f"{day} 写了两次补课；请只留一条。",
        zh_hant=f"{day} 寫了兩次補課；請只留一條。",
    )


def _same_date(first: datetime.date, second: datetime.date, acts_as: datetime.date) -> Text:
    return Text(
        en=f"{first} and {second} both act as {acts_as}; say with [[make_up]] what the other one acts as.",
        zh_hans=f"{first} 和 {second} 都补 {acts_as} 的课；请用 [[make_up]] 写明另一天补哪天。",
        zh_hant=f"{first} 和 {second} 都補 {acts_as} 的課；請用 [[make_up]] 寫明另一天補哪天。",
    )
