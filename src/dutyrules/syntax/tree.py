"""The syntax tree: what an author wrote, free of its language.

The same policy in English, 简体 and 繁體 gives equal trees but for the names, which stay as written
and are resolved by the checker. `span` never takes part in equality.
"""

from __future__ import annotations

import enum

import attrs

from dutyrules.findings.model import Language, Modality
from dutyrules.syntax.nodes import Amount as Amount
from dutyrules.syntax.nodes import Day as Day
from dutyrules.syntax.nodes import Name as Name
from dutyrules.syntax.nodes import NamedAmount as NamedAmount
from dutyrules.syntax.nodes import Quantity as Quantity
from dutyrules.syntax.nodes import Quoted as Quoted
from dutyrules.syntax.nodes import TermName as TermName
from dutyrules.syntax.nodes import Unit as Unit
from dutyrules.syntax.nodes import Value as Value
from dutyrules.syntax.nodes import YesNo as YesNo
from dutyrules.syntax.nodes import no_span as _span
from dutyrules.syntax.scenario_tree import ScenarioStatement as ScenarioStatement
from dutyrules.syntax.source import Span

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
    """An event type with its verb, measure word, object, dating attribute and attributes.

    `paperwork`: the event is a paper about some work, not the work.
    """

    term: TermName
    verb: TermName | None
    counter: Name | None
    object: TermName | None
    dated_by: TermName | None
    attributes: tuple[AttributeDecl, ...]
    paperwork: bool = False
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
    sliding: bool = False
    anchor: Quantity | None = None
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
class ByDate:
    """`by month 12 day 20`"""

    month: Quantity
    day: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class InMonth:
    """`in month 12`"""

    month: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class EachEventName:
    """`each student_problem (severity is major)`"""

    event: Name
    tests: tuple[Test, ...] = ()
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


@attrs.frozen(kw_only=True)
class OnDayOf:
    """`on the day of each student_problem`"""

    trigger: EachEventName
    span: Span = _span()


@attrs.frozen(kw_only=True)
class WithinAfter:
    """`within 24 hours after each accident`"""

    amount: Quantity
    trigger: EachEventName
    span: Span = _span()


@attrs.frozen(kw_only=True)
class WithinBefore:
    """`within 3 days before each open_lesson`"""

    amount: Quantity
    trigger: EachEventName
    span: Span = _span()


@attrs.frozen(kw_only=True)
class BetweenEvents:
    """`between each study_start and study_end`"""

    trigger: EachEventName
    end: Name
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


class Fold(enum.Enum):
    """How the values of several events become one number."""

    SUM = "sum"
    MEAN = "mean"


@attrs.frozen(kw_only=True)
class Metric:
    """`mean of points of oec_entry`"""

    fold: Fold
    attribute: Name
    event: Name
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Ranked:
    """`study_group is among the lowest 3 by mean of points of oec_entry`: in the window before."""

    unit: Name
    lowest: bool
    places: Quantity
    metric: Metric
    span: Span = _span()


Condition = UnitHas | PropertyHolds | PropertyIs | Ranked


@attrs.frozen(kw_only=True)
class Where:
    """`where prep_group has at least 2 members and …`: all conditions must hold."""

    conditions: tuple[Condition, ...]
    span: Span = _span()


Phrase = (
    Every
    | InFirst
    | InLast
    | ByWeekEnd
    | ByNextMonth
    | ByDate
    | InMonth
    | ByEnd
    | OnDayOf
    | WithinAfter
    | WithinBefore
    | BetweenEvents
    | Where
)


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
    """Who acts, where the sentence says it; `each` for `each member`.

    `share` for `at least 50% of students`; `tests` narrow the events of a sentence about each event.
    """

    name: Name
    each: bool
    share: Bound | None = None
    tests: tuple[Test, ...] = ()
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = _span()


class TargetKind(enum.Enum):
    """Toward whom: each of a role, each other of it, the one whom the trigger was about, a share."""

    EACH = "each"
    OTHER = "other"
    THAT = "that"
    SHARE = "share"


@attrs.frozen(kw_only=True)
class Target:
    """`of each member`, `of each other member`, `of that student`, `of at least 50% of students`"""

    role: Name
    kind: TargetKind
    share: Bound | None = None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Rung:
    """`failing that at least 1 consultation`"""

    verb: Name | None = attrs.field(eq=False)
    bound: Bound
    event: Name
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
    takes_part: bool = False
    exempt: tuple[Name, ...] = ()
    spacing: Bound | None = None
    failing: tuple[Rung, ...] = ()
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Record:
    """`each prep_meeting must record place and topic`"""

    subject: Subject
    modality: Modality
    attributes: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Satisfy:
    """`each prep_meeting must satisfy duration at least 40 minutes`"""

    subject: Subject
    modality: Modality
    tests: tuple[Test, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Agree:
    """`each lesson_plan with the same teaching_unit must agree on pace and exercises`"""

    event: EachEventName
    key: Name
    modality: Modality
    attributes: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Sequence:
    """`each topic must go in order through theory_study, lesson_cycle and reflection`"""

    subject: Subject
    modality: Modality
    events: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Compose:
    """`study_group must have between 4 and 6 members`; tests are on properties of people."""

    subject: Subject
    modality: Modality
    bound: Bound
    role: Name
    tests: tuple[Test, ...]
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


Sentence = Perform | Record | Satisfy | Agree | Sequence | Compose | Attested | Rated


@attrs.frozen(kw_only=True)
class Norm:
    """One labelled sentence."""

    label: Name
    phrases: tuple[Phrase, ...]
    sentence: Sentence
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExceptionNorm:
    """`exception label to weekly_meeting: …`: stands in its place where it applies."""

    label: Name
    base: Name
    phrases: tuple[Phrase, ...]
    sentence: Sentence
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Separate:
    """`separate a, b.`: no event counts for two of these norms."""

    norms: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Omit:
    """`omit a, b.`: what the extended policy says that this one does not adopt."""

    names: tuple[Name, ...]
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
    cap: Quantity | None = None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class FoldOfScore:
    """`sum of monthly`, `mean of monthly`"""

    fold: Fold
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


@attrs.frozen(kw_only=True)
class PerEvent:
    """`2 points for each reward_activity`; `less` for `less 2 points for each absence`"""

    amount: Quantity
    event: EachEventName
    less: bool
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Steps:
    """`a, b, c by missing: missing 0 gives 10 points, …, otherwise 0 points`"""

    norms: tuple[Name, ...]
    steps: tuple[tuple[int, Quantity], ...]
    otherwise: Quantity
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Proportion:
    """`in proportion to observation`: the item's points times the part of the quota that was done."""

    norm: Name
    span: Span = _span()


ItemRule = (
    Attested | Rated | FoldOfScore | SumOfAttribute | Deduct | IfFulfilled | PerEvent | Steps | Proportion
)


@attrs.frozen(kw_only=True)
class Item:
    """`item ethics 10 points: rated by assessor.`; a bonus stands outside the score's total."""

    name: Name
    maximum: Quantity | None
    rule: ItemRule
    is_bonus: bool = False
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
class Effect:
    """`makes monthly unqualified`; `grade` None withholds the stipend of the score."""

    score: Name
    grade: Name | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Veto:
    """An event that sets grades or withholds stipends whatever the points.

    `proof` is what must be shown of the event, `duration` how many windows more it lasts.
    """

    name: Name
    every: Every
    event: Name
    tests: tuple[Test, ...]
    effects: tuple[Effect, ...]
    basis: str | None = None
    proof: tuple[Test, ...] = ()
    duration: Quantity | None = None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Shift:
    """`shift award: each term, any honour raises term_total by 1 grade, up to excellent`"""

    name: Name
    every: Every
    event: Name
    tests: tuple[Test, ...]
    score: Name
    raises: bool
    steps: Quantity
    limit: Name | None
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
    | ExceptionNorm
    | Separate
    | Omit
    | ScoreLine
    | Item
    | GradeTable
    | Veto
    | Shift
    | StipendTable
    | ScenarioStatement
)


@attrs.frozen(kw_only=True)
class PolicyFile:
    """A whole file in order."""

    language: Language
    statements: tuple[Statement, ...]
