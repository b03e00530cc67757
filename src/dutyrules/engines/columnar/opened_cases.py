"""Cases that a unit's events open: one for each value of a key in a window (semantics, 2.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dutyrules.checking.policy import Agreement, Ordering
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.columnar.classes import case_expression, key_text
from dutyrules.engines.columnar.connection import number
from dutyrules.engines.columnar.openings import Opener
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.world import attribute_of
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.plan.posts import Post
from dutyrules.plan.windows import PlannedWindow


def cases(
    opener: Opener, norm: Agreement | Ordering, kinds: Sequence[EventType], key: str
) -> Iterator[Obligation]:
    """One instance for each window, bearer at its close and case, in order of the case's appearance."""
    store, planner = opener.store, opener.planner
    posts, windows = store.posts.of(norm.bearer), planner.windows(norm.recurrence)
    if not posts or not windows:
        return
    found = _found(store, norm, kinds, key, windows)
    for place, window in enumerate(windows):
        for post in planner.at_close(posts, window):
            for case in found.get((place, store.coding.units[post.unit]), ()):
                yield _case(opener, norm, post, window, case, len(kinds))


def _found(
    store: Store,
    norm: Agreement | Ordering,
    kinds: Sequence[EventType],
    key: str,
    windows: Sequence[PlannedWindow],
) -> dict[tuple[int, int], list[str]]:
    """The cases of each window and unit, each as its first event writes it."""
    stretch = max([1, *(w.end - w.start for w in windows)])
    table = store.load(
        "windows",
        {
            "w": range(len(windows)),
            "start_at": [w.start for w in windows],
            "end_at": [w.end for w in windows],
        },
    )
    keys = [attribute_of(kind, key) for kind in kinds]
    every = " UNION ALL\n    ".join(
        f"SELECT {n} AS step, seq, instant, unit, {store.events(kind).columns.of(attribute)} AS code,\n"
        f"      {case_expression(store, kind, attribute)} AS case_no FROM {store.events(kind).table}"
        for n, (kind, attribute) in enumerate(zip(kinds, keys, strict=True))
    )
    rows = store.database.rows(
        f"cases {norm.label}",
        f"WITH w AS (SELECT *, unnest(range(start_at // {stretch}, (end_at - 1) // {stretch} + 1))\n"
        f"    AS stretch FROM {table}),\n"
        f"e AS (SELECT *, instant // {stretch} AS stretch FROM ({every})\n"
        f"  WHERE unit IS NOT NULL AND case_no IS NOT NULL)\n"
        f"SELECT w.w, e.unit, e.step, e.code FROM w JOIN e\n"
        f"  ON e.stretch = w.stretch AND e.instant >= w.start_at AND e.instant < w.end_at\n"
        f"QUALIFY row_number() OVER (PARTITION BY w.w, e.unit, e.case_no ORDER BY e.step, e.seq) = 1\n"
        f"ORDER BY w.w, e.unit, e.step, e.seq",
    )
    found: dict[tuple[int, int], list[str]] = {}
    for window, unit, step, code in rows:
        text = key_text(store, keys[number(step)], number(code))
        found.setdefault((number(window), number(unit)), []).append(text)
    return found


def _case(
    opener: Opener, norm: Agreement | Ordering, post: Post, window: PlannedWindow, case: str, steps: int
) -> Obligation:
    calendar, posts = opener.store.world.school.calendar, opener.store.posts
    last = calendar.last_school_day(window.first_day, window.end_day)
    # An order is at least all its steps; an agreement is at most one value.
    low, high = (Decimal(steps), None) if isinstance(norm, Ordering) else (None, Decimal(1))
    opened = Obligation(
        norm=norm,
        person=post.person,
        unit=post.unit,
        counterparty=None,
        window=window,
        start=window.start,
        end=window.end,
        scope=Scope.UNIT,
        low=low,
        high=high,
        applicability=applicability(norm.conditions, post, last or window.first_day, posts),
        case=case,
        before=opener.planner.before(norm, window),
    )
    return opener.planner.numbered(opened, window.first_day)
