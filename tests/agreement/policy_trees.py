"""Whole policies as trees: norms with their exceptions and separations, and scores over them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs
from agreement.chance import Chance
from agreement.norm_trees import is_share, norm_parts
from agreement.score_trees import score
from agreement.window_trees import RESPONSES, where
from agreement.words import BEARER_ROLE, BEARER_UNIT, DOINGS, event_type
from agreement.writing import NAME, Writing, bound, checks_on

from dutyrules.findings.model import Modality
from dutyrules.syntax import tree

POLICY = "agreed"
DOCUMENT = "7-1"
WITHOUT_VERDICT = frozenset(
    {
        *(tree.VocabularyLine, tree.TermDecl, tree.PropertyDecl, tree.EventDecl),
        *(tree.ExtendsLine, tree.Omit, tree.Note),
    }
)
"""Statements that generated policies need not have: they declare, or are gone before there is a plan."""


def statements(chance: Chance, days: Sequence[datetime.date]) -> tuple[tree.Statement, ...]:
    """A policy over one to three event types; `days` are those on which its numbers may change."""
    names = chance.some(DOINGS[:-1], 1, 2)
    bell = ("bell",) if chance.happens(25) else ()
    force = _effective(chance, days) if chance.happens(25) else ()
    w = Writing(
        chance=chance,
        events=tuple(event_type(name) for name in (*names, *bell)),
        days=tuple(days),
        is_dated=not force,
    )
    written: list[tree.Statement] = []
    for _ in range(chance.number(2, 4)):
        written += _norm(w)
    written += _separate(w)
    for _ in range(chance.one((0, 1, 1, 2))):
        written += score(w)
    return (*_header(force), *w.parameters, *written)


def _header(force: tuple[tree.Statement, ...]) -> tuple[tree.Statement, ...]:
    return (
        tree.LanguageLine(language=NAME("en")),
        tree.ImportLine(path=NAME("agreement")),
        tree.PolicyLine(name=NAME(POLICY), title="A policy of chance"),
        tree.SourceLine(document=NAME(DOCUMENT)),
        *force,
        tree.BearerLine(role=NAME(BEARER_ROLE), unit=NAME(BEARER_UNIT)),
        tree.ClauseLine(number=NAME("1"), title=""),
    )


def _effective(chance: Chance, days: Sequence[datetime.date]) -> tuple[tree.Statement, ...]:
    first = chance.one(days)
    later = [day for day in days if day >= first]
    last = tree.Day(day=chance.one(later)) if chance.happens(60) else None
    return (tree.EffectiveLine(first=tree.Day(day=first), last=last),)


# Norms and what stands beside them -----------------------------------------------------------------


def _norm(w: Writing) -> list[tree.Statement]:
    """A norm, and now and then one or two exceptions to it."""
    phrases, sentence = norm_parts(w)
    made: list[tree.Norm | tree.ExceptionNorm] = [
        tree.Norm(label=w.label(), phrases=phrases, sentence=sentence)
    ]
    is_prohibition = isinstance(sentence, tree.Perform) and sentence.modality is Modality.MUST_NOT
    for _ in range(w.chance.one((0, 1, 1, 2) if is_prohibition else (0, 0, 0, 0, 0, 0, 1, 2))):
        made.append(_exception(w, made[0].label, phrases, sentence))
    w.norms += made
    return list(made)


def _exception(
    w: Writing, base: tree.Name, phrases: tuple[tree.Phrase, ...], sentence: tree.Sentence
) -> tree.ExceptionNorm:
    """Mostly the same sentence under a condition and with another bound; else any other norm."""
    if w.chance.happens(25):
        phrases, sentence = norm_parts(w)
    elif isinstance(sentence, tree.Perform):
        sentence = _changed(w, sentence)
    plain = tuple(p for p in phrases if not isinstance(p, tree.Where))
    ranks = any(isinstance(p, tree.Every) for p in plain) and not any(isinstance(p, RESPONSES) for p in plain)
    is_permission = isinstance(sentence, tree.Perform) and sentence.modality is Modality.MAY
    condition = (where(w, ranks=ranks),) if w.chance.happens(35 if is_permission else 85) else ()
    return tree.ExceptionNorm(label=w.label(), base=base, phrases=(*condition, *plain), sentence=sentence)


def _changed(w: Writing, sentence: tree.Perform) -> tree.Perform:
    """The sentence with another bound; a prohibition as what is permitted."""
    if sentence.modality is Modality.MUST_NOT:
        event = event_type(sentence.event.text)
        return attrs.evolve(sentence, modality=Modality.MAY, tests=checks_on(w, event, percent=70))
    if sentence.spacing is not None or sentence.failing or is_share(sentence):
        return sentence
    return attrs.evolve(sentence, bound=bound(w, (0, 1, 2, 3)))


def _separate(w: Writing) -> tuple[tree.Statement, ...]:
    countable = [n for n in w.norms if isinstance(n.sentence, tree.Perform)]
    if len(countable) < 2 or not w.chance.happens(60):
        return ()
    return (tree.Separate(norms=tuple(n.label for n in w.chance.some(countable, 2, 3))),)
