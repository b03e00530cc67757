"""Time phrases that no calendar can meet: the 40th week of a term, the 32nd of a month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from dutyrules.checking.scope import Scope
from dutyrules.findings.model import Text
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.tree import PeriodWord, Unit

_MOST_WEEKS = 30
_MOST_LESSONS = 16
_MONTHS = 12
_MOST_PLACES = 6
_YEAR = 366
_PER_DAY = {
    Unit.MINUTE: Decimal(1440),
    Unit.HOUR: Decimal(24),
    Unit.WEEK: Decimal(1) / 7,
    Unit.MONTH: Decimal(1) / 28,
}
_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_LEAP_YEAR = 2024
_DAYS = {
    PeriodWord.DAY: 1,
    PeriodWord.SCHOOL_DAY: 1,
    PeriodWord.WEEK: 7,
    PeriodWord.MONTH: 31,
    PeriodWord.TERM: 7 * _MOST_WEEKS,
    PeriodWord.HALF_YEAR: 184,
    PeriodWord.SCHOOL_YEAR: 366,
    PeriodWord.HOLIDAY: 100,
}
"""The longest that a period can be, in days."""

Phrases = tuple[tree.Phrase, ...]


def check_calendar_limits(scope: Scope, statement: tree.Statement) -> None:
    """Reports every time phrase of `statement` that can hold in no school year."""
    for phrases in _phrases(statement):
        everies = [p for p in phrases if isinstance(p, tree.Every)]
        for repeated in everies[1:]:
            scope.report("repeated-window", repeated.span)
        for every in everies:
            _check_every(scope, every)
        for phrase in phrases:
            _check_phrase(scope, phrase, everies[0] if everies else None)
    if isinstance(statement, tree.Norm | tree.ExceptionNorm) and isinstance(statement.sentence, tree.Perform):
        _check_sentence(scope, statement.sentence)
    if isinstance(statement, tree.ScoreLine) and statement.rounding is not None:
        _check_rounding(scope, statement.rounding)


def _phrases(statement: tree.Statement) -> Iterator[Phrases]:
    match statement:
        case tree.Norm(phrases=phrases) | tree.ExceptionNorm(phrases=phrases):
            yield phrases
        case tree.ScoreLine(every=every) | tree.Veto(every=every) | tree.Shift(every=every):
            yield (every,)
        case _:
            pass


def _values(scope: Scope, quantity: tree.Quantity | None) -> tuple[Decimal, ...]:
    """The numbers that `quantity` may be, as far as they are known."""
    match quantity:
        case tree.Amount(number=number):
            return (number,)
        case tree.NamedAmount(name=name) if name.text in scope.parameters:
            figure = scope.parameters[name.text].figure
            return () if figure is None else tuple(value for _, value in figure.settings)
        case _:
            return ()


def _unit(scope: Scope, quantity: tree.Quantity) -> Unit | None:
    if quantity.unit is not None or isinstance(quantity, tree.Amount):
        return quantity.unit
    parameter = scope.parameters.get(quantity.name.text)
    return None if parameter is None or parameter.figure is None else parameter.figure.unit


def _outside(scope: Scope, quantity: tree.Quantity | None, least: int, most: int) -> str | None:
    """The first value of `quantity` that is not from `least` to `most`."""
    wrong = (v for v in _values(scope, quantity) if not least <= v <= most)
    found = next(wrong, None)
    return None if found is None else f"{found:f}"


def _limit(scope: Scope, code: str, quantity: tree.Quantity | None, most: int, *, least: int = 1) -> bool:
    """True if `quantity` can be met; reports it under `code` if not."""
    found = _outside(scope, quantity, least, most)
    if found is None or quantity is None:
        return True
    labels = scope.declaration_label(quantity)
    scope.made(code, quantity.span, {"found": found}, labels=labels)
    return False


def _check_every(scope: Scope, every: tree.Every) -> None:
    _limit(scope, "week-outside-term", every.anchor, _MOST_WEEKS)
    if every.slot is not None:
        _limit(scope, "no-such-lesson", every.slot.after_period, _MOST_LESSONS)
    days = _DAYS[every.period]
    if every.every is not None and any(v > 1 and v * days > 2 * _YEAR for v in _values(scope, every.every)):
        scope.report("longer-than-year", every.span, found=scope.source.slice(every.span).strip())
    if every.every is not None and any(v < 1 for v in _values(scope, every.every)):
        scope.report("zero-periods", every.every.span, found=scope.source.slice(every.span).strip())


def _check_phrase(scope: Scope, phrase: tree.Phrase, every: tree.Every | None) -> None:
    match phrase:
        case tree.ByWeekEnd(number=number):
            _limit(scope, "week-outside-term", number, _MOST_WEEKS)
        case tree.ByNextMonth(day=day):
            _limit(scope, "no-such-day", day, 31)
        case tree.InMonth(month=month):
            _limit(scope, "no-such-month", month, _MONTHS)
        case tree.ByDate(month=month, day=day):
            if _limit(scope, "no-such-month", month, _MONTHS) and _limit(scope, "no-such-day", day, 31):
                _check_date(scope, phrase)
        case tree.InFirst(amount=amount) | tree.InLast(amount=amount):
            if every is not None:
                _check_part(scope, amount, every)
        case tree.WithinAfter(amount=amount) | tree.WithinBefore(amount=amount):
            _within_a_year(scope, amount)
        case tree.ByEnd(period=period):
            if every is not None and every.period is not period:
                word = keyword_table().spoken(every.period.value.upper())
                scope.report("wrong-window", phrase.span, period=word)
        case _:
            pass


def _check_sentence(scope: Scope, sentence: tree.Perform) -> None:
    """Spacings and shares are quantities that have a most, too."""
    if sentence.spacing is not None and sentence.spacing.low is not None:
        _within_a_year(scope, sentence.spacing.low)
    for part in (sentence.target, sentence.subject):
        share = None if part is None else part.share
        for end in () if share is None else (share.low, share.high):
            if end is not None and _unit(scope, end) is Unit.PERCENT:
                _limit(scope, "share-over-whole", end, 100, least=0)


def _within_a_year(scope: Scope, amount: tree.Quantity) -> None:
    per_day = _PER_DAY.get(_unit(scope, amount) or Unit.DAY, Decimal(1))
    if any(value > _YEAR * per_day for value in _values(scope, amount)):
        found = scope.source.slice(amount.span).strip()
        labels = scope.declaration_label(amount)
        scope.report("longer-than-year", amount.span, labels=labels, found=found)


def _check_rounding(scope: Scope, rounding: tree.Rounding) -> None:
    written = _NUMBER.search(scope.source.slice(rounding.span))
    if written is not None and "." in written[0].replace("．", "."):
        scope.report("not-a-whole-number", rounding.span, found=written[0])
    elif rounding.places > _MOST_PLACES:
        scope.report("too-many-places", rounding.span, found=str(rounding.places))


def _check_date(scope: Scope, phrase: tree.ByDate) -> None:
    months, days = _values(scope, phrase.month), _values(scope, phrase.day)
    if not months or not days:
        return
    longest = max(calendar.monthrange(_LEAP_YEAR, int(month))[1] for month in months)
    if min(days) > longest:
        month, day = f"{min(months):f}", f"{min(days):f}"
        found = Text(en=f"{month}-{day}", zh_hans=f"{month}月{day}日", zh_hant=f"{month}月{day}日")
        scope.report("invalid-date", phrase.span, found=found)


def _check_part(scope: Scope, amount: tree.Quantity, every: tree.Every) -> None:
    """A part must be shorter than the period that it is a part of."""
    scale = 7 if _unit(scope, amount) is Unit.WEEK else 1
    periods = max(_values(scope, every.every), default=Decimal(1))
    longest = _DAYS[every.period] * periods
    if any(value * scale >= longest for value in _values(scope, amount)):
        words = {
            "found": scope.source.slice(amount.span).strip(),
            "period": scope.source.slice(every.span).strip(),
        }
        scope.made("part-exceeds-period", amount.span, words, labels=scope.declaration_label(amount))
