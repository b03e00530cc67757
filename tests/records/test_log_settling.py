"""Repeats count once, corrections supersede, retractions remove, and the order of rows changes nothing."""

import datetime
import hashlib
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_school import VOCABULARY, codes, instant, log_at, log_of, places, values

from dutyrules.records.log import Completeness, Log
from dutyrules.records.log_error import LogError

HEADER = "编号,类型,时间,工号,学科,登记时间,更正,撤销"


def content(log: Log) -> object:
    """What the log says, without rows, files and sources."""
    return (
        log.ids,
        log.t,
        log.day,
        log.event_type,
        log.actor,
        log.unit,
        log.columns,
        log.people,
        log.units,
        log.texts,
        sorted((line.value, line.code) for line in log.quarantine),
    )


def test_events_are_in_order_of_time_and_id(tmp_path: Path) -> None:
    """Rows come out by instant, then by id, whatever their order in the file."""
    log = log_of(
        tmp_path,
        HEADER,
        "C,听课,2026-09-02,00124,,,,",
        "B,听课,2026-09-01,00124,,,,",
        "A,听课,2026-09-02,00124,,,,",
    )
    assert ("B", "A", "C") == log.ids
    assert [3, 4, 2] == list(log.row)


def test_repeated_rows_count_once(tmp_path: Path) -> None:
    """A row with the id and content of an earlier one is listed; one with other content is set aside."""
    log = log_of(
        tmp_path,
        HEADER,
        "A,听课,2026-09-01,00124,数学,,,",
        "A,听课,2026-09-01 00:00,李伟,数学,2026-09-03,,",
        "A,听课,2026-09-01,00124,语文,,,",
    )
    assert ["数学"] == values(log, "subject")
    assert [(3, "duplicate-row"), (4, "duplicate-id-differs")] == codes(log)
    assert "log.csv!2" in log.quarantine[0].message.en


def test_correction_supersedes(tmp_path: Path) -> None:
    """The last of a chain of corrections is the event, whichever stands first."""
    log = log_of(
        tmp_path,
        HEADER,
        "C2,听课,2026-09-03,00124,英语,,C1,",
        "A,听课,2026-09-01,00124,数学,,,",
        "C1,听课,2026-09-02,00124,语文,,A,",
    )
    assert ("C2",) == log.ids
    assert ["英语"] == values(log, "subject")
    assert [(3, "superseded-row"), (4, "superseded-row")] == codes(log)


def test_correction_under_the_same_id(tmp_path: Path) -> None:
    """A row that corrects its own id supersedes the row that does not."""
    log = log_of(tmp_path, HEADER, "A,听课,2026-09-01,00124,语文,,A,", "A,听课,2026-09-01,00124,数学,,,")
    assert ["语文"] == values(log, "subject")
    assert [(3, "superseded-row")] == codes(log)


def test_rival_corrections(tmp_path: Path) -> None:
    """Of two corrections the one recorded last counts; without that knowledge none does."""
    rows = (
        "A,听课,2026-09-01,00124,数学,,,",
        "B,听课,2026-09-01,00124,语文,{},A,",
        "C,听课,2026-09-01,00124,英语,{},A,",
    )
    known = [row.format(day) for row, day in zip(rows, ("", "2026-09-05", "2026-09-04"), strict=True)]
    log = log_of(tmp_path, HEADER, *known)
    assert ["语文"] == values(log, "subject")
    log = log_of(tmp_path, HEADER, *(row.format("") for row in rows))
    assert () == log.ids
    assert [
        (2, "conflicting-corrections"),
        (3, "conflicting-corrections"),
        (4, "conflicting-corrections"),
    ] == codes(log)


def test_corrections_in_a_circle(tmp_path: Path) -> None:
    """Rows that correct each other leave nothing that counts."""
    log = log_of(tmp_path, HEADER, "A,听课,2026-09-01,00124,,,B,", "B,听课,2026-09-01,00124,,,A,")
    assert [(2, "conflicting-corrections"), (3, "conflicting-corrections")] == codes(log)


def test_correction_of_a_malformed_row(tmp_path: Path) -> None:
    """A correction counts where the row it corrects could not be read, and where there is none."""
    log = log_of(
        tmp_path,
        HEADER,
        "A,听课,昨天,00124,,,,",
        "B,听课,2026-09-01,00124,,,A,",
        "C,听课,2026-09-02,00124,,,Z,",
    )
    assert ("B", "C") == log.ids
    assert [(2, "bad-date"), (4, "corrects-unknown-event")] == codes(log)


def test_retraction_takes_the_event_away(tmp_path: Path) -> None:
    """A retraction of any version removes the event, and needs to say nothing else."""
    log = log_of(
        tmp_path,
        HEADER,
        "R,,,,,,,A",
        "A,听课,2026-09-01,00124,数学,,,",
        "C,听课,2026-09-01,00124,语文,,A,",
        "B,听课,2026-09-02,00124,英语,,,",
        "S,,,,,,,Z",
        "T,听课,2026-09-02,00124,,,B,B",
    )
    assert ("B",) == log.ids
    assert [
        ("log.csv", 3, "", "A", "retracted-row"),
        ("log.csv", 4, "", "C", "retracted-row"),
        ("log.csv", 6, "", "Z", "retracts-unknown-event"),
        ("log.csv", 7, "撤销", "B", "corrects-and-retracts"),
    ] == places(log.quarantine)


SUBJECTS = ("数学", "语文", "", "很长的学科名")


@st.composite
def rows_in_two_orders(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Rows with corrections, retractions, repeats and malformed cells, and the same rows shuffled."""
    rows: list[str] = []
    for number in range(draw(st.integers(1, 8))):
        day = draw(st.sampled_from(("2026-09-01", "2026-09-02 08:00", "9月3日", "昨天")))
        subject = draw(st.sampled_from(SUBJECTS))
        recorded = draw(st.sampled_from(("", "2026-09-05", "2026-09-06")))
        corrects = draw(st.sampled_from(("", "", "", "E0", "E1", "E2")))
        rows.append(f"E{number},听课,{day},00124,{subject},{recorded},{corrects},")
    rows += draw(st.lists(st.sampled_from(rows), max_size=3))
    rows += draw(st.lists(st.sampled_from(("R,,,,,,,E0", "R,,,,,,,E3", "R,,,,,,,Z")), max_size=2))
    return rows, draw(st.permutations(rows))


@given(rows_in_two_orders())
def test_order_of_rows_changes_nothing(orders: tuple[list[str], list[str]]) -> None:
    """Shuffled rows are the same log, quarantined values and codes included."""
    with TemporaryDirectory() as folder:
        first, second = (log_of(Path(folder), HEADER, *rows) for rows in orders)
    assert content(first) == content(second)


ENCODINGS = ("utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_give_one_log(tmp_path: Path, encoding: str) -> None:
    """One table in every encoding is one log, column for column."""
    lines = ["編號,類型,時間,工號,時長,地點"]
    lines += [
        f"E{day},備課組活動,2026年9月{day}日 15:30,00124,4{day % 10}分鐘,三樓會議室" for day in range(1, 30)
    ]
    (tmp_path / "log.csv").write_text("\n".join(lines), encoding="utf-8")
    expected = log_at(tmp_path / "log.csv")
    assert 29 == len(expected)
    (tmp_path / "log.csv").write_bytes("\n".join(lines).encode(encoding))
    assert attrs.evolve(expected, sources=()) == attrs.evolve(log_at(tmp_path / "log.csv"), sources=())


def test_sources_are_hashed(tmp_path: Path) -> None:
    """Every file that was read is listed with its SHA-256, the statement of completeness included."""
    (tmp_path / "log.toml").write_text("[[complete]]\ntypes = []\nthrough = 2026-09-30\n", encoding="utf-8")
    log = log_of(tmp_path, HEADER, "A,听课,2026-09-01,00124,,,,")
    expected = [
        (name, hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()) for name in ("log.csv", "log.toml")
    ]
    assert expected == [(source.name, source.sha256) for source in log.sources]


def test_completeness(tmp_path: Path) -> None:
    """A log is complete for what it states through the end of that day, and else for nothing."""
    row = "A,听课,2026-09-01,00124,,,,"
    assert log_of(tmp_path, HEADER, row).complete_through("lesson_observation") is None
    (tmp_path / "log.toml").write_text(
        '[[complete]]\ntypes = ["聽課"]\nthrough = 2026-09-30\n[[complete]]\nthrough = 2026-09-10\n',
        encoding="utf-8",
    )
    log = log_of(tmp_path, HEADER, row)
    assert instant("2026-10-01T00:00:00") == log.complete_through("lesson_observation")
    assert instant("2026-09-11T00:00:00") == log.complete_through("rating")
    given = log_at(tmp_path / "log.csv", datetime.date(2026, 9, 20))
    assert (
        Completeness(event_types=frozenset(), through=instant("2026-09-21T00:00:00")),
    ) == given.completeness


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[complete]]\nthrough = 1\n", "wrong-kind"),
        ("[[complete]]\ntypes = []\n", "key-missing"),
        ('[[complete]]\nthrough = 2026-09-30\ntypes = ["听客"]\n', "unknown-event-type"),
        ("[[complet]]\nthrough = 2026-09-30\n", "key-unknown"),
        ("through", "toml-malformed"),
    ],
)
def test_malformed_statement(tmp_path: Path, text: str, code: str) -> None:
    """A statement of completeness that cannot be read is an error, never a statement less."""
    (tmp_path / "log.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LogError) as caught:
        log_of(tmp_path, HEADER, "A,听课,2026-09-01,00124,,,,")
    assert [code] == [problem.code for problem in caught.value.problems]


def test_folder_of_logs(tmp_path: Path) -> None:
    """A folder is all its tables but the roster's and those that a spreadsheet has open."""
    for name, row in (
        ("a.csv", "A,听课,2026-09-01"),
        ("b.csv", "B,听课,2026-09-02"),
        ("~$c.csv", "C,听课,2026-09-03"),
    ):
        (tmp_path / name).write_text(f"编号,类型,时间\n{row}\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("工号,姓名\n1,王芳\n", encoding="utf-8")
    log = log_at(tmp_path)
    assert ("A", "B") == log.ids
    assert ("a.csv", "b.csv") == log.files


def test_texts_are_coded_alike_in_every_order(tmp_path: Path) -> None:
    """The dictionary of texts is sorted, so that equal logs have equal codes."""
    chance = random.Random(1)  # noqa: S311
    rows = [f"E{number},听课,2026-09-01,00124,学科{number},,," for number in range(50)]
    first = log_of(tmp_path, HEADER, *rows)
    chance.shuffle(rows)
    assert first.columns == log_of(tmp_path, HEADER, *rows).columns
    assert sorted(first.texts) == list(first.texts)
    assert set(first.types) == set(VOCABULARY.events)
