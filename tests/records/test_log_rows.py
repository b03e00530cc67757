"""Every malformed row of a log is set aside by file, row, column, value and code, and no other row is."""

from pathlib import Path

import pytest
from log_school import actors, codes, instant, log_at, log_of, places, unit_codes, values

from dutyrules.records.log_error import LogError
from dutyrules.records.quarantine_codes import MESSAGES, Code, Fault, message_of

MEETINGS = "编号,类型,时间,工号,单位,时长,地点,统一进度,预备日期"
RATINGS = "编号,类型,时间,工号,被考核人,得分,完成率,津贴,所在组,程度"

MALFORMED = [
    (MEETINGS, "X,听客,2026-09-01,00124,M,,,,", "类型", "听客", "unknown-event-type"),
    (MEETINGS, "X,,2026-09-01,00124,M,,,,", "类型", "", "missing-type"),
    (MEETINGS, "X,备课组活动,,00124,M,,,,", "时间", "", "missing-time"),
    (MEETINGS, "X,备课组活动,昨天,00124,M,,,,", "时间", "昨天", "bad-date"),
    (MEETINGS, "X,备课组活动,9.10,00124,M,,,,", "时间", "9.10", "ambiguous-date"),
    (MEETINGS, "X,备课组活动,3月1日,00124,M,,,,", "时间", "3月1日", "date-without-year"),
    (MEETINGS, "X,备课组活动,15:30,00124,M,,,,", "时间", "15:30", "time-without-date"),
    (MEETINGS, "X,备课组活动,1989-12-31,00124,M,,,,", "时间", "1989-12-31", "time-out-of-range"),
    (MEETINGS, "X,备课组活动,2026-09-01 周三,00124,M,,,,", "时间", "2026-09-01 周三", "weekday-differs"),
    (MEETINGS, "X,备课组活动,2026-09-01,00999,M,,,,", "工号", "00999", "unknown-person"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,X,,,,", "单位", "X", "unknown-unit"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,数学,,,,", "单位", "数学", "ambiguous-unit"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,很久,,,", "时长", "很久", "not-a-number"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,2节,,,", "时长", "2节", "wrong-measure"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,-5,,,", "时长", "-5", "number-out-of-range"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,1.00005,,,", "时长", "1.00005", "too-precise"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,,,大概,", "统一进度", "大概", "not-yes-or-no"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,,,,明天", "预备日期", "明天", "bad-date"),
    (MEETINGS, "X,备课组活动,2026-09-01,00123,M,,同上,,", "地点", "同上", "ditto-without-value"),
    (RATINGS, "X,评分,2026-09-01,00124,王芳,9,,,,", "被考核人", "王芳", "ambiguous-person"),
    (RATINGS, "X,评分,2026-09-01,00124,张伟、陈静,9,,,,", "被考核人", "张伟、陈静", "several-people"),
    (RATINGS, "X,评分,2026-09-01,00124,,,0.85,,,", "完成率", "0.85", "ambiguous-percent"),
    (RATINGS, "X,评分,2026-09-01,00124,,,,20分,,", "津贴", "20分", "wrong-measure"),
    (RATINGS, "X,评分,2026-09-01,00124,,,,,数学,", "所在组", "数学", "ambiguous-unit"),
    (RATINGS, "X,评分,2026-09-01,00124,,,,,,中等", "程度", "中等", "unknown-choice"),
]


@pytest.mark.parametrize(
    ("header", "row", "column", "value", "code"), MALFORMED, ids=[case[-1] for case in MALFORMED]
)
def test_malformed_cell(tmp_path: Path, header: str, row: str, column: str, value: str, code: str) -> None:
    """One malformed cell sets its row aside and says where and why."""
    assert [("log.csv", 2, column, value, code)] == places(log_of(tmp_path, header, row).quarantine)
    assert () == log_of(tmp_path, header, row).ids


def test_good_rows_beside_bad_ones(tmp_path: Path) -> None:
    """A bad row leaves the good rows around it alone, and each of its bad cells is listed."""
    log = log_of(
        tmp_path,
        MEETINGS,
        "A,备课组活动,2026-09-01 15:30,00124,M,40分钟,三楼,是,",
        "B,备课组活动,2026-09-02 15:30,00999,M,很久,三楼,是,",
        "C,備課組活動,2026/9/3 15:30,李伟,M,45 min,〃,×,民國115年9月2日",
    )
    assert ("A", "C") == log.ids
    assert [(3, "unknown-person"), (3, "not-a-number")] == codes(log)
    assert [400000, 450000] == values(log, "duration")
    assert ["三楼", "三楼"] == values(log, "place")
    assert [1, 0] == values(log, "same_pace")
    assert [None, 739861] == values(log, "prepared_on")


def test_rating_values(tmp_path: Path) -> None:
    """Points, percentages, money, units and choices are exact; a blank stays blank."""
    log = log_of(
        tmp_path,
        RATINGS,
        "A,评分,2026-09-01,00124,张老师,9,,,,",
        'B,评分,2026-09-02,00124,张伟,9.5分,85%,"¥1,200.50",M,輕微',
        "C,评分,2026-09-03,00124,00200,１０,0,200元,英语,major",
        "D,评分,2026-09-04,00124,张伟老师,,,,,",
    )
    assert [("log.csv", 2, "被考核人", "张老师", "unknown-person")] == places(log.quarantine)
    assert [95000, 100000, None] == values(log, "points")
    assert [850000, 0, None] == values(log, "share")
    assert [12005000, 2000000, None] == values(log, "pay")
    assert ["M", "E", None] == values(log, "group")
    assert ["minor", "major", None] == values(log, "severity")
    assert ["00200", "00200", "00200"] == values(log, "about")


def test_namesakes_are_told_apart_by_unit_and_day(tmp_path: Path) -> None:
    """Of two people of one name the one who is in the row's unit on that day is meant, if only one is."""
    log = log_of(
        tmp_path,
        "编号,类型,时间,姓名,备课组",
        "A,听课,2026-09-01,王　芳,M",
        "B,听课,2026-10-15,王芳,数学",
        "C,听课,2026-11-15,王芳,数学",
        "D,听课,2026-11-15,王芳,英语",
        "E,听课,2026-11-15,王芳,",
    )
    assert ["00123", "00125"] == actors(log)
    assert ["M", "M"] == unit_codes(log)
    assert [(3, "ambiguous-person"), (5, "ambiguous-person"), (6, "ambiguous-person")] == codes(log)


def test_leading_zeros(tmp_path: Path) -> None:
    """Zeros that a spreadsheet dropped are made good where one id fits; zeros that are there count."""
    log = log_of(
        tmp_path,
        "编号,类型,时间,工号",
        "A,听课,2026-09-01,123",
        "B,听课,2026-09-02,0123",
        "C,听课,2026-09-03,077",
        "D,听课,2026-09-04,77",
        "E,听课,2026-09-05,００２００",
    )
    assert ["00123", "077", "00200"] == actors(log)
    assert [(3, "unknown-person"), (5, "ambiguous-person")] == codes(log)


def test_number_and_name_must_agree(tmp_path: Path) -> None:
    """A staff number with another person's name is set aside; a name alone will do."""
    log = log_of(
        tmp_path,
        "编号,类型,时间,工号,姓名",
        "A,听课,2026-09-01,00123,王芳",
        "B,听课,2026-09-02,00123,李伟",
        "C,听课,2026-09-03,,李伟",
        "D,听课,2026-09-04,00200,张伟1",
        "E,听课,2026-09-05,李伟(00124),",
    )
    assert ["00123", "00124", "00200", "00124"] == actors(log)
    assert [("log.csv", 3, "工号", "00123", "actor-differs")] == places(log.quarantine)


def test_date_and_time_in_columns_of_their_own(tmp_path: Path) -> None:
    """A date column and a time column make one moment, and must not contradict each other."""
    log = log_of(
        tmp_path,
        "编号,类型,日期,时间,结束时间",
        "A,听课,2026-09-01,下午3点30分,16:10",
        "B,听课,2026-09-02,2026-09-03 08:00,",
        "C,听课,2026-09-04,,2026-09-03",
        "D,听课,2026-09-05,,",
    )
    assert [instant("2026-09-01T15:30:00"), instant("2026-09-05T00:00:00")] == list(log.t)
    assert (instant("2026-09-01T16:10:00"), None) == log.columns["@end"].values
    assert [
        ("log.csv", 3, "时间", "2026-09-03 08:00", "days-differ"),
        ("log.csv", 4, "结束时间", "2026-09-03", "end-before-start"),
    ] == places(log.quarantine)


def test_fault_stands_in_its_own_column(tmp_path: Path) -> None:
    """Where two columns make one value, the one with the fault is named."""
    log = log_of(
        tmp_path,
        "编号,类型,日期,时间,工号,姓名",
        "A,听课,昨天,15:30,00124,",
        "B,听课,2026-09-01,很早,00124,",
        "C,听课,2026-09-01,15:30,,王芳",
        "D,听课,,,00999,王芳",
    )
    assert [
        ("log.csv", 2, "日期", "昨天", "bad-date"),
        ("log.csv", 3, "时间", "很早", "bad-date"),
        ("log.csv", 4, "姓名", "王芳", "ambiguous-person"),
        ("log.csv", 5, "时间", "", "missing-time"),
        ("log.csv", 5, "工号", "00999", "unknown-person"),
    ] == places(log.quarantine)


def test_instants_with_an_offset(tmp_path: Path) -> None:
    """A time that says its offset is that instant, on the day that the school then has."""
    log = log_of(tmp_path, "type,start", "听课,2026-09-01T20:00:00Z")
    assert [instant("2026-09-02T04:00:00")] == list(log.t)
    assert [739861] == list(log.day)


def test_columns_that_are_not_read_are_noted_once(tmp_path: Path) -> None:
    """An unknown column, one without header and one of another type are noted, and their rows count."""
    log = log_of(
        tmp_path,
        "编号,类型,时间,备注,地点,",
        "A,听课,2026-09-01,好,三楼,",
        "B,听课,2026-09-02,好,四楼,多",
        "C,备课组活动,2026-09-03,好,五楼,",
    )
    assert ("A", "B", "C") == log.ids
    assert [
        ("log.csv", 1, "备注", "", "unknown-column"),
        ("log.csv", 1, "", "多", "unknown-column"),
        ("log.csv", 2, "地点", "三楼", "column-of-other-type"),
    ] == places(log.quarantine)


def test_footer_rows_are_left_out_unless_they_have_a_time(tmp_path: Path) -> None:
    """Totals and signatures are no events; a row with a time is one whatever it starts with."""
    log = log_of(
        tmp_path,
        "地点,编号,类型,时间",
        "三楼,A,备课组活动,2026-09-01",
        "合计,B,备课组活动,2026-09-02",
        "合计,,,",
        "制表人：张伟,,,",
        "地点,编号,类型,时间",
    )
    assert ("A", "B") == log.ids
    assert () == log.quarantine


@pytest.mark.parametrize("header", ["时间,类型,时间", "时间,类型,开始时间", "类型,时间,时长,duration"])
def test_two_columns_of_one_meaning(tmp_path: Path, header: str) -> None:
    """Two columns that mean the same are an error, since either could be the true one."""
    with pytest.raises(LogError) as caught:
        log_of(tmp_path, header, "2026-09-01,听课,2026-09-01")
    assert ["duplicate-column"] == [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    "stem", ["听课", "聽課登記表", "lesson_observation", "听课记录（9月）", "2026学年第一学期听课统计表"]
)
def test_file_name_gives_the_type(tmp_path: Path, stem: str) -> None:
    """A file named after an event type needs no column for it."""
    log = log_of(tmp_path, "时间,学科", "2026-09-01,数学", name=f"{stem}.csv")
    assert ["lesson_observation"] == [log.types[code] for code in log.event_type]
    assert (f"{stem}.csv!2",) == log.ids


def test_every_code_has_its_message() -> None:
    """Each code has one sentence in three languages, and none leaves its placeholder standing."""
    assert set(Code) == set(MESSAGES)
    for code in Code:
        text = message_of(Fault(code, "甲"))
        shown = (text.en, text.zh_hans, text.zh_hant)
        assert all(shown)
        assert not any("{" in sentence for sentence in shown)
        assert text.en.endswith(".")
        assert text.zh_hant.endswith("。")


def test_long_values_are_cut_in_the_list(tmp_path: Path) -> None:
    """The quarantine list shows the start of a long value, not ten thousand characters."""
    log = log_of(tmp_path, MEETINGS, f"X,备课组活动,{'昨' * 9_000},00124,M,,,,")
    assert ["昨" * 200 + "…"] == [line.value for line in log.quarantine]


def test_nothing_to_read(tmp_path: Path) -> None:
    """A folder without tables, a file of another kind and a missing file are errors."""
    for path, code in (
        (tmp_path, "no-log"),
        (tmp_path / "log.pdf", "not-a-table"),
        (tmp_path / "log.csv", "file-missing"),
        (tmp_path / "log.xlsx", "file-missing"),
    ):
        with pytest.raises(LogError) as caught:
            log_at(path)
        assert [code] == [problem.code for problem in caught.value.problems]
