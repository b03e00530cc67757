"""An expectation laid beside its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.scenario import (
    Expectation,
    GradesWanted,
    ItemWanted,
    MeasureWanted,
    MoneyWanted,
    VerdictWanted,
    VetoesWanted,
    Wanted,
)
from dutyrules.findings.model import Finding, Language, Report, ScoreResult
from dutyrules.scenarios.matching import fitting, instances
from dutyrules.scenarios.reasons import instance_line, reasons
from dutyrules.scenarios.results import Answer, ExpectationResult, Mismatch
from dutyrules.scenarios.wording import (
    NO_INSTANCE,
    NO_INSTANCE_AT_ALL,
    NOTHING,
    SEVERAL_INSTANCES,
    separator,
    span_text,
    verdict_word,
)
from dutyrules.syntax.source import Source, Span

_MOST_INSTANCES = 12


@attrs.frozen(kw_only=True)
class Comparison:
    """What expectations are compared with: the report of one scenario."""

    report: Report
    calendar: SchoolCalendar
    source: Source
    language: Language

    def result(self, expectation: Expectation) -> ExpectationResult:
        """The expectation with its answer, and each value that is not as expected."""
        answers = instances(expectation, self.report)
        found = fitting(expectation, answers, self.calendar)
        if len(found) != 1:
            return self._without_answer(expectation, found or answers, several=bool(found))
        answer = found[0]
        mismatches = tuple(
            Mismatch(expected=pair[0], got=pair[1], span=wanted.span)
            for wanted in expectation.wanted
            if (pair := self._difference(wanted, answer)) is not None
        )
        why = reasons(answer, self.language) if mismatches else ()
        return ExpectationResult(expectation=expectation, answer=answer, mismatches=mismatches, why=why)

    def _without_answer(
        self, expectation: Expectation, shown: tuple[Answer, ...], *, several: bool
    ) -> ExpectationResult:
        text = NO_INSTANCE if shown else NO_INSTANCE_AT_ALL
        head = (SEVERAL_INSTANCES if several else text).in_language(self.language)
        lines = [head.format(label=expectation.label)]
        lines += [f"  {instance_line(a, self.language)}" for a in shown[:_MOST_INSTANCES]]
        lines += ["  ..."] if len(shown) > _MOST_INSTANCES else []
        return ExpectationResult(expectation=expectation, answer=None, mismatches=(), why=tuple(lines))

    # Values

    def _difference(self, wanted: Wanted, answer: Answer) -> tuple[str, str] | None:
        """What was expected and what came, None where they agree."""
        match wanted:
            case VerdictWanted(verdict=verdict):
                return self._verdict(wanted, answer) if self._other_verdict(answer, verdict.value) else None
            case MeasureWanted():
                return self._measure(wanted, answer)
            case GradesWanted(grades=grades):
                expected = tuple(grade.label(self.report.language) for grade in grades)
                got = answer.grade if isinstance(answer, ScoreResult) else ()
                return None if set(expected) == set(got) else (self._listed(expected), self._listed(got))
            case MoneyWanted(low=low, high=high):
                money = answer.stipend if isinstance(answer, ScoreResult) else None
                got_ends = None if money is None else (money.low, money.high)
                return self._ends((low, high), got_ends, wanted.span)
            case ItemWanted(item=name, low=low, high=high):
                items = answer.items if isinstance(answer, ScoreResult) else ()
                item = next((i for i in items if i.item == name), None)
                return self._ends((low, high), None if item is None else (item.low, item.high), wanted.span)
            case VetoesWanted():
                return self._vetoes(wanted, answer)
            case other:
                assert_never(other)

    def _other_verdict(self, answer: Answer, verdict: str) -> bool:
        return not isinstance(answer, Finding) or answer.verdict.value != verdict

    def _verdict(self, wanted: VerdictWanted, answer: Answer) -> tuple[str, str]:
        nothing = NOTHING.in_language(self.language)
        got = verdict_word(answer.verdict, self.language) if isinstance(answer, Finding) else nothing
        return verdict_word(wanted.verdict, self.language), got

    def _measure(self, wanted: MeasureWanted, answer: Answer) -> tuple[str, str] | None:
        if isinstance(answer, ScoreResult):
            return self._ends((wanted.low, wanted.high), (answer.low, answer.high), wanted.span)
        measure = answer.measure
        ends = None if measure is None else (measure.low, measure.high)
        if wanted.is_single and ends is not None and ends[0] == wanted.low:
            return None
        return self._ends((wanted.low, wanted.high), ends, wanted.span)

    def _ends(
        self,
        expected: tuple[Decimal, Decimal | None],
        got: tuple[Decimal, Decimal | None] | None,
        span: Span,
    ) -> tuple[str, str] | None:
        if expected == got:
            return None
        unit = self._unit(span)
        shown = NOTHING.in_language(self.language)
        if got is not None:
            shown = span_text(*got, unit, self.language)
        return span_text(*expected, unit, self.language), shown

    def _unit(self, span: Span) -> str:
        """What stands behind the number that was written: 次, 分, ` points`."""
        return re.split(r"[\d.．]", self.source.slice(span))[-1]

    def _listed(self, names: tuple[str, ...]) -> str:
        return separator(self.language).join(names) or NOTHING.in_language(self.language)

    def _vetoes(self, wanted: VetoesWanted, answer: Answer) -> tuple[str, str] | None:
        got = frozenset(_vetoes(answer, certain=wanted.certain))
        if not wanted.vetoes:
            got |= frozenset(_vetoes(answer, certain=False))
        if wanted.vetoes == got:
            return None
        return self._listed(tuple(sorted(wanted.vetoes))), self._listed(tuple(sorted(got)))


def _vetoes(answer: Answer, *, certain: bool) -> Iterator[str]:
    if isinstance(answer, ScoreResult):
        yield from (veto.veto for veto in answer.vetoes if veto.certain is certain)
