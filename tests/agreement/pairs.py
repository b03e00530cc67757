"""A pair: a policy with a school, and a log with an instant; what every engine is asked about."""

from __future__ import annotations

from functools import cached_property

import attrs
from agreement.chance import Chance, chances
from agreement.logs import Row, as_of, completeness, log, rows, setting_of
from agreement.policy_trees import POLICY, statements
from agreement.schools import People, calendar, calendar_text, edges, people, waivers
from agreement.words import FILE, vocabulary
from hypothesis import strategies as st

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.checker import Checked
from dutyrules.checking.loading import known_names
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenarios import check_with_scenarios
from dutyrules.engines.world import World
from dutyrules.findings.model import Language
from dutyrules.formatting.naming import naming_of
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import plan_policy
from dutyrules.records.log import Log
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver
from dutyrules.syntax import tree
from dutyrules.syntax.parser import Parsed
from dutyrules.syntax.source import Source
from dutyrules.syntax.to_text import Lexicons, statement_text
from dutyrules.syntax.to_text_words import Wording


@attrs.frozen(kw_only=True, slots=False)
class Pair:
    """Everything that an answer follows from, in parts that can be left out one by one.

    `complete` are (event type or "", µs UTC); `as_of` is in µs UTC.
    """

    calendar: str
    term: str
    people: People
    waivers: tuple[Waiver, ...]
    statements: tuple[tree.Statement, ...]
    rows: tuple[Row, ...] = attrs.field(hash=False)
    complete: tuple[tuple[str, int], ...]
    as_of: int

    @cached_property
    def checked(self) -> Checked:
        """What the checker says of the policy."""
        file = tree.PolicyFile(language=Language.EN, statements=self.statements)
        source = Source(str(FILE.with_name(f"{POLICY}.duty")), "")
        parsed = Parsed(source=source, file=file, comments=(), diagnostics=())
        return check_with_scenarios(parsed, vocabulary(), "")

    @cached_property
    def policy(self) -> CheckedPolicy:
        """The policy; raises ValueError where the checker refuses it."""
        if self.checked.policy is None:
            raise ValueError([d.code for d in self.checked.diagnostics])
        return self.checked.policy

    @cached_property
    def school(self) -> School:
        """The school of the calendar, the people and the waivers."""
        return School(
            calendar=calendar(self.calendar), roster=self.people.roster(), sources=(), waivers=self.waivers
        )

    @property
    def the_term(self) -> Term:
        """The term that is audited."""
        return self.school.calendar.term(self.term)

    @cached_property
    def log(self) -> Log:
        """The log that the readers make of the rows."""
        return log(self.rows, self.school, self.complete)

    @cached_property
    def world(self) -> World:
        """What every engine answers from."""
        return World(school=self.school, log=self.log, term=self.the_term, as_of=self.as_of)

    @cached_property
    def plan(self) -> Plan:
        """What the policy owes in the term."""
        return plan_policy(self.policy, self.school, self.the_term)

    def text(self) -> str:
        """The policy as an author would write it."""
        return "\n".join(texts(self.statements))


def texts(written: tuple[tree.Statement, ...]) -> list[str]:
    """The statements in English, each on its lines."""
    file = tree.PolicyFile(language=Language.EN, statements=written)
    wording = Wording(language=Language.EN, naming=naming_of(file, vocabulary(), Language.EN))
    lexicons = Lexicons.of("", known_names(vocabulary()))
    return [statement_text(wording, statement, lexicons) for statement in written]


def pair(chance: Chance) -> Pair:
    """A pair of chance; the checker may refuse its policy (`checked`), and the planner its calendar."""
    days_of = calendar_text(chance)
    found = calendar(days_of)
    term = chance.one(found.terms)
    marked = edges(found, term)
    written = statements(chance, marked)
    crew = people(chance, marked)
    setting = setting_of(found, marked, crew, written)
    labels = [s.label.text for s in written if isinstance(s, tree.Norm | tree.ExceptionNorm)]
    excused = waivers(chance, labels, marked, POLICY)
    written_rows = rows(chance, setting)
    bare = Pair(
        calendar=days_of,
        term=term.id,
        people=crew,
        waivers=excused,
        statements=written,
        rows=written_rows,
        complete=(),
        as_of=0,
    )
    now = as_of(chance, setting, term, bare.log)
    return attrs.evolve(bare, complete=completeness(chance, setting, now), as_of=now)


def pairs() -> st.SearchStrategy[Pair]:
    """Pairs that Hypothesis draws."""
    return chances().map(pair)
