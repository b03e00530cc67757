"""What a cell of the workbook may hold, and the tip that appears beside it."""

from __future__ import annotations

import datetime
from typing import TypedDict, assert_never

from dutyrules.checking.vocabulary import Attribute, AttributeKind
from dutyrules.findings.model import Language, Text
from dutyrules.starter import guide
from dutyrules.starter.people import NO, YES
from dutyrules.starter.sheets import LogColumn

_FIRST_DAY, _LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
LONGEST_LIST = 255
"""Characters of a list of choices, commas included, that a workbook can hold."""

_MOST = 1_000_000
_MOST_MINUTES, _MOST_HOURS, _MOST_PERCENT = 1440, 1000, 100


class Rule(TypedDict, total=False):
    """A data validation as XlsxWriter takes it."""

    validate: str
    criteria: str
    minimum: int | datetime.date
    maximum: int | datetime.date
    source: list[str]
    input_message: str
    error_title: str
    error_message: str
    error_type: str


def rule_of(column: LogColumn, day: datetime.date, language: Language) -> Rule | None:
    """The rule for a column, None where any text will do; `day` is the one that tips name."""
    if column.is_time:
        return _days(guide.TIME_TIP, day, language)
    if column.matters:
        return _matters(column.matters, language)
    return None if column.attribute is None else _of_attribute(column.attribute, day, language)


def _of_attribute(own: Attribute, day: datetime.date, language: Language) -> Rule | None:
    match own.kind:
        case AttributeKind.TEXT:
            return None
        case AttributeKind.PERSON:
            return _tip(guide.PERSON_TIP, language)
        case AttributeKind.UNIT:
            return _tip(guide.UNIT_TIP, language)
        case AttributeKind.YES_NO:
            words = [YES.in_language(language), NO.in_language(language)]
            return _one_of(words, guide.YES_NO_TIP, language)
        case AttributeKind.CHOICE:
            return _one_of([c.label(language) for c in own.choices], guide.CHOICE_TIP, language)
        case AttributeKind.DATE:
            return _days(guide.DATE_TIP, day, language)
        case AttributeKind.MINUTES:
            return _number(0, _MOST_MINUTES, guide.MINUTES_TIP, language)
        case AttributeKind.HOURS:
            return _number(0, _MOST_HOURS, guide.HOURS_TIP, language)
        case AttributeKind.CLASS_HOURS:
            return _number(0, _MOST_HOURS, guide.NUMBER_TIP, language)
        case AttributeKind.PERCENT:
            return _number(0, _MOST_PERCENT, guide.PERCENT_TIP, language)
        case AttributeKind.NUMBER | AttributeKind.POINTS | AttributeKind.MONEY:
            return _number(-_MOST, _MOST, guide.NUMBER_TIP, language)
        case _:
            assert_never(own.kind)


def _matters(matters: tuple[str, ...], language: Language) -> Rule:
    """A list of the matters, if a list can hold them; another policy's matter may be written as well."""
    if len(",".join(matters)) > LONGEST_LIST:
        return _tip(guide.MATTER_TIP, language)
    rule = Rule(validate="list", source=list(matters), error_type="warning")
    return _refusing(rule, guide.MATTER_TIP.in_language(language), language)


def _tip(words: Text, language: Language) -> Rule:
    return Rule(validate="any", input_message=words.in_language(language))


def _one_of(words: list[str], tip: Text, language: Language) -> Rule:
    return _refusing(Rule(validate="list", source=words), tip.in_language(language), language)


def _days(tip: Text, day: datetime.date, language: Language) -> Rule:
    rule = Rule(validate="date", criteria="between", minimum=_FIRST_DAY, maximum=_LAST_DAY)
    return _refusing(rule, tip.in_language(language).format(day=day.isoformat()), language)


def _number(least: int, most: int, tip: Text, language: Language) -> Rule:
    rule = Rule(validate="decimal", criteria="between", minimum=least, maximum=most)
    return _refusing(rule, tip.in_language(language), language)


def _refusing(rule: Rule, tip: str, language: Language) -> Rule:
    """`rule` with the tip shown both before and after a wrong entry."""
    title = guide.TRY_AGAIN.in_language(language)
    return {**rule, "input_message": tip, "error_title": title, "error_message": tip}
