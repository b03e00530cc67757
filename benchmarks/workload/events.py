"""The events, as one SQL statement: all arithmetic on the event's number, so the same everywhere.

Rows come out in the order of (t, id). Nothing is drawn: `draw(i, k)` is the k-th number of event i, two
rounds of multiplying and squaring modulo a prime, so neither the number of threads nor the version matters.
"""

from __future__ import annotations

import attrs

from benchmarks.workload.people import leave_sql, members_sql
from benchmarks.workload.size import AS_OF_DAY, FIRST_DAY, Size, is_school_day, midnight

TYPES = (
    "prep_meeting",
    "group_prep",
    "lesson_observation",
    "marking_check",
    "check_feedback",
    "theory_study",
    "case_study",
    "homework_assignment",
    "routine_check",
    "absence",
    "parent_contact",
    "exam",
    "quality_analysis",
    "open_lesson",
    "neglect_finding",
)
"""By code. Nothing in the policy asks about routine checks; one event in twelve is one."""

COLUMNS = (
    "duration",
    "observed",
    "checked",
    "recipient",
    "pupil",
    "for_individuals",
    "confirmed",
    "stage",
    "topic",
    "place",
    "pass_rate",
    "sign_in",
)
"""By number: column c0 holds durations, c1 whom was observed, and so on."""

STAGES = ("unit_test", "monthly", "midterm", "final")
TEXTS = (*STAGES, *(f"topic {n:02d}" for n in range(96)))

_PRIME = 2_147_483_647
_LATE = 2
"""Days of the log after the as-of day, which no answer may see."""

_DRAW = f"""
CREATE OR REPLACE MACRO draw(i, k) AS (
  (((i * 48271 + k * 69621 + 12345) % {_PRIME}) * ((i * 48271 + k * 69621 + 12345) % {_PRIME}) + i * 7 + k)
    % {_PRIME} * 16807 % {_PRIME});
CREATE OR REPLACE MACRO of_hundred(i, k) AS draw(i, k) % 10007 * 100 // 10007;
"""

_USUAL = (
    (14, "prep_meeting"),
    (26, "group_prep"),
    (46, "lesson_observation"),
    (58, "marking_check"),
    (68, "check_feedback"),
    (74, "theory_study"),
    (82, "case_study"),
    (92, "homework_assignment"),
    (100, "routine_check"),
)
_RARE = {
    7: "absence",
    9: "parent_contact",
    20: "exam",
    21: "quality_analysis",
    33: "open_lesson",
    44: "neglect_finding",
}
"""One event in two hundred each; what follows one of them refers back to it."""

_FOLLOWS = {9: (2, 3), 21: (1, 2)}
"""By what is left over of two hundred: how far back the cause lies, and how many half days at most."""


@attrs.frozen(kw_only=True)
class Slots:
    """The log's days in order, each as often as it takes events: a school day twenty times a Sunday."""

    days: tuple[int, ...]

    @classmethod
    def of_the_term(cls) -> Slots:
        """From the first day of the term to the last of the log."""
        ordinals = range(FIRST_DAY.toordinal(), AS_OF_DAY.toordinal() + _LATE)
        weights = [20 if is_school_day(FIRST_DAY.fromordinal(o)) else 1 for o in ordinals]
        return cls(days=tuple(day for day, weight in enumerate(weights) for _ in range(weight)))


def preparation() -> str:
    """The statements that must run before `rows`."""
    slots = Slots.of_the_term().days
    places = [place - slots.index(day) for place, day in enumerate(slots)]
    counts = [slots.count(day) for day in slots]
    rows = zip(slots, places, counts, strict=True)
    values = ", ".join(f"({slot}, {d}, {p}, {c})" for slot, (d, p, c) in enumerate(rows))
    return (
        f"{_DRAW}\nCREATE OR REPLACE TEMP TABLE slots AS SELECT * FROM (VALUES {values}) "
        "slots(slot, day_of_term, place, places)"
    )


def rows(size: Size, first: int, end: int) -> str:
    """A query for the events from number `first` to before `end`, in order."""
    slots = len(Slots.of_the_term().days)
    return f"""
WITH numbered AS (
  SELECT i, {_group_source(size, slots)} AS source, {_type()} AS type,
         (i * {slots} // {size.events})::INTEGER AS slot,
         (i * {slots} % {size.events}) * 50400 // {size.events} AS part
  FROM range({first}, {end}) numbers(i)
),
placed AS (
  SELECT i, source, type, day_of_term,
         25200 + (place * 50400 + part) // places AS second,
         (draw(source, 1) * draw(source, 1) // {_PRIME} + draw(source, 1)) * {size.leaders}
           // {2 * _PRIME} AS grp
  FROM numbered JOIN slots USING (slot)
),
owned AS (
  SELECT *, {members_sql("grp")[0]} + {size.leaders} AS first_member, {members_sql("grp")[1]} AS members,
         {leave_sql("grp")} AS on_leave
  FROM placed
)
SELECT i::BIGINT AS seq,
       {midnight(FIRST_DAY)} + (day_of_term * 86400 + second) * 1000000 AS t,
       ({FIRST_DAY.toordinal()} + day_of_term)::INTEGER AS day,
       type::INTEGER AS type,
       {_actor(size)}::INTEGER AS actor,
       {_unit(size)}::INTEGER AS unit,
       {_attributes(size)}
FROM owned
ORDER BY i
"""


def _group_source(size: Size, slots: int) -> str:
    """The number of the event that settles the group: the cause for what follows one, else its own."""
    half_day = max(1, size.events * 10 // slots // 200)
    cases = " ".join(
        f"WHEN {rest} THEN greatest(i - {back} - 200 * (draw(i, 2) % {half_day * most}), {rest - back})"
        for rest, (back, most) in _FOLLOWS.items()
    )
    return f"CASE i % 200 {cases} ELSE i END"


def _type() -> str:
    rare = " ".join(f"WHEN {rest} THEN {TYPES.index(name)}" for rest, name in _RARE.items())
    usual = " ".join(f"WHEN of_hundred(i, 3) < {below} THEN {TYPES.index(name)}" for below, name in _USUAL)
    return f"CASE i % 200 {rare} ELSE CASE {usual} END END"


def _actor(size: Size) -> str:
    """The leader or their deputy, now and then a member, somebody else or nobody."""
    return f"""CASE
    WHEN type = {TYPES.index("absence")} AND of_hundred(i, 4) < 70 THEN NULL
    WHEN of_hundred(i, 4) < 2 THEN NULL
    WHEN of_hundred(i, 4) < 4 THEN (grp + 1) % {size.leaders}
    WHEN of_hundred(i, 4) < 18 THEN first_member + draw(i, 5) % members
    WHEN on_leave AND of_hundred(i, 6) < 90 THEN first_member
    ELSE grp END"""


def _unit(size: Size) -> str:
    """The own group, blank, the school, or another group."""
    return f"""CASE
    WHEN type = {TYPES.index("absence")} AND of_hundred(i, 7) < 60 THEN {size.leaders}
    WHEN of_hundred(i, 7) < 55 THEN grp
    WHEN of_hundred(i, 7) < 94 THEN NULL
    WHEN of_hundred(i, 7) < 98 THEN {size.leaders}
    ELSE (grp + 1) % {size.leaders} END"""


def _attributes(size: Size) -> str:
    member = "first_member + draw(i, 8) % members"
    person = f"""CASE WHEN of_hundred(i, 9) < 3 THEN NULL WHEN of_hundred(i, 9) < 6 THEN grp
      WHEN of_hundred(i, 9) < 9 THEN (grp + 1) % {size.leaders} ELSE {member} END"""
    # The pupil of a call is the one of the absence that it follows.
    pupil = "CASE WHEN of_hundred(source, 10) < 3 THEN NULL ELSE first_member + draw(source, 8) % members END"
    values = {
        "duration": (
            ("prep_meeting", "group_prep", "lesson_observation"),
            _unless(3, "(20 + draw(i, 12) % 71) * 10000"),
        ),
        "observed": (("lesson_observation",), person),
        "checked": (("marking_check",), person),
        "recipient": (("check_feedback",), person),
        "pupil": (("absence", "parent_contact"), pupil),
        "for_individuals": (("homework_assignment",), _unless(3, "(draw(i, 13) % 10 < 6)::BIGINT")),
        "confirmed": (("neglect_finding",), _unless(5, "(draw(i, 13) % 10 < 3)::BIGINT")),
        "stage": (("exam",), _unless(3, "draw(i, 13) % 4")),
        "topic": (("prep_meeting", "theory_study", "open_lesson"), _unless(4, "4 + draw(i, 13) % 96")),
        "place": (("prep_meeting",), _unless(4, "4 + draw(i, 14) % 96")),
        "pass_rate": (("quality_analysis",), _unless(2, "draw(i, 13) % 1000001")),
        "sign_in": (("prep_meeting", "group_prep"), _unless(2, "(draw(i, 15) % 13) * 10000")),
    }
    return ",\n       ".join(
        f"CASE WHEN type IN ({', '.join(str(TYPES.index(t)) for t in types)}) "
        f"THEN ({value})::BIGINT END AS c{n}"
        for n, (types, value) in enumerate(values[name] for name in COLUMNS)
    )


def _unless(percent: int, value: str) -> str:
    return f"CASE WHEN of_hundred(i, 11) >= {percent} THEN {value} END"
