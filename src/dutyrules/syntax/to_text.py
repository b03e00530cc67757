"""One statement of the tree to text, in any of the three languages.

The printer writes the canonical form of every keyword, the word order and the punctuation of the
language, and what `Wording.naming` calls things. Parsing what it writes gives the tree again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import attrs

from dutyrules.syntax import scenario_tree, tree
from dutyrules.syntax.keywords import Place
from dutyrules.syntax.lexicon import Lexicon
from dutyrules.syntax.names import declared_names, roster_names
from dutyrules.syntax.pieces import Pieces, joined
from dutyrules.syntax.to_text_lines import Declaration, Line, declaration, line
from dutyrules.syntax.to_text_norms import norm
from dutyrules.syntax.to_text_scenarios import scenario
from dutyrules.syntax.to_text_scores import Scoring, names, scoring
from dutyrules.syntax.to_text_tables import table
from dutyrules.syntax.to_text_words import Wording


@attrs.frozen(kw_only=True)
class Lexicons:
    """The words that a norm, a sentence with a heading, and a scenario may use."""

    norm: Lexicon
    headed: Lexicon
    scenario: Lexicon

    @classmethod
    def of(cls, text: str, known_names: Iterable[str]) -> Lexicons:
        """The words of a file; `known_names` are those that its imports declare."""
        declared = declared_names(text)
        names = frozenset(known_names) | declared.names
        people = roster_names(text, names)
        labelled = names | declared.labels
        return cls(
            norm=Lexicon(names),
            headed=Lexicon(labelled),
            scenario=Lexicon(labelled | people, Place.SCENARIO),
        )


def statement_text(w: Wording, statement: tree.Statement, lexicons: Lexicons) -> str:
    """The statement with its full stop."""
    if isinstance(statement, scenario_tree.EventTable):
        return table(w, statement)
    if isinstance(statement, tree.ScenarioStatement):
        pieces, lexicon = scenario(w, statement), lexicons.scenario
    elif isinstance(statement, Line):
        pieces, lexicon = line(w, statement), lexicons.norm
    else:
        pieces = _sentence(w, statement)
        lexicon = lexicons.norm if isinstance(statement, tree.Norm) else lexicons.headed
    return joined(pieces, w.language, lexicon) + _end(w, statement)


def _end(w: Wording, statement: tree.Statement) -> str:
    if isinstance(statement, Line | scenario_tree.ScenarioLine):
        return ""
    return "." if w.is_english else "。"


def _sentence(
    w: Wording,
    statement: Declaration | tree.Norm | tree.ExceptionNorm | tree.Separate | tree.Omit | Scoring,
) -> Pieces:
    match statement:
        case tree.Norm() | tree.ExceptionNorm():
            return norm(w, statement)
        case tree.Separate(norms=norms):
            return w.say("APART _ {names}", names=names(w, norms))
        case tree.Omit(names=omitted):
            return w.say("OMIT _ {names}", names=names(w, omitted))
        case tree.TermDecl() | tree.PropertyDecl() | tree.EventDecl() | tree.ParameterDecl() | tree.Note():
            return declaration(w, statement)
        case (
            tree.ScoreLine()
            | tree.Item()
            | tree.GradeTable()
            | tree.Veto()
            | tree.Shift()
            | tree.StipendTable()
        ):
            return scoring(w, statement)
        case _:
            assert_never(statement)
