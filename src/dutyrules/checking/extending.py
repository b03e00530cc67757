"""A policy that extends another: the parent's statements with the child's in their place.

The result is one row of statements that the checker reads like any other. Where a statement was
read is kept by its identity, so that a problem in the parent's text points there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from dutyrules.findings.model import InputFile, Override
from dutyrules.syntax import scenario_tree as nodes
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.source import Source
from dutyrules.syntax.suggestions import nearest

Key = tuple[str, str]


@attrs.frozen(kw_only=True)
class Extended:
    """A file's statements, with those that it takes over in their places.

    `origins` gives each statement that was taken over, by its identity, with its source; it holds the
    statement too, so that no other can come by the same identity.
    """

    statements: tuple[tree.Statement, ...]
    origins: Mapping[int, tuple[tree.Statement, Source]]
    overrides: tuple[Override, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    files: tuple[InputFile, ...] = ()


def extended(own: tuple[tree.Statement, ...], source: Source, parent: Extended, whole: Source) -> Extended:
    """The statements of `own` over those of `parent`, whose file is `whole`.

    Order: the headers, then the parent's statements with what replaces them in its place, then what
    is new, each item after those of its score.
    """
    return _Merge(own, source, parent, whole).merged()


# What a statement is called ------------------------------------------------------------------------


def key_of(statement: tree.Statement) -> Key | None:
    """What a statement of the same key replaces; None for one that nothing replaces."""
    match statement:
        case tree.ParameterDecl(term=term):
            return ("name", term.id.text)
        case tree.Norm(label=name) | tree.ExceptionNorm(label=name):
            return ("name", name.text)
        case tree.ScoreLine(name=name) | tree.Item(name=name) | tree.Veto(name=name) | tree.Shift(name=name):
            return ("name", name.text)
        case tree.GradeTable(score=score):
            return ("grade", score.text)
        case tree.StipendTable(score=score):
            return ("stipend", score.text)
        case tree.BearerLine():
            return ("header", "bearer")
        case tree.SourceLine():
            return ("header", "source")
        case tree.EffectiveLine():
            return ("header", "effective")
        case _:
            return None


_NOT_TAKEN = (
    *(tree.LanguageLine, tree.PolicyLine, tree.VocabularyLine, tree.ImportLine, tree.ExtendsLine),
    *(tree.TermDecl, tree.PropertyDecl, tree.EventDecl, tree.Omit),
    *(nodes.CalendarSentence, nodes.RosterSentence),
)
_HEADERS = (tree.BearerLine, tree.SourceLine, tree.EffectiveLine)


def _name(statements: Iterable[tree.Statement]) -> str:
    return next((s.name.text for s in statements if isinstance(s, tree.PolicyLine)), "")


def _before_scenarios(
    statements: tuple[tree.Statement, ...],
) -> tuple[tuple[tree.Statement, ...], tuple[tree.Statement, ...]]:
    """The statements of the policy, and those of its scenarios."""
    first = (i for i, s in enumerate(statements) if isinstance(s, nodes.ScenarioLine))
    place = next(first, len(statements))
    return statements[:place], statements[place:]


@attrs.define
class _Placed:
    """A statement with the clause and the score that it stands under."""

    statement: tree.Statement
    clause: tree.ClauseLine | None
    score: str | None


def _placed(statements: Iterable[tree.Statement]) -> Iterator[_Placed]:
    clause: tree.ClauseLine | None = None
    score: str | None = None
    for statement in statements:
        if isinstance(statement, tree.ClauseLine):
            clause = statement
        if isinstance(statement, tree.ScoreLine):
            score = statement.name.text
        yield _Placed(statement, clause, score)


# Merging -------------------------------------------------------------------------------------------


class _Merge:
    def __init__(
        self, own: tuple[tree.Statement, ...], source: Source, parent: Extended, whole: Source
    ) -> None:
        policy, self.scenarios = _before_scenarios(own)
        self.own = list(_placed(policy))
        self.source = source
        self.parent = parent
        self.whole = whole
        self.origins = dict(parent.origins)
        self.overrides: list[Override] = []
        self.problems: list[Diagnostic] = []
        self.name, self.child = _name(parent.statements), _name(own)
        parameters = [s.term for s in parent.statements if isinstance(s, tree.ParameterDecl)]
        self.aliases = {label.text: term.id.text for term in parameters for label in term.labels}

    def _key(self, statement: tree.Statement) -> Key | None:
        """As `key_of`, with a parameter by any of the labels that the parent gives it."""
        key = key_of(statement)
        if isinstance(statement, tree.ParameterDecl) and key is not None:
            return (key[0], self.aliases.get(key[1], key[1]))
        return key

    def merged(self) -> Extended:
        for statement in self.parent.statements:
            self.origins.setdefault(id(statement), (statement, self.whole))
        taken = self._without_omitted()
        keys = {self._key(p.statement) for p in taken} - {None}
        instead = {self._key(p.statement): p for p in self.own if self._key(p.statement) in keys}
        new = [p for p in self.own if instead.get(self._key(p.statement)) is not p]
        headers = [p for p in new if self._is_header(p)]
        body = [self._instead(p, instead) for p in taken if not isinstance(p.statement, _HEADERS)]
        inherited = [self._instead(p, instead) for p in taken if isinstance(p.statement, _HEADERS)]
        rest = self._into_scores(body, [p for p in new if not self._is_header(p)])
        statements = (*(p.statement for p in (*headers, *inherited)), *_under_clauses([*body, *rest]))
        return Extended(
            statements=(*statements, *self.scenarios),
            origins=self.origins,
            overrides=(*self.parent.overrides, *self.overrides),
            problems=(*self.parent.problems, *self.problems),
        )

    def _is_header(self, placed: _Placed) -> bool:
        return isinstance(placed.statement, (*_NOT_TAKEN, *_HEADERS))

    def _instead(self, theirs: _Placed, instead: Mapping[Key | None, _Placed]) -> _Placed:
        own = instead.get(self._key(theirs.statement))
        if own is None:
            return theirs
        self._note(theirs.statement, own.statement)
        return _Placed(own.statement, own.clause or theirs.clause, theirs.score)

    def _note(self, theirs: tree.Statement, own: tree.Statement | None) -> None:
        key = key_of(theirs)
        if key is None or isinstance(theirs, _HEADERS):
            return
        said = "" if own is None else self._sentence(own)
        sentences = {"theirs": self._sentence(theirs), "own": said}
        self.overrides.append(Override(policy=self.child, label=key[1], parent=self.name, **sentences))

    def _sentence(self, statement: tree.Statement) -> str:
        _, source = self.origins.get(id(statement), (statement, self.source))
        return " ".join(source.slice(statement.span).split())

    def _into_scores(self, body: list[_Placed], new: list[_Placed]) -> list[_Placed]:
        """Puts new items after those of their score, and gives back the rest."""
        rest = []
        for placed in new:
            ends = [
                i
                for i, p in enumerate(body)
                if isinstance(p.statement, tree.ScoreLine | tree.Item) and p.score == placed.score
            ]
            if isinstance(placed.statement, tree.Item) and placed.score is not None and ends:
                body.insert(ends[-1] + 1, placed)
            else:
                rest.append(placed)
        return rest

    # Omissions

    def _without_omitted(self) -> list[_Placed]:
        names = {n.text: n for p in self.own if isinstance(p.statement, tree.Omit) for n in p.statement.names}
        theirs, _ = _before_scenarios(self.parent.statements)
        taken = [p for p in _placed(theirs) if not isinstance(p.statement, _NOT_TAKEN)]
        known = {key[1] for p in taken if (key := key_of(p.statement)) is not None and key[0] == "name"}
        for text, name in names.items():
            if text not in known:
                near = nearest(text, known)
                place = ("unknown-omission", self.source, name.span)
                self.problems.append(Diagnostic.of(*place, found=text, suggestion=near))
        kept = (self._kept(p, frozenset(names)) for p in taken)
        return [p for p in kept if p is not None]

    def _kept(self, placed: _Placed, names: frozenset[str]) -> _Placed | None:
        """What is left of a statement when the names are omitted, None if nothing is."""
        statement = placed.statement
        key = key_of(statement)
        is_named = key is not None and key[1] in names
        is_of_score = isinstance(statement, tree.Item) and placed.score in names
        if is_named or is_of_score or (isinstance(statement, tree.Shift) and statement.score.text in names):
            self._note(statement, None)
            return None
        match statement:
            case tree.Separate(norms=norms):
                left = tuple(n for n in norms if n.text not in names)
                return self._cut(placed, statement, attrs.evolve(statement, norms=left), len(left) > 1)
            case tree.Veto(effects=effects):
                kept = tuple(e for e in effects if e.score.text not in names)
                return self._cut(placed, statement, attrs.evolve(statement, effects=kept), bool(kept))
            case _:
                return placed

    def _cut(
        self, placed: _Placed, before: tree.Statement, after: tree.Statement, is_left: bool
    ) -> _Placed | None:
        if not is_left:
            self._note(before, None)
            return None
        self.origins[id(after)] = (after, self.origins[id(before)][1])
        return attrs.evolve(placed, statement=after)


def _under_clauses(body: list[_Placed]) -> Iterator[tree.Statement]:
    """The statements, each clause line repeated where its statements are not together."""
    current: tree.ClauseLine | None = None
    for placed in body:
        if isinstance(placed.statement, tree.ClauseLine):
            current = placed.statement
        elif placed.clause is not current and placed.clause is not None and _needs_clause(placed.statement):
            current = placed.clause
            yield current
        yield placed.statement


def _needs_clause(statement: tree.Statement) -> bool:
    key = key_of(statement)
    is_named = key is not None and not isinstance(statement, tree.ParameterDecl)
    return is_named or isinstance(statement, tree.Note)
