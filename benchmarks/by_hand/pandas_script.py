"""The twenty duties in pandas, the way one would write them.

`python -m benchmarks.by_hand.pandas_script WORKLOAD OUT`.

Whole columns, one merge of the log with the leaders' times in post, one group-by per duty.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.workload.events import COLUMNS, TEXTS, TYPES
from benchmarks.workload.size import AS_OF_DAY, midnight

_DAY = 86_400_000_000
_AS_OF = midnight(AS_OF_DAY)
_FULFILLED, _VIOLATED, _PENDING, _INAPPLICABLE, _UNDETERMINED = 0, 1, 2, 4, 5
_TYPE = {name: code for code, name in enumerate(TYPES)}
_NEEDED = ("duration", "observed", "checked", "pupil", "for_individuals", "confirmed", "stage", "topic")


def _instant(day: pd.Series) -> pd.Series:
    return (day.astype("int64") - 719_163) * _DAY - _DAY // 3


class Tables:
    """The workload's tables in codes."""

    def __init__(self, workload: Path) -> None:
        dictionary = pd.read_parquet(workload / "dictionary.parquet")
        self._codes = {kind: rows.set_index("text").code for kind, rows in dictionary.groupby("kind")}
        complete = dictionary[dictionary.kind == "complete"].groupby("text").code.max()
        self.through = complete.clip(upper=_AS_OF)
        self.windows = pd.read_parquet(workload / "calendar" / "windows.parquet")
        self.school_days = pd.read_parquet(workload / "calendar" / "school_days.parquet").day.to_numpy()
        self._read_roster(workload / "school")
        self._read_log(workload)

    def _read_roster(self, school: Path) -> None:
        units = pd.read_parquet(school / "units.parquet")
        groups = units[units.kind == "prep_group"].unit.map(self._codes["unit"])
        held = pd.read_parquet(school / "memberships.parquet")
        held["person"] = held.person.map(self._codes["person"])
        held["grp"] = held.unit.map(self._codes["unit"])
        held["first_day"] = self._ordinal(held.start, 0)
        held["end_day"] = self._ordinal(held.end, 4_000_000)
        self.groups = set(groups)
        self.held = held[held.grp.isin(groups)][["person", "grp", "role", "first_day", "end_day"]]
        self.posts = self.held[self.held.role == "leader"].drop(columns="role").reset_index(drop=True)
        self.posts["post"] = self.posts.index
        members = self.held[self.held.role == "member"].drop(columns="role")
        self.members = members.rename(columns={"person": "member", "first_day": "since", "end_day": "until"})

    @staticmethod
    def _ordinal(days: pd.Series, blank: int) -> pd.Series:
        # 719,163 is the ordinal of 1 January 1970.
        dates = pd.to_datetime(days.where(days != ""))
        counted = (dates - pd.Timestamp("1970-01-01")).dt.days + 719_163
        return counted.fillna(blank).astype("int64")

    def _read_log(self, workload: Path) -> None:
        attributes = {f"c{COLUMNS.index(name)}": name for name in _NEEDED}
        columns = ["seq", "t", "day", "type", "actor", "unit", *attributes]
        wanted = [("t", "<", _AS_OF), ("type", "!=", _TYPE["routine_check"])]
        log = pd.read_parquet(workload / "events", columns=columns, filters=wanted).rename(columns=attributes)
        log["whom"] = log.observed.fillna(log.checked).fillna(log.pupil)
        log = log.drop(columns=["observed", "checked", "pupil"])
        log["grp"] = log.unit.where(log.unit.isin(self.groups))
        first, last = self.windows.first_day.min(), self.windows.end_day.max()
        for kind in self.windows.kind.unique():
            numbers = np.full(last - first + 1, -1, dtype="int8")
            for window in self.windows[self.windows.kind == kind].itertuples():
                numbers[window.first_day - first : window.end_day - first] = window.number
            log[kind] = numbers[log.day - first]
        self.log = log
        posts = self.posts.rename(columns={"grp": "post_grp", "person": "actor"})
        needed = [c for c in log.columns if c not in ("t", "unit", "topic")]
        own = log[needed].merge(posts, on="actor")
        in_post = (own.day >= own.first_day) & (own.day < own.end_day)
        fits = own.grp.isna() | (own.grp == own.post_grp)
        kept = [c for c in own.columns if c not in ("day", "grp", "actor", "first_day", "end_day")]
        self.deeds = own.loc[in_post & fits, kept]

    def of(self, name: str) -> pd.DataFrame:
        """What holders of the post did while they held it."""
        return self.deeds[self.deeds.type == _TYPE[name]]

    # Whom the calendar lets owe something.

    def parts(self, kind: str) -> pd.DataFrame:
        """Each post's part of each window, with its school days."""
        windows = self.windows[self.windows.kind == kind].rename(columns={"number": kind})
        cut = windows.merge(self.posts, how="cross", suffixes=("", "_held"))
        first, end = np.maximum(cut.first_day, cut.first_day_held), np.minimum(cut.end_day, cut.end_day_held)
        cut["taught"] = np.searchsorted(self.school_days, end) - np.searchsorted(self.school_days, first)
        cut["start"], cut["end"] = _instant(first), _instant(end)
        return cut[(first < end) & (cut.taught > 0)]

    def holders(self, kind: str) -> pd.DataFrame:
        """Who holds the post on each window's last school day."""
        windows = self.windows[self.windows.kind == kind].rename(columns={"number": kind, "stop": "end"})
        held = windows.merge(self.posts, how="cross", suffixes=("", "_held"))
        at_close = (held.first_day_held <= held.last_school_day) & (held.end_day_held > held.last_school_day)
        return held[at_close]

    def pairs(self, kind: str) -> pd.DataFrame:
        """The holders with each member of the first and the last school day."""
        found = self.holders(kind).merge(self.members, on="grp")
        steady = (found.since <= found.first_school_day) & (found.until > found.last_school_day)
        return found[steady & (found.member != found.person)]

    def opened(self, name: str) -> pd.DataFrame:
        """The group's own events with who held the post that day: by unit, or by actor where it is blank."""
        events = self.log[(self.log.type == _TYPE[name]) & (self.log.term > 0)]
        by_unit = events.merge(self.posts, on="grp")
        by_actor = events[events.unit.isna()].drop(columns="grp")
        by_actor = by_actor.merge(self.posts, left_on="actor", right_on="person")
        both = pd.concat([by_unit, by_actor])
        return both[(both.day >= both.first_day) & (both.day < both.end_day)]


class Answers:
    """Writes one file per duty."""

    def __init__(self, tables: Tables, out: Path) -> None:
        self._tables = tables
        self._out = out
        out.mkdir(parents=True, exist_ok=True)

    def write(self, norm: int, rows: pd.DataFrame) -> None:
        """The rows with the columns of an answer."""
        found = pd.DataFrame({"norm": norm, "person": rows.person, "unit": rows.grp})
        for name in ("counterparty", "start", "end", "event", "verdict", "low", "high"):
            found[name] = rows.get(name, None)
        numbers = dict.fromkeys(found.columns, "Int64")
        found.astype(numbers).to_parquet(self._out / f"{norm:02d}.parquet", index=False)

    def settle(self, rows: pd.DataFrame, name: str) -> None:
        """`high` is what may have been done once all is known, else without bound."""
        settled = rows.end <= self._tables.through[name]
        rows["high"] = (rows.low + rows.open).where(settled)

    def quota(self, norm: int, rows: pd.DataFrame, name: str, least: object) -> None:
        """At least so many; a quota that was divided to nothing is not owed."""
        self.settle(rows, name)
        rows["verdict"] = at_least(rows, least)
        self.scaled(norm, rows, least)

    def scaled(self, norm: int, rows: pd.DataFrame, least: object, scale: int = 10_000) -> None:
        """The rows in ten-thousandths, blank where nothing is owed."""
        is_nothing = np.broadcast_to(np.equal(least, 0), len(rows))
        rows.loc[is_nothing, "verdict"] = _INAPPLICABLE
        rows["low"] = (rows.low * scale).astype("Float64").mask(is_nothing)
        rows["high"] = (rows.high * scale).astype("Float64").mask(is_nothing)
        self.write(norm, rows)

    def limit(self, norm: int, rows: pd.DataFrame, name: str, most: int) -> None:
        """At most so many."""
        self.settle(rows, name)
        rows["verdict"] = at_most(rows, most)
        rows["low"], rows["high"] = rows.low * 10_000, rows.high * 10_000
        self.write(norm, rows)


def at_least(rows: pd.DataFrame, least: object) -> np.ndarray:
    """The verdicts on a least number."""
    cases = [rows.low >= least, rows.high < least, rows.end <= _AS_OF]
    return np.select(cases, [_FULFILLED, _VIOLATED, _UNDETERMINED], _PENDING)


def at_most(rows: pd.DataFrame, most: int) -> np.ndarray:
    """The verdicts on a greatest number."""
    cases = [rows.high <= most, rows.low > most, rows.end <= _AS_OF]
    return np.select(cases, [_FULFILLED, _VIOLATED, _UNDETERMINED], _PENDING)


def counted(
    grid: pd.DataFrame,
    events: pd.DataFrame,
    keys: dict[str, str],
    passed: pd.Series | None = None,
    open_: pd.Series | None = None,
) -> pd.DataFrame:
    """The grid with how many events passed, how many were left open; `keys`: the grid's by the events'."""
    sure = pd.Series(1, index=events.index) if passed is None else passed.astype("int64")
    unsure = pd.Series(0, index=events.index) if open_ is None else open_.astype("int64")
    sums = events[list(keys)].assign(low=sure, open=unsure).groupby(list(keys), as_index=False).sum()
    found = grid.merge(sums.rename(columns=keys), on=list(keys.values()), how="left")
    return found.fillna({"low": 0, "open": 0})


def of_calendar(tables: Tables, answers: Answers) -> None:
    """The duties of weeks, fortnights and months."""
    meetings = tables.log[(tables.log.type == _TYPE["prep_meeting"]) & tables.log.grp.notna()]
    rows = counted(tables.holders("week"), meetings, {"grp": "grp", "week": "week"})
    answers.quota(0, rows, "prep_meeting", 1)

    post, weekly = {"post_grp": "grp", "week": "week"}, {"post": "post", "week": "week"}
    answers.quota(1, counted(tables.holders("week"), tables.of("group_prep"), post), "group_prep", 1)

    rows = counted(tables.parts("week"), tables.of("lesson_observation"), weekly)
    answers.quota(2, rows, "lesson_observation", 2 * rows.taught // rows.school_days)

    work = tables.of("homework_assignment")
    suited = work.for_individuals
    rows = counted(tables.holders("week"), work, post, suited == 1, suited.isna())
    answers.quota(3, rows, "homework_assignment", 1)

    neglect = tables.of("neglect_finding")
    rows = counted(tables.parts("week"), neglect, weekly, neglect.confirmed == 1, neglect.confirmed.isna())
    answers.limit(4, rows, "neglect_finding", 0)

    post = {"post_grp": "grp", "fortnight": "fortnight"}
    answers.quota(5, counted(tables.holders("fortnight"), tables.of("theory_study"), post), "theory_study", 1)

    fortnightly = {"post": "post", "fortnight": "fortnight"}
    own = tables.of("prep_meeting")
    parts = tables.parts("fortnight")
    rows = counted(parts, own, fortnightly, own.duration >= 400_000, own.duration.isna())
    answers.quota(6, rows, "prep_meeting", 2 * rows.taught // rows.school_days)

    exams = tables.of("exam")
    ordinary = exams.stage.notna() & (exams.stage != TEXTS.index("final"))
    answers.limit(7, counted(parts, exams, fortnightly, ordinary, exams.stage.isna()), "exam", 2)

    forms = {"post": "post", "month by 5": "month by 5"}
    rows = counted(tables.parts("month by 5"), tables.of("case_study"), forms)
    answers.quota(8, rows, "case_study", 3 * rows.taught // rows.school_days)


def of_months(tables: Tables, answers: Answers) -> None:
    """Toward each member, a sum, and two rungs."""
    visits = tables.of("lesson_observation")
    toward = {"post_grp": "grp", "month": "month", "whom": "member"}
    rows = counted(tables.pairs("month"), visits[visits.whom.notna()], toward)
    unnamed = visits[visits.whom.isna()].groupby(["post_grp", "month"]).size().rename("unnamed").reset_index()
    rows = rows.merge(unnamed.rename(columns={"post_grp": "grp"}), on=["grp", "month"], how="left")
    rows["open"], rows["counterparty"] = rows.unnamed.fillna(0), rows.member
    answers.quota(9, rows, "lesson_observation", 1)

    monthly = {"post": "post", "month": "month"}
    parts = tables.parts("month")
    rows = counted(parts, visits, monthly, visits.duration.fillna(0), visits.duration.isna())
    settled = (rows.end <= tables.through["lesson_observation"]) & (rows.open == 0)
    rows["high"] = rows.low.where(settled)
    least = 120 * 100 * rows.taught // rows.school_days * 100
    rows["verdict"] = at_least(rows, least)
    answers.scaled(10, rows, least, scale=1)

    made = counted(parts, tables.of("marking_check"), monthly)
    given = counted(parts, tables.of("check_feedback"), monthly)
    answers.settle(made, "marking_check")
    answers.settle(given, "check_feedback")
    least = 8 * made.taught // made.school_days
    first, second = at_least(made, least), at_least(given, 12 * made.taught // made.school_days)
    is_second = (first != _FULFILLED) & (second == _FULFILLED)
    cases = [(first == 0) | (second == 0), (first == 1) & (second == 1), made.end <= _AS_OF]
    made["verdict"] = np.select(cases, [_FULFILLED, _VIOLATED, _UNDETERMINED], _PENDING)
    made["low"] = made.low.mask(is_second, given.low)
    made["high"] = made.high.mask(is_second, given.high)
    answers.scaled(11, made, least)


def of_terms(tables: Tables, answers: Answers) -> None:
    """A count with a test, a share, a spacing, and taking part."""
    visits = tables.of("lesson_observation")
    termly = {"post": "post", "term": "term"}
    parts = tables.parts("term")
    rows = counted(parts, visits, termly, visits.duration >= 300_000, visits.duration.isna())
    answers.quota(12, rows, "lesson_observation", 20 * rows.taught // rows.school_days)

    _reaches(tables, answers)
    _steady(tables, answers)

    observations = tables.log[tables.log.type == _TYPE["lesson_observation"]]
    received = observations.drop(columns="grp").merge(tables.posts, left_on="whom", right_on="person")
    received = received[(received.day >= received.first_day) & (received.day < received.end_day)]
    both = pd.concat([visits[["seq", "post", "term"]], received[["seq", "post", "term"]]]).drop_duplicates()
    rows = counted(parts, both, termly)
    answers.quota(15, rows, "lesson_observation", 30 * rows.taught // rows.school_days)


def _reaches(tables: Tables, answers: Answers) -> None:
    checks = tables.of("marking_check")
    checks = checks[checks.term > 0]
    reached = checks[["post_grp", "whom"]].dropna().drop_duplicates().assign(reached=1)
    reached = reached.rename(columns={"post_grp": "grp", "whom": "member"})
    people = tables.pairs("term").merge(reached, on=["grp", "member"], how="left")
    shares = people.groupby("post").agg(people=("member", "size"), low=("reached", "count")).reset_index()
    unnamed = checks[checks.whom.isna()].groupby("post_grp").size().rename("unnamed")
    rows = tables.holders("term").merge(shares, on="post", how="left")
    rows["unnamed"] = rows.grp.map(unnamed).fillna(0)
    settled = rows.end <= tables.through["marking_check"]
    rows["high"] = rows.people.where(~settled, np.minimum(rows.people, rows.low + rows.unnamed))
    cases = [
        rows.people.isna(),
        100 * rows.low >= 80 * rows.people,
        100 * rows.high < 80 * rows.people,
        rows.end <= _AS_OF,
    ]
    rows["verdict"] = np.select(cases, [_INAPPLICABLE, _FULFILLED, _VIOLATED, _UNDETERMINED], _PENDING)
    rows["low"], rows["high"] = rows.low * 10_000, rows.high * 10_000
    answers.write(13, rows)


def _steady(tables: Tables, answers: Answers) -> None:
    term = tables.windows[tables.windows.kind == "term"].iloc[0]
    is_study = (tables.log.type == _TYPE["theory_study"]) & tables.log.grp.notna() & (tables.log.term > 0)
    days = tables.log[is_study][["grp", "day"]].drop_duplicates()
    known = (tables.through["theory_study"] - 1 + _DAY // 3) // _DAY + 719_163
    rows = tables.holders("term").copy()
    rows["high"] = rows.grp.map(_longest(days, term.first_day, term.end_day - 1)).fillna(
        term.end_day - 1 - term.first_day
    )
    until = max(known, term.first_day)
    least = rows.grp.map(_longest(days[days.day <= until], term.first_day, until))
    rows["low"] = np.minimum(least.fillna(until - term.first_day), rows.high)
    rows["verdict"] = at_most(rows, 28)
    rows["low"], rows["high"] = rows.low * 10_000, rows.high * 10_000
    answers.write(14, rows)


def _longest(days: pd.DataFrame, first: int, last: int) -> pd.Series:
    """The longest gap of each group between the first day, its own days and the last day."""
    ends = days[["grp"]].drop_duplicates()
    points = pd.concat([days, ends.assign(day=first), ends.assign(day=last)]).sort_values(["grp", "day"])
    return points.groupby("grp").day.diff().groupby(points.grp).max()


def of_events(tables: Tables, answers: Answers) -> None:
    """The duties that events open."""
    _contacts(tables, answers)
    for norm, trigger, response, days, least in (
        (17, "exam", "quality_analysis", 0, 1),
        (18, "open_lesson", "check_feedback", 3, 2),
    ):
        rows = tables.opened(trigger)[["seq", "day", "person", "grp"]]
        rows = rows.assign(start=_instant(rows.day), end=_instant(rows.day + days + 1))
        rows = _answered(tables, rows, response)
        answers.quota(norm, rows, response, least)
    rows = tables.opened("open_lesson")
    rows = rows.assign(
        start=_instant(rows.day), end=_instant(rows.day + 1), event=rows.seq,
        verdict=np.where(rows.topic.notna(), _FULFILLED, _VIOLATED), low=None, high=None,
    )  # fmt: skip
    answers.write(19, rows)


def _answered(tables: Tables, rows: pd.DataFrame, response: str) -> pd.DataFrame:
    """The opened rows with how many responses their person gave in [start, end)."""
    given = tables.log[tables.log.type == _TYPE[response]][["actor", "t", "grp", "whom"]]
    given = given.rename(columns={"grp": "written", "whom": "toward"})
    found = rows.merge(given, left_on="person", right_on="actor")
    found = found[(found.t >= found.start) & (found.t < found.end)]
    found = found[found.written.isna() | (found.written == found.grp)]
    if "counterparty" in found:
        found["low"], found["open"] = found.toward == found.counterparty, found.toward.isna()
    else:
        found["low"], found["open"] = 1, 0
    sums = found.groupby(["seq", "grp"], as_index=False)[["low", "open"]].sum()
    rows = rows.merge(sums, on=["seq", "grp"], how="left").fillna({"low": 0, "open": 0})
    return rows.assign(event=rows.seq)


def _contacts(tables: Tables, answers: Answers) -> None:
    absences = tables.log[
        (tables.log.type == _TYPE["absence"]) & (tables.log.term > 0) & tables.log.grp.isna()
    ]
    about = absences.drop(columns="grp").merge(tables.held, left_on="whom", right_on="person")
    about = about[(about.day >= about.first_day) & (about.day < about.end_day)]
    about = about[["seq", "t", "day", "whom", "grp"]].merge(tables.posts, on="grp")
    about = about[(about.day >= about.first_day) & (about.day < about.end_day)]
    columns = ["seq", "t", "whom", "person", "grp"]
    rows = pd.concat([tables.opened("absence")[columns], about[columns]]).drop_duplicates()
    rows = rows.rename(columns={"t": "start", "whom": "counterparty"})
    rows["end"] = rows.start + _DAY
    rows = _answered(tables, rows, "parent_contact")
    answers.settle(rows, "parent_contact")
    rows["verdict"] = at_least(rows, 1)
    is_unknown = rows.counterparty.isna()
    rows.loc[is_unknown, "verdict"] = _UNDETERMINED
    rows["low"] = (rows.low * 10_000).mask(is_unknown)
    rows["high"] = (rows.high * 10_000).mask(is_unknown)
    answers.write(16, rows)


def run(workload: Path, out: Path) -> None:
    """Writes the answers to `out`."""
    tables = Tables(workload)
    answers = Answers(tables, out)
    of_calendar(tables, answers)
    of_months(tables, answers)
    of_terms(tables, answers)
    of_events(tables, answers)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
