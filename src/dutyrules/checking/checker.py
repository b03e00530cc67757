"""A file's tree to a checked policy: the only place that walks the statements in order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from dutyrules.checking.calendar_limits import check_calendar_limits
from dutyrules.checking.clause_list import check_clauses
from dutyrules.checking.lints import lint
from dutyrules.checking.norms import checked_norm
from dutyrules.checking.policy import Bearer, CheckedPolicy, Clause, Figure, Norm, Score
from dutyrules.checking.scope import Parameter, Scope
from dutyrules.checking.score_cycles import check_cycles
from dutyrules.checking.scores import ScoreParts, checked_score
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import Assumption, Language
from dutyrules.syntax import tree
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic, Label
from dutyrules.syntax.file_language import meant_language
from dutyrules.syntax.parser import Parsed
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest


@attrs.define
class _Header:
    policy: tree.PolicyLine | None = None
    vocabulary: tree.VocabularyLine | None = None
    language: tree.LanguageLine | None = None
    source: tree.SourceLine | None = None
    bearer: tree.BearerLine | None = None
    effective: tree.EffectiveLine | None = None
    extends: tree.ExtendsLine | None = None


_HEADERS: Mapping[type, str] = {
    tree.PolicyLine: "policy",
    tree.VocabularyLine: "vocabulary",
    tree.SourceLine: "source",
    tree.BearerLine: "bearer",
    tree.EffectiveLine: "effective",
    tree.ExtendsLine: "extends",
}
"""The lines that a file has once, and what a header calls them."""


@attrs.define
class _ClauseParts:
    number: str
    labels: dict[str, None] = attrs.Factory(dict)
    """A set that keeps its order."""
    notes: list[str] = attrs.Factory(list)


@attrs.define
class _Walk:
    """What has been read so far."""

    scope: Scope
    is_broken: bool = False
    header: _Header = attrs.Factory(_Header)
    clauses: dict[str, _ClauseParts] = attrs.Factory(dict)
    current: _ClauseParts | None = None
    norms: list[tuple[tree.Norm | tree.ExceptionNorm, str]] = attrs.Factory(list)
    separate: list[tree.Separate] = attrs.Factory(list)
    omits: list[tree.Omit] = attrs.Factory(list)
    scores: dict[str, ScoreParts] = attrs.Factory(dict)
    last_score: ScoreParts | None = None
    names: dict[str, Span] = attrs.Factory(dict)
    sentences: dict[str, str] = attrs.Factory(dict)

    def visit(self, statement: tree.Statement) -> None:
        """Takes one statement in."""
        with self.scope.reading(statement):
            self._take(statement)

    def _take(self, statement: tree.Statement) -> None:
        match statement:
            case tree.LanguageLine():
                self._header("language", statement)
                self._check_language(statement.language)
            case _ if type(statement) in _HEADERS:
                self._header(_HEADERS[type(statement)], statement)
            case tree.Omit():
                self.omits.append(statement)
            case tree.ClauseLine(number=number):
                self.current = self.clauses.setdefault(number.text, _ClauseParts(number.text))
            case tree.Note(text=text):
                if self.current is not None:
                    self.current.notes.append(text)
            case tree.Norm() | tree.ExceptionNorm():
                self._norm(statement)
            case tree.Separate():
                self.separate.append(statement)
            case (
                tree.ScoreLine()
                | tree.Item()
                | tree.GradeTable()
                | tree.Veto()
                | tree.Shift()
                | tree.StipendTable()
            ):
                self._scoring(statement)
            case _:
                pass

    def _check_language(self, name: tree.Name) -> None:
        if name.text not in {x.value for x in Language}:
            near = meant_language(name.text)
            meant = None if near is None else near.value
            self.scope.report("unknown-language", name.span, suggestion=meant, found=name.text)

    def _header(self, field: str, statement: tree.Statement) -> None:
        if getattr(self.header, field) is not None:
            found = self.scope.source.slice(statement.span).split()[0]
            self.scope.report("repeated-header", statement.span, found=found)
        setattr(self.header, field, statement)

    def _clause(self, name: tree.Name) -> str:
        if self.current is None:
            self.scope.report("norm-outside-clause", name.span, found=name.text)
            self.current = self.clauses.setdefault("", _ClauseParts(""))
        return self.current.number

    def _declare(self, name: tree.Name, statement: tree.Statement) -> None:
        """Notes a label with its sentence; a label that stands twice is an error."""
        if name.text in self.names:
            first = Label(source=self.scope.source, span=self.names[name.text], note="first")
            self.scope.report("repeated-name", name.span, labels=(first,), found=name.text)
        self.names.setdefault(name.text, name.span)
        self.sentences[name.text] = " ".join(self.scope.source.slice(statement.span).split())
        if self.current is not None:
            self.current.labels.setdefault(name.text)

    def _norm(self, norm: tree.Norm | tree.ExceptionNorm) -> None:
        clause = self._clause(norm.label)
        self._declare(norm.label, norm)
        self.norms.append((norm, clause))

    def _scoring(
        self,
        statement: tree.ScoreLine | tree.Item | tree.GradeTable | tree.Veto | tree.Shift | tree.StipendTable,
    ) -> None:
        match statement:
            case tree.ScoreLine(name=name):
                clause = self._clause(name)
                self._declare(name, statement)
                self.last_score = ScoreParts(line=statement, clause=clause)
                self.scores[name.text] = self.last_score
            case tree.Item(name=name):
                clause = self._clause(name)
                self._declare(name, statement)
                if self.last_score is None:
                    self.scope.report("item-outside-score", name.span, found=name.text)
                else:
                    self.last_score.items.append((statement, clause))
            case tree.Veto(name=name, effects=effects):
                clause = self._clause(name)
                self._declare(name, statement)
                found = {e.score.text: self._score(e.score) for e in effects}
                for parts in found.values():
                    if parts is not None:
                        parts.vetoes.append((statement, clause))
            case tree.Shift(name=name, score=score):
                clause = self._clause(name)
                self._declare(name, statement)
                parts = self._score(score)
                if parts is not None:
                    parts.shifts.append((statement, clause))
            case tree.GradeTable(score=score):
                parts = self._score(score)
                if parts is not None:
                    parts.grade = (statement, self._clause(score))
            case tree.StipendTable(score=score):
                parts = self._score(score)
                if parts is not None:
                    parts.stipend = (statement, self._clause(score))

    def _score(self, name: tree.Name) -> ScoreParts | None:
        parts = self.scores.get(name.text)
        if parts is None:
            suggestion = nearest(name.text, self.scores)
            self.scope.report("unknown-score", name.span, suggestion=suggestion, found=name.text)
        return parts


def _figure_of(declaration: tree.ParameterDecl) -> Figure | None:
    """The parameter's dated numbers in order of their first day, or None if one is no number."""
    settings: list[tuple[datetime.date | None, tree.Amount]] = []
    for setting in declaration.settings:
        if not isinstance(setting.value, tree.Amount):
            return None
        settings.append((setting.since.day if setting.since is not None else None, setting.value))
    settings.sort(key=lambda s: s[0] or datetime.date.min)
    values = tuple((since, amount.number) for since, amount in settings)
    return Figure(settings=values, unit=settings[-1][1].unit, parameter=declaration.term.id.text)


def parameters_of(file: tree.PolicyFile, scope: Scope) -> Mapping[str, Parameter]:
    """The parameters that `file` declares, by every label."""
    found: dict[str, Parameter] = {}
    for statement in file.statements:
        if isinstance(statement, tree.ParameterDecl):
            parameter = Parameter(declaration=statement, figure=_figure_of(statement))
            for label in statement.term.labels:
                if label.text in found:
                    first = found[label.text].declaration
                    labels = (Label(source=scope.source_of(first), span=first.term.span, note="first"),)
                    with scope.reading(statement):
                        scope.report("repeated-name", label.span, labels=labels, found=label.text)
                found[label.text] = parameter
    return found


def _assumptions(scope: Scope, policy: str) -> tuple[Assumption, ...]:
    unique = {p.declaration.term.id.text: p.declaration for p in scope.parameters.values()}
    return tuple(
        Assumption(
            policy=policy,
            parameter=name,
            value="; ".join(scope.source_of(declaration).slice(s.span).strip() for s in declaration.settings),
            text=declaration.assume,
        )
        for name, declaration in unique.items()
        if declaration.assume is not None
    )


def _check_header(walk: _Walk) -> None:
    scope, header = walk.scope, walk.header
    start = Span(0, min(len(scope.source.text), 1))
    if walk.is_broken:
        return
    if header.language is None:
        scope.report("missing-language", start)
    if header.policy is None and header.vocabulary is None:
        scope.report("missing-policy", start)
    if header.extends is None:
        for name in (n for omit in walk.omits for n in omit.names):
            scope.report("omit-without-extends", name.span, found=name.text)
    if header.policy is not None and header.bearer is None and (walk.norms or walk.scores):
        scope.report("missing-bearer", header.policy.span)


def _bearer(walk: _Walk) -> Bearer | None:
    line = walk.header.bearer
    if line is None:
        return None
    return walk.scope.read(line, _bearer_of)


def _bearer_of(scope: Scope, line: tree.BearerLine) -> Bearer | None:
    role, unit = scope.role(line.role), scope.unit(line.unit)
    return None if role is None or unit is None else Bearer(role=role.id, unit=unit.id)


def _report_unused(scope: Scope) -> None:
    for name, parameter in scope.parameters.items():
        declared = parameter.declaration.term
        if id(parameter.declaration) in scope.origins:
            continue  # what the extended policy still needs is its own affair
        if name == declared.id.text and name not in scope.used_parameters:
            scope.report("unused-parameter", declared.span, found=name)


def _check_values(scope: Scope, effective: tree.EffectiveLine | None) -> None:
    """A number of the policy has a value from its first day in force on, where that is said."""
    if effective is None:
        return
    unique = {id(p.declaration): p for p in scope.parameters.values() if p.figure is not None}
    for parameter in unique.values():
        first = parameter.figure.settings[0][0] if parameter.figure is not None else None
        if first is not None and effective.first.day < first:
            scope.read(parameter.declaration, _report_late, first)


def _report_late(scope: Scope, declaration: tree.ParameterDecl, first: datetime.date) -> None:
    term = declaration.term
    scope.report("parameter-without-value", term.span, found=term.id.text, day=first.isoformat())


def _check_norms(walk: _Walk, bearer: Bearer) -> tuple[Norm, ...]:
    checked = [walk.scope.read(norm, checked_norm, clause, bearer) for norm, clause in walk.norms]
    _check_references(walk)
    return tuple(n for n in checked if n is not None)


def _check_references(walk: _Walk) -> None:
    """Exceptions and separations name norms; two exceptions under one condition clash."""
    labels = {norm.label.text for norm, _ in walk.norms}
    first: dict[tuple[str, object], tree.ExceptionNorm] = {}
    for norm, _ in walk.norms:
        if not isinstance(norm, tree.ExceptionNorm):
            continue
        condition = tuple(p for p in norm.phrases if isinstance(p, tree.Where))
        other = first.setdefault((norm.base.text, condition), norm)
        walk.scope.read(norm, _check_exception, other, labels)
    countable = {norm.label.text for norm, _ in walk.norms if isinstance(norm.sentence, tree.Perform)}
    for statement in walk.separate:
        walk.scope.read(statement, _check_separate, labels, countable)


def _check_separate(scope: Scope, statement: tree.Separate, labels: set[str], countable: set[str]) -> None:
    for name in statement.norms:
        if name.text not in labels:
            scope.report("unknown-norm", name.span, suggestion=nearest(name.text, labels), found=name.text)
        elif name.text not in countable:
            scope.report("not-separable", name.span, found=name.text)


def _check_exception(
    scope: Scope, norm: tree.ExceptionNorm, other: tree.ExceptionNorm, labels: set[str]
) -> None:
    base = norm.base.text
    if base not in labels or base == norm.label.text:
        scope.report("unknown-base", norm.base.span, suggestion=nearest(base, labels), found=base)
    if other is not norm and other.sentence != norm.sentence:
        pair = {"found": norm.label.text, "other": other.label.text, "base": base}
        place = Label(source=scope.source_of(other), span=other.label.span, note="first")
        scope.made("exception-clash", norm.label.span, pair, labels=(place,))


def _check_scores(walk: _Walk, bearer: Bearer) -> tuple[Score, ...]:
    norms = frozenset(norm.label.text for norm, _ in walk.norms)
    names = frozenset(walk.scores)
    check_cycles(walk.scope, walk.scores)
    checked = [checked_score(walk.scope, p, bearer, norms, names) for p in walk.scores.values()]
    return tuple(s for s in checked if s is not None)


@attrs.frozen(kw_only=True)
class Checked:
    """The policy if it has no error (and is one: a vocabulary makes none), and the diagnostics."""

    policy: CheckedPolicy | None
    diagnostics: tuple[Diagnostic, ...]


def _policy(
    walk: _Walk, header: tree.PolicyLine, norms: tuple[Norm, ...], scores: tuple[Score, ...], sha256: str
) -> CheckedPolicy:
    """The policy that the walk has gathered, once nothing is wrong with it."""
    effective = walk.header.effective
    return CheckedPolicy(
        name=header.name.text,
        title=header.title,
        document="" if walk.header.source is None else walk.header.source.document.text,
        language=walk.scope.language,
        effective=(
            None if effective is None else effective.first.day,
            None if effective is None or effective.last is None else effective.last.day,
        ),
        vocabulary=walk.scope.vocabulary,
        clauses=tuple(
            Clause(number=c.number, labels=tuple(c.labels), notes=tuple(c.notes))
            for c in walk.clauses.values()
        ),
        norms=norms,
        scores=scores,
        assumptions=_assumptions(walk.scope, header.name.text),
        sentences=walk.sentences,
        file=walk.scope.source.name,
        sha256=sha256,
        exceptions={n.label.text: n.base.text for n, _ in walk.norms if isinstance(n, tree.ExceptionNorm)},
        separate=tuple(tuple(n.text for n in s.norms) for s in walk.separate),
    )


def _concerns(problem: Diagnostic, source: Source) -> bool:
    """Warnings of what an extended policy says are for those who wrote it."""
    return problem.source is source or problem.severity is Severity.ERROR


def check_file(parsed: Parsed, vocabulary: Vocabulary, sha256: str) -> Checked:
    """Resolves the names of `parsed` in `vocabulary` and checks what it says."""
    scope = Scope(parsed.source, parsed.file.language, vocabulary, origins=parsed.origins)
    scope.is_whole = not parsed.is_broken
    scope.parameters = parameters_of(parsed.file, scope)
    walk = _Walk(scope, is_broken=parsed.is_broken)
    for statement in parsed.file.statements:
        walk.visit(statement)
    _check_header(walk)
    bearer = _bearer(walk)
    norms = () if bearer is None else _check_norms(walk, bearer)
    scores = () if bearer is None else _check_scores(walk, bearer)
    for statement in parsed.file.statements:
        scope.read(statement, check_calendar_limits)
    _check_values(scope, walk.header.effective)
    own = {id(s): s for s in parsed.file.statements if id(s) not in parsed.origins}
    written = attrs.evolve(parsed.file, statements=tuple(sorted(own.values(), key=lambda s: s.span.start)))
    if not parsed.is_broken:
        # What a sentence that could not be read would have said must not be missed.
        _report_unused(scope)
        check_clauses(scope, written)
    lint(scope, written, is_whole=not parsed.is_broken)
    problems = (*parsed.diagnostics, *(p for p in scope.problems if _concerns(p, parsed.source)))
    header = walk.header.policy
    if header is None or any(p.severity.value == "error" for p in problems):
        return Checked(policy=None, diagnostics=problems)
    policy = _policy(walk, header, norms, scores, sha256)
    return Checked(policy=policy, diagnostics=problems)
