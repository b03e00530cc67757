"""The one answer type: findings, scores and the report that holds them.

Every engine returns these, every writer reads these, and nothing else crosses that border.
All instants are microseconds since the epoch in UTC; all days are school-local dates.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from decimal import Decimal

import attrs

from dutyrules.findings.verdict import Interval, Verdict


class Language(enum.Enum):
    """A language in which policies are written and reports are read."""

    EN = "en"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"


@attrs.frozen(kw_only=True)
class Text:
    """One sentence in the three languages; `zh_hant` is written by hand, never converted."""

    en: str
    zh_hans: str
    zh_hant: str

    def in_language(self, language: Language) -> str:
        """The sentence in `language`."""
        match language:
            case Language.EN:
                return self.en
            case Language.ZH_HANS:
                return self.zh_hans
            case Language.ZH_HANT:
                return self.zh_hant


class Modality(enum.Enum):
    """How a norm binds."""

    MUST = "must"
    MUST_NOT = "must not"
    SHOULD = "should"
    MAY = "may"


@attrs.frozen(kw_only=True)
class ReportWindow:
    """A window [start, end) as a reader sees it.

    Units: `start` and `end` in µs UTC; `first_day` and `last_day` are school-local, both included.
    `kind` is a word such as "week", "month", "term", "event"; `number` its ordinal in the term.
    """

    start: int
    end: int
    first_day: datetime.date
    last_day: datetime.date
    kind: str
    number: int
    label: Text


@attrs.frozen(kw_only=True)
class Party:
    """A person or a unit that bears a duty or is owed one: its id in the roster and its name."""

    id: str
    name: str


@attrs.frozen(kw_only=True)
class EvidenceRow:
    """One log row that a verdict used or looked at.

    `cells` are (column label, shown text) pairs in log order; `reason` is empty for a row that
    counted, and says why for one that was looked at and did not count.
    """

    event: str
    event_type: str
    day: datetime.date
    file: str
    row: int
    cells: tuple[tuple[str, str], ...]
    reason: Text | None = None


@attrs.frozen(kw_only=True)
class Step:
    """One line of the arithmetic behind a result: what was worked out, and what came of it."""

    what: Text
    value: str


@attrs.frozen(kw_only=True)
class Finding:
    """The verdict on one instance of one norm: who owed what, when, and what was done.

    `bearer` is the person, then the unit in which they bear it, then the counterparty if any.
    `measure` is what the evidence comes to; `bound` is the bound in words of the report's
    languages; `margin` is how far the certain part of the measure lies from the bound (negative:
    short of it) or None where the norm has no number. `evidence` counted; `rejected` was looked at.
    `case` is what events must have in common to be judged together, such as a topic; None for most norms.
    """

    id: str
    policy: str
    norm: str
    clause: str
    modality: Modality
    bearer: tuple[Party, ...]
    window: ReportWindow
    verdict: Verdict
    measure: Interval | None
    bound: Text
    margin: Decimal | None
    evidence: tuple[EvidenceRow, ...]
    rejected: tuple[EvidenceRow, ...]
    reason: Text
    steps: tuple[Step, ...] = ()
    case: str | None = None


@attrs.frozen(kw_only=True)
class ItemResult:
    """What one item of a score came to; `maximum` None if the item has no ceiling."""

    item: str
    low: Decimal
    high: Decimal | None
    maximum: Decimal | None
    reason: Text
    findings: tuple[str, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()


@attrs.frozen(kw_only=True)
class Stipend:
    """An amount of money between two ends, exact to the cent; `steps` is its arithmetic."""

    low: Decimal
    high: Decimal
    currency: str
    steps: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class VetoResult:
    """A veto that bears on one score: `certain` False while the evidence is not all in."""

    veto: str
    clause: str
    certain: bool
    effect: Text
    basis: str
    evidence: tuple[EvidenceRow, ...]


@attrs.frozen(kw_only=True)
class ScoreResult:
    """One person's score in one window, with the grades and the money that it still allows."""

    id: str
    policy: str
    score: str
    clause: str
    bearer: tuple[Party, ...]
    window: ReportWindow
    low: Decimal
    high: Decimal | None
    maximum: Decimal | None
    items: tuple[ItemResult, ...]
    grade: tuple[str, ...]
    vetoes: tuple[VetoResult, ...]
    stipend: Stipend | None

    @property
    def is_final(self) -> bool:
        """True if neither score, grade nor money can still move."""
        money = self.stipend is None or self.stipend.low == self.stipend.high
        return self.low == self.high and len(self.grade) <= 1 and money


@attrs.frozen(kw_only=True)
class QuarantinedRow:
    """A row, or one cell of it, that could not be read; it counts for and against nobody.

    `row` is 1-based as a spreadsheet shows it; `column` is the header as written, or "".
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    message: Text


@attrs.frozen(kw_only=True)
class InputFile:
    """A file that the audit read: its name relative to what the user gave, and its SHA-256."""

    name: str
    sha256: str


@attrs.frozen(kw_only=True)
class Assumption:
    """What a document leaves open and how the policy read it."""

    policy: str
    parameter: str
    value: str
    text: str


@attrs.frozen(kw_only=True)
class Override:
    """What a policy says in place of the one it extends; `own` is "" for what it omits.

    `label` is what it is called, `parent` the policy that is extended, `theirs` and `own` the sentences.
    """

    policy: str
    label: str
    parent: str
    theirs: str
    own: str


@attrs.frozen(kw_only=True)
class ClauseTitle:
    """A clause of a policy as reports cite it: its number in the source and the norms under it."""

    policy: str
    clause: str
    norms: tuple[str, ...]


@attrs.frozen(kw_only=True)
class PolicyInfo:
    """A policy as reports name it."""

    name: str
    title: str
    source: str
    language: Language
    clauses: tuple[ClauseTitle, ...]
    sentences: Mapping[str, str]
    """The text of each norm, score item, veto and stipend as written, by label."""
    overrides: tuple[Override, ...] = ()


@attrs.frozen(kw_only=True)
class Report:
    """Everything an audit found, in a stable order, with what it was found from.

    Order: findings by policy, clause, norm, bearer, window; scores by policy, score, bearer, window.
    """

    policies: tuple[PolicyInfo, ...]
    as_of: datetime.datetime
    term: str
    school: str
    inputs: tuple[InputFile, ...]
    engine: str
    version: str
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    scores: tuple[ScoreResult, ...]
    quarantine: tuple[QuarantinedRow, ...]
    language: Language
