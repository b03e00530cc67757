"""The syntax tree: what an author wrote, free of its language.

The same policy in English, 简体 and 繁體 gives equal trees but for the names, which stay as written
and are resolved by the checker. `span` never takes part in equality.
"""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

import attrs

from dutyrules.findings.model import Language, Modality
from dutyrules.syntax.source import NOWHERE, Span


def _span() -> Span:
    return attrs.field(default=NOWHERE, eq=False, repr=False)


@attrs.frozen
class Name:
    """A name as written."""

    text: str
    span: Span = _span()


@attrs.frozen(kw_only=True)
class TermName:
    """A declared name: one label, or its labels in the order en, zh-Hans, zh-Hant."""

    labels: tuple[Name, ...]
    span: Span = _span()

    @property
    def id(self) -> Name:
        """The first label, by which the term is known inside."""
        return self.labels[0]


class Unit(enum.Enum):
    """What a number counts."""

    DAY = "day"
    SCHOOL_DAY = "school_day"
    WEEK = "week"
    MONTH = "month"
    HOUR = "hour"
    MINUTE = "minute"
    CLASS_HOUR = "class_hour"
    LESSON = "lesson"
    POINT = "point"
    PERCENT = "percent"
    YUAN = "yuan"


@attrs.frozen(kw_only=True)
class Amount:
    """A number with its unit; `counter` is the measure word as written, which carries no meaning."""

    number: Decimal
    unit: Unit | None = None
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


@attrs.frozen(kw_only=True)
class NamedAmount:
    """A parameter where a number may stand, or a value's name where a value may."""

    name: Name
    unit: Unit | None = None
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


Quantity = Amount | NamedAmount


@attrs.frozen(kw_only=True)
class Quoted:
    """A quoted text."""

    text: str
    span: Span = _span()


@attrs.frozen(kw_only=True)
class YesNo:
    """A yes or a no."""

    yes: bool
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Day:
    """A date."""

    day: datetime.date
    span: Span = _span()


Value = Amount | NamedAmount | Quoted | YesNo | Day


# Lines -------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class LanguageLine:
    """`language en`"""

    language: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class PolicyLine:
    """`policy name "title"`"""

    name: Name
    title: str
    span: Span = _span()


@attrs.frozen(kw_only=True)
class VocabularyLine:
    """`vocabulary name "title"`"""

    name: Name
    title: str
    span: Span = _span()


@attrs.frozen(kw_only=True)
class SourceLine:
    """`source 002-14`"""

    document: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ImportLine:
    """`import vocabulary`"""

    path: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExtendsLine:
    """`extends homeroom`"""

    path: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class EffectiveLine:
    """`effective 2026-09-01 to 2027-08-31`"""

    first: Day
    last: Day | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class BearerLine:
    """`bearer leader of each prep_group`"""

    role: Name
    unit: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ClauseLine:
    """`clause 二`"""

    number: Name
    title: str
    span: Span = _span()


# Declarations ------------------------------------------------------------------------------------


class TermKind(enum.Enum):
    """What a vocabulary term names."""

    UNIT = "unit"
    ROLE = "role"
    VALUE = "value"


@attrs.frozen(kw_only=True)
class TermDecl:
    """`role leader/组长/組長.`"""

    kind: TermKind
    term: TermName
    span: Span = _span()


@attrs.frozen(kw_only=True)
class AttributeType:
    """The type of an attribute: a word of the language, or a choice of terms."""

    name: str
    choices: tuple[TermName, ...] = ()
    span: Span = _span()


@attrs.frozen(kw_only=True)
class PropertyDecl:
    """`property newly_appointed of person as yes_no.`; `owner` None means a person."""

    term: TermName
    owner: Name | None
    type: AttributeType
    span: Span = _span()


@attrs.frozen(kw_only=True)
class AttributeDecl:
    """`duration/时长/時長 as minutes`"""

    term: TermName
    type: AttributeType
    span: Span = _span()


@attrs.frozen(kw_only=True)
class EventDecl:
    """An event type with its verb, measure word, object, dating attribute and attributes."""

    term: TermName
    verb: TermName | None
    counter: Name | None
    object: TermName | None
    dated_by: TermName | None
    attributes: tuple[AttributeDecl, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Setting:
    """A value and the day from which it holds (None: always)."""

    value: Value
    since: Day | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ParameterDecl:
    """`parameter hand_in_day = 5, assume "…".`"""

    term: TermName
    settings: tuple[Setting, ...]
    assume: str | None
    cited: str | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Note:
    """`note "…".`: a clause that asks for nothing."""

    text: str
    span: Span = _span()


# Norms: when ---------------------------------------------------------------------------------------


class Parity(enum.Enum):
    """Odd or even weeks."""

    ODD = "odd"
    EVEN = "even"


class PeriodWord(enum.Enum):
    """The stretches of the calendar that a norm may recur in."""

    DAY = "day"
    SCHOOL_DAY = "school_day"
    WEEK = "week"
    MONTH = "month"
    TERM = "term"
    HALF_YEAR = "half_year"
    SCHOOL_YEAR = "school_year"
    HOLIDAY = "holiday"


@attrs.frozen(kw_only=True)
class Slot:
    """A place in the week: a weekday (1 Monday … 7 Sunday), perhaps after a lesson period."""

    weekday: int
    after_period: Quantity | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Every:
    """`each week`, `each 2 weeks`, `each odd week on Wednesday after period 6`"""

    period: PeriodWord
    every: Quantity | None = None
    parity: Parity | None = None
    slot: Slot | None = None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class InFirst:
    """`in the first 2 weeks` of the window."""

    amount: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class InLast:
    """`in the last 2 weeks` of the window."""

    amount: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ByWeekEnd:
    """`by the end of week 2` of the term."""

    number: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ByNextMonth:
    """`by day 5 of the next month`"""

    day: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ByEnd:
    """`by the end of term`"""

    period: PeriodWord
    span: Span = _span()


@attrs.frozen(kw_only=True)
class OnDayOf:
    """`on the day of each student_problem`"""

    event: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class UnitHas:
    """`prep_group has at least 2 members`"""

    unit: Name
    bound: Bound
    role: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class PropertyHolds:
    """`newly_appointed`"""

    property: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class PropertyIs:
    """`subject is "数学"`"""

    property: Name
    value: Value
    span: Span = _span()


Condition = UnitHas | PropertyHolds | PropertyIs


@attrs.frozen(kw_only=True)
class Where:
    """`where prep_group has at least 2 members and …`: all conditions must hold."""

    conditions: tuple[Condition, ...]
    span: Span = _span()


Phrase = Every | InFirst | InLast | ByWeekEnd | ByNextMonth | ByEnd | OnDayOf | Where


# Norms: what ---------------------------------------------------------------------------------------


class BoundKind(enum.Enum):
    """How a measure is held against its numbers."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    BETWEEN = "between"
    ANY = "any"


@attrs.frozen(kw_only=True)
class Bound:
    """A bound; `high` only for BETWEEN, neither number for ANY."""

    kind: BoundKind
    low: Quantity | None = None
    high: Quantity | None = None
    span: Span = _span()


class Comparison(enum.Enum):
    """How an attribute is held against a value."""

    IS = "is"
    IS_NOT = "is_not"
    PRESENT = "present"


@attrs.frozen(kw_only=True)
class BoundTest:
    """`duration at least 40 minutes`"""

    attribute: Name
    bound: Bound
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ValueTest:
    """`severity is major`; `value` None for PRESENT."""

    attribute: Name
    comparison: Comparison
    value: Value | None
    span: Span = _span()


Test = BoundTest | ValueTest


@attrs.frozen(kw_only=True)
class Subject:
    """Who acts, where the sentence says it; `each` for `each member`."""

    name: Name
    each: bool
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Target:
    """`of each member`, `of each other member`"""

    role: Name
    other: bool
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Perform:
    """A number of events of one type; `bound` None for a bare `must` (one) or `must not` (none)."""

    subject: Subject | None
    modality: Modality
    verb: Name | None = attrs.field(eq=False)
    bound: Bound | None
    event: Name
    target: Target | None
    tests: tuple[Test, ...]
    in_full: bool = False
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Record:
    """`each prep_meeting must record place and topic`"""

    event: Name
    modality: Modality
    attributes: tuple[Name, ...]
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Satisfy:
    """`each prep_meeting must satisfy duration at least 40 minutes`"""

    event: Name
    modality: Modality
    tests: tuple[Test, ...]
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Attested:
    """`attested by assessor, "…"`"""

    by: Name
    text: str | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Rated:
    """`rated by assessor, out of 10, "…"`"""

    by: Name
    out_of: Quantity | None
    text: str | None
    span: Span = _span()


Sentence = Perform | Record | Satisfy | Attested | Rated


@attrs.frozen(kw_only=True)
class Norm:
    """One labelled sentence."""

    label: Name
    phrases: tuple[Phrase, ...]
    sentence: Sentence
    span: Span = _span()


# Scores --------------------------------------------------------------------------------------------


class RoundingRule(enum.Enum):
    """四舍五入, or 四舍六入五成双."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


@attrs.frozen(kw_only=True)
class Rounding:
    """A rounding rule and the decimal places that it keeps."""

    rule: RoundingRule
    places: int
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ScoreLine:
    """`score monthly: each month, out of 100 points.`"""

    name: Name
    every: Every
    out_of: Quantity | None
    rounding: Rounding | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class SumOfScore:
    """`sum of monthly`"""

    score: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class SumOfAttribute:
    """`sum of points of reward_activity`"""

    attribute: Name
    event: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Deduct:
    """`less 2 points for each breach of a, b`"""

    amount: Quantity
    norms: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class IfFulfilled:
    """`10 points if a fulfilled, otherwise 0 points`"""

    norm: Name
    then: Quantity
    otherwise: Quantity
    span: Span = _span()


ItemRule = Attested | Rated | SumOfScore | SumOfAttribute | Deduct | IfFulfilled


@attrs.frozen(kw_only=True)
class Item:
    """`item ethics 10 points: rated by assessor.`"""

    name: Name
    maximum: Quantity | None
    rule: ItemRule
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Band:
    """`excellent from 90`"""

    grade: Name
    low: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class GradeTable:
    """Bands from the highest down, and the grade below them all."""

    score: Name
    bands: tuple[Band, ...]
    otherwise: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Veto:
    """An event that sets a score's grade whatever its points."""

    name: Name
    every: Every
    event: Name
    tests: tuple[Test, ...]
    score: Name
    grade: Name
    basis: str | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Payment:
    """What one grade is paid; `in_all` replaces the fixed part, otherwise it is added to it."""

    grade: Name
    amount: Quantity
    in_all: bool
    span: Span = _span()


class Proration(enum.Enum):
    """By which days in post a stipend is scaled."""

    NONE = "none"
    DAYS = "days"
    SCHOOL_DAYS = "school_days"


@attrs.frozen(kw_only=True)
class StipendTable:
    """Money by grade, in yuan."""

    score: Name
    fixed: Quantity | None
    payments: tuple[Payment, ...]
    proration: Proration
    span: Span = _span()


Statement = (
    LanguageLine
    | PolicyLine
    | VocabularyLine
    | SourceLine
    | ImportLine
    | ExtendsLine
    | EffectiveLine
    | BearerLine
    | ClauseLine
    | TermDecl
    | PropertyDecl
    | EventDecl
    | ParameterDecl
    | Note
    | Norm
    | ScoreLine
    | Item
    | GradeTable
    | Veto
    | StipendTable
)


@attrs.frozen(kw_only=True)
class PolicyFile:
    """A whole file in order."""

    language: Language
    statements: tuple[Statement, ...]
