"""The scenarios of a file: its statements parted, each scenario checked, its own parameters tried out.

What stands before the first scenario is the policy, and perhaps a calendar and a roster for all
scenarios; what a scenario says itself stands in their place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.checker import Checked, check_file, parameters_of
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenario import Expectation, Extent, Scenario
from dutyrules.checking.scenario_calendars import scenario_calendar
from dutyrules.checking.scenario_casts import scenario_cast
from dutyrules.checking.scenario_expectations import Stage, report_outside
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import Language, Text
from dutyrules.syntax import scenario_tree as nodes
from dutyrules.syntax import tree
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic, Label
from dutyrules.syntax.parser import Parsed
from dutyrules.syntax.source import Span
from dutyrules.syntax.suggestions import nearest

_ONE_DAY = datetime.timedelta(days=1)
_CALENDAR = Text(en="a calendar", zh_hans="校历", zh_hant="校曆")
_ROSTER = Text(en="a roster", zh_hans="名册", zh_hant="名冊")
_AS_OF = Text(en="an as-of day", zh_hans="截至的日子", zh_hant="截至的日子")
_EXPECTATION = Text(en="an expectation", zh_hans="预期", zh_hant="預期")


@attrs.define(kw_only=True)
class _Case:
    """The statements of one scenario, as they come."""

    line: nodes.ScenarioLine
    calendars: list[nodes.CalendarSentence] = attrs.Factory(list)
    rosters: list[nodes.RosterSentence] = attrs.Factory(list)
    parameters: list[tree.ParameterDecl] = attrs.Factory(list)
    tables: list[nodes.EventTable] = attrs.Factory(list)
    logs: list[nodes.LogSentence] = attrs.Factory(list)
    as_of: nodes.AsOf | None = None
    expects: list[nodes.Expect] = attrs.Factory(list)
    is_broken: bool = False
    """True if one of its sentences could not be read, so that what it lacks is not to be told."""


@attrs.define
class _Parts:
    """A file's statements, parted."""

    policy: list[tree.Statement] = attrs.Factory(list)
    calendars: list[nodes.CalendarSentence] = attrs.Factory(list)
    rosters: list[nodes.RosterSentence] = attrs.Factory(list)
    cases: list[_Case] = attrs.Factory(list)
    astray: list[tuple[str, tree.Statement]] = attrs.Factory(list)

    def take(self, statement: tree.Statement) -> None:
        """Puts one statement where it belongs; `astray` are those that belong nowhere, with a code."""
        case = self.cases[-1] if self.cases else None
        match statement:
            case nodes.ScenarioLine():
                self.cases.append(_Case(line=statement))
            case nodes.CalendarSentence():
                (self.calendars if case is None else case.calendars).append(statement)
            case nodes.RosterSentence():
                (self.rosters if case is None else case.rosters).append(statement)
            case nodes.EventTable() | nodes.LogSentence() | nodes.AsOf() | nodes.Expect():
                self._of_case(case, statement)
            case tree.ParameterDecl() if case is not None:
                case.parameters.append(statement)
            case _ if case is None:
                self.policy.append(statement)
            case _:
                self.astray.append(("statement-after-scenario", statement))

    def _of_case(
        self, case: _Case | None, statement: nodes.EventTable | nodes.LogSentence | nodes.AsOf | nodes.Expect
    ) -> None:
        if case is None:
            self.astray.append(("outside-scenario", statement))
            return
        match statement:
            case nodes.EventTable():
                case.tables.append(statement)
            case nodes.LogSentence():
                case.logs.append(statement)
            case nodes.Expect():
                case.expects.append(statement)
            case nodes.AsOf():
                if case.as_of is not None:
                    self.astray.append(("repeated-header", statement))
                case.as_of = statement


def _parted(statements: Iterable[tree.Statement]) -> _Parts:
    parts = _Parts()
    for statement in statements:
        parts.take(statement)
    return parts


def check_with_scenarios(parsed: Parsed, vocabulary: Vocabulary, sha256: str) -> Checked:
    """As `check_file`, with the policy's scenarios; their errors are the policy's."""
    parts = _parted(parsed.file.statements)
    own, others = _of_policy(parsed.diagnostics, parts.cases)
    file = tree.PolicyFile(language=parsed.file.language, statements=tuple(parts.policy))
    checked = check_file(attrs.evolve(parsed, file=file, diagnostics=own), vocabulary, sha256)
    scope = Scope(parsed.source, file.language, vocabulary)
    scope.parameters = parameters_of(file, Scope(parsed.source, file.language, vocabulary))
    for code, statement in parts.astray:
        scope.report(code, _first_word(scope, statement.span), found=_opening(scope, statement.span))
    policy = checked.policy
    if policy is not None and parts.cases:
        policy = _with_scenarios(scope, policy, parts, parsed, sha256)
    told = {d.span for d in others}
    problems = (*others, *(p for p in scope.problems if p.span not in told))
    failed = any(p.severity is Severity.ERROR for p in problems)
    return Checked(policy=None if failed else policy, diagnostics=(*checked.diagnostics, *problems))


def _of_policy(
    diagnostics: Sequence[Diagnostic], cases: Sequence[_Case]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The syntax errors of the policy, and those of its scenarios, each of which is marked broken."""
    own: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for diagnostic in diagnostics:
        broken = [case for case in cases if case.line.span.start <= diagnostic.span.start]
        (others if broken else own).append(diagnostic)
        for case in broken[-1:]:
            case.is_broken = True
    return tuple(own), tuple(others)


def _opening(scope: Scope, span: Span) -> str:
    return (scope.source.slice(span).split() or ["|"])[0]


def _first_word(scope: Scope, span: Span) -> Span:
    return Span(span.start, span.start + len(_opening(scope, span)))


def _with_scenarios(
    scope: Scope, policy: CheckedPolicy, parts: _Parts, parsed: Parsed, sha256: str
) -> CheckedPolicy:
    _report_repeated(scope, parts.cases)
    variants: dict[str, CheckedPolicy] = {}
    scenarios = []
    for case in parts.cases:
        key = _overrides(scope, case.parameters)
        if key is not None and key not in variants:
            variant = _variant(scope, case.parameters, parts.policy, parsed, sha256)
            if variant is None:
                continue
            variants[key] = variant
        under = policy if key is None else variants[key]
        scenarios.append(_Checking(scope, under, parts, case).scenario(key))
    found = tuple(s for s in scenarios if s is not None)
    return attrs.evolve(policy, scenarios=found, variants=variants)


def _report_repeated(scope: Scope, cases: Sequence[_Case]) -> None:
    first: dict[str, Span] = {}
    for case in cases:
        title, span = case.line.title, case.line.span
        if title in first:
            label = Label(source=scope.source, span=first[title], note="first")
            scope.report("repeated-name", span, labels=(label,), found=title)
        first.setdefault(title, span)


# The scenario's own parameters ---------------------------------------------------------------------


def _overrides(scope: Scope, declarations: Sequence[tree.ParameterDecl]) -> str | None:
    """The settings as written, None if there are none: scenarios with the same ones share a policy."""
    written = (" ".join(scope.source.slice(d.span).split()) for d in declarations)
    return "\n".join(written) or None


def _variant(
    scope: Scope,
    declarations: Sequence[tree.ParameterDecl],
    statements: Sequence[tree.Statement],
    parsed: Parsed,
    sha256: str,
) -> CheckedPolicy | None:
    """The policy under these parameters, or None after reporting why there is none."""
    new: dict[str, tree.ParameterDecl] = {}
    before = len(scope.problems)
    for declaration in declarations:
        original = _declared(scope, declaration)
        if original is not None:
            new[original.term.id.text] = attrs.evolve(original, settings=declaration.settings)
    if len(scope.problems) > before:
        return None
    changed = tuple(_changed(statement, new) for statement in statements)
    file = tree.PolicyFile(language=parsed.file.language, statements=changed)
    checked = check_file(attrs.evolve(parsed, file=file, diagnostics=()), scope.vocabulary, sha256)
    if checked.policy is None:
        error = next(d for d in checked.diagnostics if d.severity is Severity.ERROR)
        reason = Text(
            en=error.message(Language.EN),
            zh_hans=error.message(Language.ZH_HANS),
            zh_hant=error.message(Language.ZH_HANT),
        )
        scope.report("override-unfit", declarations[0].span, reason=reason)
    return checked.policy


def _declared(scope: Scope, declaration: tree.ParameterDecl) -> tree.ParameterDecl | None:
    """The policy's declaration that this one overrides, if there is one and the units agree."""
    name = declaration.term.id
    parameter = scope.parameters.get(name.text)
    if parameter is None:
        suggestion = nearest(name.text, scope.parameters)
        scope.report("unknown-parameter", name.span, suggestion=suggestion, found=name.text)
        return None
    original = parameter.declaration.settings[0].value
    for setting in declaration.settings:
        value = setting.value
        units = [v.unit if isinstance(v, tree.Amount) else None for v in (value, original)]
        if type(value) is not type(original) or units[0] is not units[1]:
            found, expected = (scope.source.slice(v.span).strip() for v in (value, original))
            scope.report("unit-mismatch", value.span, found=found, expected=expected)
    return parameter.declaration


def _changed(statement: tree.Statement, new: Mapping[str, tree.ParameterDecl]) -> tree.Statement:
    if isinstance(statement, tree.ParameterDecl):
        return new.get(statement.term.id.text, statement)
    return statement


# One scenario --------------------------------------------------------------------------------------


@attrs.define
class _Checking:
    """One scenario under the policy that holds in it."""

    scope: Scope
    policy: CheckedPolicy
    parts: _Parts
    case: _Case

    def scenario(self, variant: str | None) -> Scenario | None:
        """The checked scenario, or None after reporting what is wrong with it."""
        case, before = self.case, len(self.scope.problems)
        self._report_missing()
        calendars = case.calendars or self.parts.calendars
        calendar = scenario_calendar(self.scope, calendars) if calendars else None
        cast = scenario_cast(self.scope, case.rosters or self.parts.rosters)
        self._check_tables()
        if calendar is None or cast is None or case.as_of is None:
            return None
        as_of = self._as_of(case.as_of, calendar)
        rows = sum(len(table.rows) for table in case.tables)
        stage = Stage(self.scope, self.policy, cast, calendar, rows)
        expectations: list[Expectation | None] = [stage.expectation(node) for node in case.expects]
        complete = self._complete(calendar, as_of)
        if len(self.scope.problems) > before:
            return None
        return Scenario(
            title=case.line.title,
            source=self.scope.source,
            span=case.line.span,
            calendar=calendar,
            cast=cast,
            tables=tuple(case.tables),
            complete=complete,
            as_of=as_of,
            expectations=tuple(e for e in expectations if e is not None),
            variant=variant,
        )

    def _report_missing(self) -> None:
        case = self.case
        if case.is_broken:
            return
        missing = {
            _CALENDAR: not case.calendars and not self.parts.calendars,
            _ROSTER: not case.rosters and not self.parts.rosters,
            _AS_OF: case.as_of is None,
            _EXPECTATION: not case.expects,
        }
        for what, is_missing in missing.items():
            if is_missing:
                self.scope.report("incomplete-scenario", case.line.span, found=case.line.title, missing=what)

    def _check_tables(self) -> None:
        for table in self.case.tables:
            if not table.rows:
                self.scope.report("table-without-rows", table.span)
            for row in table.rows:
                for cell in row[len(table.header) :]:
                    self.scope.report("cell-without-column", cell.span, found=cell.text or "|")

    def _as_of(self, node: nodes.AsOf, calendar: SchoolCalendar) -> int:
        day = node.day.day
        if day < calendar.terms[0].first_day:
            report_outside(self.scope, calendar, node.day.span)
        if node.clock is None:
            return calendar.instant(day + _ONE_DAY)
        if node.clock.time is None:
            found = self.scope.source.slice(node.clock.span)
            self.scope.report("not-a-time", node.clock.span, found=found)
            return 0
        return calendar.instant(day, node.clock.time)

    def _complete(self, calendar: SchoolCalendar, as_of: int) -> tuple[Extent, ...]:
        """What the log is complete for: what the scenario says, else everything up to the as-of."""
        if not self.case.logs:
            return (Extent(events=frozenset(), through=as_of),)
        found = []
        for sentence in self.case.logs:
            events = [self.scope.event(name) for name in sentence.events]
            if sentence.through is not None:
                ids = frozenset(e.term.id for e in events if e is not None)
                found.append(Extent(events=ids, through=calendar.instant(sentence.through.day + _ONE_DAY)))
        return tuple(found)
