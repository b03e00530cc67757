"""Who owes what when, as a query: a norm's instances before any event is looked at.

A grid has post, person, unit, counterparty, window, opens, closes, days, of_days, last_taught, state (the
place of its `Applicability`), and for each rung the numbers of its bound, least_0, most_0 and so on.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.figures import Figure
from dutyrules.checking.policy import (
    Condition,
    Counterparty,
    HasProperty,
    Limit,
    Norm,
    Quota,
    RankedIn,
    Recurrence,
    UnitHas,
)
from dutyrules.checking.vocabulary import Attribute
from dutyrules.engines.columnar.answers import at_least, at_most
from dutyrules.engines.columnar.bulk.calendar_tables import Numbered
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import (
    Applicability,
    Scope,
    divided,
    is_quota_of_one,
    limit_on,
    scope_of,
)
from dutyrules.plan.windows import PlannedWindow

STATES = {state: place for place, state in enumerate(Applicability)}
"""The number by which an applicability is written."""


def bound_numbers(limit: Limit, window: PlannedWindow) -> tuple[int | None, int | None]:
    """The bound's thresholds in the window, in 1/SCALE."""
    low, high = limit_on(limit, window.first_day)
    return (None if low is None else at_least(low)), (None if high is None else at_most(high))


def shown(number: int | None) -> str:
    """A number or NULL, as SQL of one type."""
    return "CAST(NULL AS BIGINT)" if number is None else f"CAST({number} AS BIGINT)"


def values(rows: Sequence[Sequence[str]], names: Sequence[str]) -> str:
    """A query of the rows, which may be none."""
    if not rows:
        nothing = ", ".join(f"0 AS {name}" for name in names)
        return f"SELECT {nothing} WHERE FALSE"
    listed = ", ".join(f"({', '.join(row)})" for row in rows)
    return f"SELECT * FROM (VALUES {listed}) v({', '.join(names)})"


# Quotas --------------------------------------------------------------------------------------------


def quota_grid(stock: Stock, norm: Quota, number: int, scope: Scope) -> str:
    """The instances of a quota in those windows in which it is of the scope (3.2 to 3.7)."""
    recurrence = norm.recurrence
    if not isinstance(recurrence, Recurrence):
        raise TypeError("a response has its own grid")
    _, windows = stock.recurrence(recurrence)
    mine = {n: w for n, w in windows.items() if scope_of(norm, w.first_day) is scope}
    bounds = _bounds(stock, norm, number, scope, mine)
    is_parted = scope in (Scope.PERSON, Scope.PARTNER)
    parts = (stock.parts if is_parted else stock.at_close)(norm.bearer, recurrence)
    rungs = range(len(norm.rungs) + 1)
    limits, joins = [], []
    for rung in rungs:
        shares = _shares(stock, norm, number, scope, rung, mine) if is_parted else None
        if shares is None:
            limits.append(f"b.least_{rung}, b.most_{rung}")
        else:
            joins.append(f" LEFT JOIN {shares} s{rung} ON s{rung}.win = g.win AND s{rung}.days = g.days")
            limits.append(f"coalesce(s{rung}.least, b.least_{rung}) AS least_{rung}, b.most_{rung}")
    nothing = "s0.least = 0" if any(" s0 " in join for join in joins) else "FALSE"
    to_close = " WHERE (NOT b.is_one OR g.at_close)" if is_parted else ""
    owed = (
        f"SELECT g.*, {', '.join(limits)}, b.is_known, "
        f"{state(stock, norm.conditions, 'g', nothing)} AS applies "
        f"FROM {parts} g JOIN {bounds} b ON b.win = g.win{''.join(joins)}{to_close}"
    )
    return toward(stock, norm.counterparty, owed, recurrence)


def _bounds(stock: Stock, norm: Quota, number: int, scope: Scope, windows: Numbered) -> str:
    """Each window's numbers, whether they are known, and whether it is a quota of one nobody may leave."""
    since, limits = known_from(norm), [norm.limit, *(rung.limit for rung in norm.rungs)]
    names = ["win", "is_known", "is_one"]
    names += [name for rung in range(len(limits)) for name in (f"least_{rung}", f"most_{rung}")]
    rows = []
    for place, window in windows.items():
        is_one = norm.modality is not Modality.MAY and is_quota_of_one(norm, window.first_day)
        numbers = [shown(n) for limit in limits for n in bound_numbers(limit, window)]
        rows.append([str(place), str(since <= window.first_day), str(is_one), *numbers])
    return stock.table(f"bounds_{number}_{scope.value}", lambda: values(rows, names))


def _shares(stock: Stock, norm: Quota, number: int, scope: Scope, rung: int, windows: Numbered) -> str | None:
    """The least number for each possible number of days in post (3.5), None if it is never divided."""
    asked = norm if rung == 0 else _rung(norm, rung)
    calendar, rows = stock.files.calendar, []
    for place, window in windows.items():
        of_days = calendar.school_days(window.first_day, window.end_day)
        for days in range(1, of_days):
            least, division = divided(asked, window.first_day, days, of_days)
            # A rung is divided where the quota was.
            _, first = divided(norm, window.first_day, days, of_days)
            if division is not None and first is not None and least is not None:
                rows.append([str(place), str(days), shown(at_least(least))])
    if not rows:
        return None
    name = f"shares_{number}_{scope.value}_{rung}"
    return stock.table(name, lambda: values(rows, ("win", "days", "least")))


def _rung(norm: Quota, rung: int) -> Quota:
    step = norm.rungs[rung - 1]
    return attrs.evolve(norm, event=step.event, limit=step.limit, tests=(), summed=None, rungs=())


# Conditions ----------------------------------------------------------------------------------------


def state(
    stock: Stock,
    conditions: Sequence[Condition],
    grid: str,
    nothing: str = "FALSE",
    day: str = "last_taught",
    days: Sequence[int] | None = None,
) -> str:
    """5.4: the state of an instance by its conditions on a day; `nothing`: its quota is divided to 0."""
    answers = [_holds(stock, c, grid, f"{grid}.{day}") for c in conditions if not isinstance(c, RankedIn)]
    cases = [f"WHEN NOT {a} THEN {STATES[Applicability.CONDITION_FAILS]}" for a in answers]
    cases += [f"WHEN {a} IS NULL THEN {STATES[Applicability.CONDITION_UNKNOWN]}" for a in answers]
    if nothing != "FALSE":
        cases.append(f"WHEN {nothing} THEN {STATES[Applicability.DIVIDED_TO_NOTHING]}")
    return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"


def _holds(stock: Stock, condition: UnitHas | HasProperty, grid: str, day: str) -> str:
    match condition:
        case UnitHas(role=role, limit=limit):
            return _unit_has(stock, role, limit, grid, day)
        case HasProperty(of_unit=True):
            return "CAST(NULL AS BOOLEAN)"
        case HasProperty(property=attribute, value=value):
            return has_property(stock, attribute, value, f"{grid}.person", day)


def _unit_has(stock: Stock, role: str, limit: Limit, grid: str, day: str) -> str:
    counts = head_counts(stock, role)
    found = (
        f"coalesce((SELECT any_value(n.people) FROM {counts} n WHERE n.unit = {grid}.unit "
        f"AND n.since <= {day} AND {day} < n.until), 0)"
    )
    bounds = []
    if limit.low is not None:
        bounds.append(f"{found} * 10000 >= {figure_on(limit.low, day, is_least=True)}")
    if limit.high is not None:
        bounds.append(f"{found} * 10000 <= {figure_on(limit.high, day, is_least=False)}")
    return f"({' AND '.join(bounds) or 'TRUE'})"


def figure_on(figure: Figure, day: str, *, is_least: bool) -> str:
    """The figure's value on the day, in 1/SCALE."""
    scaled = at_least if is_least else at_most
    dated = [(since, scaled(value)) for since, value in figure.settings]
    cases = [f"WHEN {day} >= {since.toordinal()} THEN {v}" for since, v in reversed(dated) if since]
    first = dated[0][1]
    return f"CASE {' '.join(cases)} ELSE {first} END" if cases else str(first)


def head_counts(stock: Stock, role: str) -> str:
    """How many people hold the role in each unit, by runs of days: (unit, since, until, people)."""
    holders = stock.holders(role)
    return stock.table(
        f"heads_{holders}",
        lambda: (
            f"WITH changes AS (SELECT unit, since AS day, 1 AS more FROM {holders} UNION ALL "
            f"SELECT unit, until, -1 FROM {holders}), "
            "daily AS (SELECT unit, day, sum(more) AS more FROM changes GROUP BY ALL) "
            "SELECT unit, day AS since, coalesce(lead(day) OVER w, 4000000) AS until, "
            "(sum(more) OVER w)::INTEGER AS people FROM daily WINDOW w AS (PARTITION BY unit ORDER BY day)"
        ),
    )


def has_property(stock: Stock, attribute: Attribute, value: str | bool, person: str, day: str) -> str:
    """True, false, or NULL where the roster leaves it blank."""
    table = stock.property_answers(attribute, value)
    found = (
        f"(SELECT arg_min(h.answer, h.place) FROM {table} h WHERE h.person = {person} "
        f"AND h.since <= {day} AND {day} < h.until)"
    )
    return f"(CASE {found} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END)"


# Counterparties ------------------------------------------------------------------------------------


def toward(stock: Stock, people: Counterparty | None, owed: str, recurrence: Recurrence) -> str:
    """3.7: the instances, once for each person they are owed to, with their final state."""
    known = STATES[Applicability.NUMBER_UNKNOWN]
    if people is None:
        return (
            f"SELECT g.*, CAST(NULL AS INTEGER) AS counterparty, "
            f"CASE WHEN NOT g.is_known THEN {known} ELSE g.applies END AS state FROM ({owed}) g"
        )
    steady = exempted(stock, people, stock.steady(people.role, recurrence), recurrence)
    unsure = STATES[Applicability.CONDITION_UNKNOWN]
    return (
        f"SELECT g.*, o.person AS counterparty, CASE WHEN NOT g.is_known THEN {known} "
        f"WHEN g.applies = 0 AND o.exempt IS NULL THEN {unsure} ELSE g.applies END AS state "
        f"FROM ({owed}) g JOIN ({steady}) o ON o.unit = g.unit AND o.win = g.win "
        f"WHERE o.person <> g.person AND (o.exempt IS NULL OR NOT o.exempt)"
    )


def exempted(stock: Stock, people: Counterparty, steady: str, recurrence: Recurrence) -> str:
    """The people with `exempt`: true, false, or NULL where the roster does not say."""
    if not people.exempt:
        return f"SELECT *, FALSE AS exempt FROM {steady}"
    windows = stock.windows_table(stock.recurrence(recurrence)[0])
    answers = [has_property(stock, a, True, "s.person", "w.last_taught") for a in people.exempt]
    return f"SELECT s.*, ({' OR '.join(answers)}) AS exempt FROM {steady} s JOIN {windows} w ON w.win = s.win"


def is_native_condition(norm: Norm) -> bool:
    """False where the norm ranks its bearer's unit, for which there is no statement."""
    return not any(isinstance(c, RankedIn) for c in norm.conditions)
