"""A program as text: its tables once, the scans of several branches, then each branch as a tree.

    活动时长
      Judge    must, every test
        Grid     组长 of each 备课组, each event
          Where    every row of #3 备课组活动
        Measure  each event
          Where    时长 at least 40 minutes, of #3 备课组活动

A branch reads from the leaves up: the rows of a table, which `Normalise` gives, answer the tests, are
measured for each key, joined to the grid and judged. Operators are named in English, terms by their
labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import attrs

from dutyrules.checking.policy import (
    Attestation,
    Condition,
    Counterparty,
    HasProperty,
    Makeup,
    Norm,
    RankedIn,
    Rating,
    Reach,
    UnitHas,
)
from dutyrules.checking.vocabulary import Attribute, EventType, Term, Vocabulary
from dutyrules.findings.model import Language
from dutyrules.plan.notation import figure_text, limit_text, tests_text, value_text, windows_text
from dutyrules.plan.operators import Branch, Grid, Measure, Normalise, Program, Scan, Where

_WIDTH = 9
"""The longest operator's name and two blanks, so that what they are of stands in a column."""


def printed(program: Program, vocabulary: Vocabulary, language: Language) -> str:
    """The program as lines of text, each ending in a newline.

    Order: tables by first use, numbered from 1; scans; branches as in the program, those of a score
    under its name.
    """
    writer = _Writer(program, vocabulary, language)
    return "".join(f"{line}\n" for line in writer.lines())


@attrs.define
class _Writer:
    program: Program
    vocabulary: Vocabulary
    language: Language
    _numbers: Mapping[Normalise, int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._numbers = {table: n for n, table in enumerate(self.program.tables(), 1)}

    def lines(self) -> Iterator[str]:
        program, fused = self.program, [s for s in self.program.scans() if len(s.branches) > 1]
        yield (
            f"{_counted(len(program.branches), 'branch', 'branches')}, "
            f"{_counted(len(self._numbers), 'table')}, {_counted(len(program.scans()), 'scan')}"
        )
        yield from self._section("Normalise", (self._table(table) for table in self._numbers))
        yield from self._section("scans of several branches", map(self._scan, fused))
        yield from self._section("kept apart", (", ".join(group) for group in program.separate))
        instead = (f"{label} in place of {base}" for label, base in program.exceptions)
        yield from self._section("exceptions", instead)
        score = None
        for branch in program.branches:
            if branch.score != score:
                score = branch.score
                yield from ("", f"looked up by {score}")
            yield ""
            yield from self._branch(branch)

    def _section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        found = list(lines)
        yield from ("", title, *(f"  {line}" for line in found)) if found else ()

    # Shared parts ----------------------------------------------------------------------------------

    def _table(self, table: Normalise) -> str:
        names = ", ".join(map(self._label, table.columns)) or "no attribute"
        return f"{self._name(table)}: {names}"

    def _name(self, table: Normalise) -> str:
        return f"#{self._numbers[table]} {self._label(table.event)}"

    def _scan(self, scan: Scan) -> str:
        numbers = ", ".join(f"#{self._numbers[table]}" for table in scan.tables())
        return f"{numbers}: {', '.join(map(_title, scan.branches))}"

    def _label(self, named: Attribute | EventType) -> str:
        return named.term.label(self.language)

    def _term(self, terms: Mapping[str, Term], identifier: str) -> str:
        term = terms.get(identifier)
        return identifier if term is None else term.label(self.language)

    # One branch ------------------------------------------------------------------------------------

    def _branch(self, branch: Branch) -> Iterator[str]:
        yield _title(branch)
        yield _line(1, "Judge", f"{branch.judge.modality.value}, {self._held(branch)}")
        yield _line(2, "Grid", ", ".join(self._owed(branch.grid, branch)))
        yield from (_line(3, "Where", opening) for opening in self._openings(branch.grid))
        yield _line(2, "Measure", ", ".join(self._measured(branch.measure, branch.norm)))
        yield from (_line(3, "Where", self._where(where)) for where in branch.measure.where)
        if branch.evidence.most is not None:
            yield _line(2, "Evidence", f"the first {branch.evidence.most}")

    def _held(self, branch: Branch) -> str:
        """What the measure is held against."""
        match branch.norm:
            case Attestation():
                return "as stated"
            case Rating(out_of=out_of):
                return f"out of {figure_text(out_of)}"
            case _:
                return "every test" if branch.judge.limit is None else limit_text(branch.judge.limit)

    def _openings(self, grid: Grid) -> Iterator[str]:
        if grid.only is not None:
            yield self._where(grid.only)
        if grid.until is not None:
            yield f"every row of {self._name(grid.until)}"
        yield from (f"every row of {self._name(ranked.rows)}" for ranked in grid.ranked)

    def _owed(self, grid: Grid, branch: Branch) -> Iterator[str]:
        role = self._term(self.vocabulary.roles, grid.bearer.role)
        yield f"{role} of each {self._term(self.vocabulary.units, grid.bearer.unit)}"
        if grid.counterparty is not None:
            yield self._toward(grid.counterparty)
        yield "each event" if grid.windows is None else windows_text(grid.windows, self.language)
        if grid.lasts is not None:
            yield f"reaching back over {figure_text(grid.lasts)} windows"
        yield from (f"if {self._condition(c)}" for c in branch.norm.conditions)

    def _toward(self, people: Counterparty) -> str:
        if people.of_trigger:
            return "toward the one whom the trigger was about"
        return f"toward each {self._people(people)}"

    def _people(self, people: Counterparty) -> str:
        exempt = "".join(f" but {self._label(attribute)}" for attribute in people.exempt)
        return f"{self._term(self.vocabulary.roles, people.role)}{exempt}"

    def _condition(self, condition: Condition) -> str:
        match condition:
            case UnitHas(role=role, limit=limit):
                return f"{self._term(self.vocabulary.roles, role)} {limit_text(limit)}"
            case HasProperty():
                return self._property(condition)
            case RankedIn(lowest=lowest, places=places, fold=fold, event=event, attribute=attribute):
                end = "lowest" if lowest else "highest"
                by = f"{fold.value} of {self._label(attribute)} of {self._label(event)}"
                return f"{end} {figure_text(places)} by {by}"
            case other:
                assert_never(other)

    def _property(self, asked: HasProperty) -> str:
        return f"{self._label(asked.property)} is {value_text(asked.property, asked.value, self.language)}"

    def _measured(self, measure: Measure, norm: Norm) -> Iterator[str]:
        of = f" of {', '.join(map(self._label, measure.of))}" if measure.of else ""
        yield f"{measure.kind.value}{of}"
        yield from self._whose(norm)
        if measure.each is not None:
            yield f"each by {figure_text(measure.each)}"
        if measure.key is not None:
            yield f"by {measure.key.value}"
        if measure.toward is not None:
            yield f"toward {self._label(measure.toward)}"
        if measure.case is not None:
            named = measure.where[0].rows.event.attribute(measure.case)
            yield f"each {measure.case if named is None else self._label(named)}"

    def _whose(self, norm: Norm) -> Iterator[str]:
        """The people of whom a share is reached or held, or who may state anything."""
        roles = self.vocabulary.roles
        match norm:
            case Reach(people=people):
                yield self._people(people)
            case Makeup(role=role, wanted=wanted):
                yield self._term(roles, role)
                yield from map(self._property, wanted)
            case Attestation(by=by) | Rating(by=by):
                yield f"said by {self._term(roles, by)}"
            case _:
                return

    def _where(self, where: Where) -> str:
        rows = self._name(where.rows)
        return (
            f"{tests_text(where.tests, self.language)}, of {rows}" if where.tests else f"every row of {rows}"
        )


def _title(branch: Branch) -> str:
    return branch.label if branch.rung == 0 else f"{branch.label}, failing that ({branch.rung})"


def _line(depth: int, operator: str, of: str) -> str:
    return f"{'  ' * depth}{operator:<{_WIDTH}}{of}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
