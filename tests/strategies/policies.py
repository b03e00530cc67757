"""Whole policies as trees: well-typed over the shipped vocabulary, named in English, free of text.

A new construct needs one function in the table of its union: `STATEMENTS` here, `PHRASES`,
`CONDITIONS` and `SENTENCES` in `norms`, `ITEM_RULES` in `scores`, `VALUES` and `TESTS` in
`event_tests`, and those of `scenarios`. A test demands that no class is missing.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
from hypothesis import strategies as st
from strategies import scores
from strategies.norms import norm_parts
from strategies.scenarios import ROSTER, SCENARIO_STATEMENTS
from strategies.world import OWN_TERMS, PARAMETERS, days, labels, names, own_statements, texts, vocabulary

from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.findings.model import Language
from dutyrules.syntax import tree

Statements = tuple[tree.Statement, ...]


@attrs.define
class Written:
    """The statements written so far, and the labels that are taken."""

    statements: list[tree.Statement] = attrs.Factory(list)
    taken: set[str] = attrs.Factory(set)
    norms: list[tree.Name] = attrs.Factory(list)
    scores: list[tree.Name] = attrs.Factory(list)
    items: list[tree.Name] = attrs.Factory(list)

    def label(self, draw: st.DrawFn) -> tree.Name:
        """A label that nothing has yet."""
        found = draw(labels.filter(lambda label: label not in self.taken))
        self.taken.add(found)
        return tree.Name(found)

    def before(self) -> scores.Before:
        """What an item may speak of."""
        return scores.Before(norms=tuple(self.norms), scores=tuple(self.scores))


Step = Callable[[st.DrawFn, Written], Statements]


# Lines ---------------------------------------------------------------------------------------------


words = st.sampled_from(["002-14", "a.b", "二-1", "细化一1", "vocabulary", "zh", "每周"]).map(tree.Name)


def _named(build: Callable[..., tree.Statement], field: str, titled: str | None = None) -> Step:
    def step(draw: st.DrawFn, _: Written) -> Statements:
        parts: dict[str, object] = {field: draw(words)}
        return (build(**parts, **({titled: draw(texts)} if titled else {})),)

    return step


def _language(_: st.DrawFn, __: Written) -> Statements:
    return (tree.LanguageLine(language=tree.Name("en")),)


def _effective(draw: st.DrawFn, _: Written) -> Statements:
    return (tree.EffectiveLine(first=draw(days), last=draw(st.none() | days)),)


def _bearer(draw: st.DrawFn, _: Written) -> Statements:
    role, unit = draw(names(vocabulary().roles)), draw(names(vocabulary().units))
    return (tree.BearerLine(role=role, unit=unit),)


# Declarations --------------------------------------------------------------------------------------


def _terms(draw: st.DrawFn, written: Written, *, single: bool = False) -> tree.TermName:
    first = written.label(draw)
    if single or draw(st.booleans()):
        return tree.TermName(labels=(first,))
    return tree.TermName(labels=(first, tree.Name(f"{first.text}甲"), tree.Name(f"{first.text}乙")))


def _term(draw: st.DrawFn, written: Written) -> Statements:
    kind = draw(st.sampled_from(tree.TermKind))
    return (tree.TermDecl(kind=kind, term=_terms(draw, written)),)


def _types(draw: st.DrawFn, written: Written) -> tree.AttributeType:
    # A choice is the one kind with parts of its own.
    kind = draw(st.sampled_from(AttributeKind) | st.just(AttributeKind.CHOICE))
    is_choice = kind is AttributeKind.CHOICE
    choices = tuple(_triple(draw, written) for _ in range(draw(st.integers(1, 3)))) if is_choice else ()
    return tree.AttributeType(name=kind.value, choices=choices)


def _triple(draw: st.DrawFn, written: Written) -> tree.TermName:
    first = written.label(draw)
    return tree.TermName(labels=(first, tree.Name(f"{first.text}甲"), tree.Name(f"{first.text}乙")))


def _property(draw: st.DrawFn, written: Written) -> Statements:
    owner = draw(st.none() | names(vocabulary().units))
    return (tree.PropertyDecl(term=_triple(draw, written), owner=owner, type=_types(draw, written)),)


def _event(draw: st.DrawFn, written: Written) -> Statements:
    attributes = tuple(
        tree.AttributeDecl(term=_triple(draw, written), type=_types(draw, written))
        for _ in range(draw(st.integers(0, 4)))
    )
    refer = st.none() | st.sampled_from([a.term for a in attributes]) if attributes else st.none()
    event = tree.EventDecl(
        term=_terms(draw, written),
        verb=_triple(draw, written) if draw(st.booleans()) else None,
        counter=draw(st.none() | st.sampled_from(["次", "份", "台", "节", "節"]).map(tree.Name)),
        object=draw(refer),
        dated_by=draw(refer),
        attributes=attributes,
        paperwork=draw(st.booleans()),
    )
    return (event,)


def _parameter(draw: st.DrawFn, written: Written) -> Statements:
    units = st.none() | st.sampled_from(tree.Unit)
    amounts = units.flatmap(lambda unit: st.decimals(0, 500, places=1).map(lambda n: _amount(n, unit)))
    values = (
        amounts | texts.map(lambda t: tree.Quoted(text=t)) | st.booleans().map(lambda y: tree.YesNo(yes=y))
    )
    settings = st.builds(tree.Setting, value=values, since=st.none() | days)
    return (
        tree.ParameterDecl(
            term=_terms(draw, written),
            settings=tuple(draw(st.lists(settings, min_size=1, max_size=3))),
            assume=draw(st.none() | texts),
            cited=draw(st.none() | texts),
        ),
    )


def _amount(number: object, unit: tree.Unit | None) -> tree.Amount:
    return tree.Amount(number=number, unit=unit)  # type: ignore[arg-type]


def _note(draw: st.DrawFn, _: Written) -> Statements:
    return (tree.Note(text=draw(texts)),)


# Norms ---------------------------------------------------------------------------------------------


def norm_with(sentence: type | None = None) -> Step:
    """A norm with a sentence of that class."""

    def step(draw: st.DrawFn, written: Written) -> Statements:
        label = written.label(draw)
        phrases, says = draw(norm_parts(sentence))
        written.norms.append(label)
        return (tree.Norm(label=label, phrases=phrases, sentence=says),)

    return step


def _exception(draw: st.DrawFn, written: Written) -> Statements:
    first = norm_with()(draw, written)
    label = written.label(draw)
    phrases, says = draw(norm_parts())
    base = draw(st.sampled_from(written.norms))
    return (*first, tree.ExceptionNorm(label=label, base=base, phrases=phrases, sentence=says))


def _separate(draw: st.DrawFn, written: Written) -> Statements:
    first = norm_with(tree.Perform)(draw, written)
    some = st.lists(st.sampled_from(written.norms), min_size=1, max_size=3)
    return (*first, tree.Separate(norms=tuple(draw(some))))


def _omit(draw: st.DrawFn, written: Written) -> Statements:
    return (tree.Omit(names=tuple(written.label(draw) for _ in range(draw(st.integers(1, 3))))),)


# Scores --------------------------------------------------------------------------------------------


def _score(draw: st.DrawFn, written: Written) -> Statements:
    name = written.label(draw)
    line = draw(scores.score_lines(name))
    found = [
        draw(scores.items(written.label(draw), written.before())) for _ in range(draw(st.integers(1, 3)))
    ]
    written.scores.append(name)
    written.items.extend(item.name for item in found)
    total = scores.total_of(found) if draw(st.booleans()) else None
    return (attrs.evolve(line, out_of=total), *found)


def item_with(rule: type) -> Step:
    """A norm, a score, and a score with an item whose rule is of that class."""

    def step(draw: st.DrawFn, written: Written) -> Statements:
        norm, first = norm_with()(draw, written), _score(draw, written)
        name, item = written.label(draw), written.label(draw)
        line = draw(scores.score_lines(name))
        written.scores.append(name)
        return (*norm, *first, line, draw(scores.items(item, written.before(), rule)))

    return step


def _graded(draw: st.DrawFn, written: Written) -> tuple[Statements, tree.Name, tuple[str, ...]]:
    made = _score(draw, written)
    name = written.scores[-1]
    table = draw(scores.grade_tables(name))
    return (*made, table), name, scores.grades_of(table)


def _grades(draw: st.DrawFn, written: Written) -> Statements:
    return _graded(draw, written)[0]


def _veto(draw: st.DrawFn, written: Written) -> Statements:
    made, score, grades = _graded(draw, written)
    return (*made, draw(scores.vetoes(written.label(draw), score, grades)))


def _shift(draw: st.DrawFn, written: Written) -> Statements:
    made, score, grades = _graded(draw, written)
    return (*made, draw(scores.shifts(written.label(draw), score, grades)))


def _stipend(draw: st.DrawFn, written: Written) -> Statements:
    made, score, grades = _graded(draw, written)
    return (*made, draw(scores.stipends(score, grades)))


# Scenarios -----------------------------------------------------------------------------------------


def scenario_with(statement: type) -> Step:
    """A scenario statement of that class, after a norm and an item that it may speak of."""

    def step(draw: st.DrawFn, written: Written) -> Statements:
        before = (*norm_with()(draw, written), *_score(draw, written))
        known = (*written.norms, *written.items)
        return (*before, ROSTER, draw(SCENARIO_STATEMENTS[statement](known)))

    return step


STATEMENTS: dict[type, Step] = {
    tree.LanguageLine: _language,
    tree.PolicyLine: _named(tree.PolicyLine, "name", "title"),
    tree.VocabularyLine: _named(tree.VocabularyLine, "name", "title"),
    tree.SourceLine: _named(tree.SourceLine, "document"),
    tree.ImportLine: _named(tree.ImportLine, "path"),
    tree.ExtendsLine: _named(tree.ExtendsLine, "path"),
    tree.EffectiveLine: _effective,
    tree.BearerLine: _bearer,
    tree.ClauseLine: _named(tree.ClauseLine, "number", "title"),
    tree.TermDecl: _term,
    tree.PropertyDecl: _property,
    tree.EventDecl: _event,
    tree.ParameterDecl: _parameter,
    tree.Note: _note,
    tree.Norm: norm_with(),
    tree.ExceptionNorm: _exception,
    tree.Separate: _separate,
    tree.Omit: _omit,
    tree.ScoreLine: _score,
    tree.Item: _score,
    tree.GradeTable: _grades,
    tree.Veto: _veto,
    tree.Shift: _shift,
    tree.StipendTable: _stipend,
    **{statement: scenario_with(statement) for statement in SCENARIO_STATEMENTS},
}
"""For each class of statement, the statements of a file that has one."""

HEADER: Statements = (
    tree.LanguageLine(language=tree.Name("en")),
    *own_statements(OWN_TERMS),
    *own_statements(PARAMETERS),
)
"""What every generated file begins with."""


@st.composite
def files(draw: st.DrawFn, *steps: Step, most: int = 3) -> tree.PolicyFile:
    """A file with what the steps write, or with up to `most` statements of any kind."""
    chosen = steps or tuple(
        draw(st.lists(st.sampled_from(list(STATEMENTS.values())), min_size=1, max_size=most))
    )
    written = Written(statements=[*HEADER])
    for step in chosen:
        written.statements.extend(step(draw, written))
    return tree.PolicyFile(language=Language.EN, statements=tuple(written.statements))
