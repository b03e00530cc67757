"""Tables come out of every encoding that schools use exactly as they were written."""

import random
from pathlib import Path

import pytest

from dutyrules.records import tables
from dutyrules.records.tables import TableError, read_csv_table

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗"
GIVEN = "芳伟娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华晓"
SURNAMES_HANT = "王李張劉陳楊黃趙周吳徐孫馬朱胡林郭何高羅"
GIVEN_HANT = "芳偉娜敏靜麗強磊軍洋勇豔傑娟濤明超秀霞平剛桂英華曉"


def roster(rows: int, seed: int, *, traditional: bool) -> str:
    """A made-up staff list with a header and `rows` people."""
    chance = random.Random(seed)  # noqa: S311
    surnames, given = (SURNAMES_HANT, GIVEN_HANT) if traditional else (SURNAMES, GIVEN)
    lines = ["工號,姓名" if traditional else "工号,姓名"]
    for number in range(rows):
        name = chance.choice(surnames) + "".join(chance.choices(given, k=chance.randint(1, 2)))
        lines.append(f"{number:05},{name}")
    return "\n".join(lines) + "\n"


def written(folder: Path, content: bytes) -> Path:
    """A file with `content`."""
    path = folder / "people.csv"
    path.write_bytes(content)
    return path


def cells(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a text without quotation marks."""
    return tuple(tuple(line.split(",")) for line in text.splitlines())


@pytest.mark.parametrize("rows", [1, 2, 200])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_roster_reads_the_same_from_every_encoding(tmp_path: Path, encoding: str, rows: int) -> None:
    """Forty made-up rosters per size come back cell for cell."""
    for seed in range(40):
        text = roster(rows, seed, traditional=encoding == "big5")
        table = read_csv_table(written(tmp_path, text.encode(encoding)))
        assert cells(text) == tuple(row for _, row in table.rows)


@pytest.mark.parametrize("text", ["王芳\n", "李伟,备课组\n", "工号\n001\n", "姓名\n王　芳\n"])
def test_a_few_simplified_characters_are_enough(tmp_path: Path, text: str) -> None:
    """Two characters of GB18030 are not taken for Big5."""
    table = read_csv_table(written(tmp_path, text.encode("gb18030")))
    assert ("gb18030", cells(text)) == (table.encoding, tuple(row for _, row in table.rows))


@pytest.mark.parametrize("text", ["王芳\n", "李偉,備課組\n", "工號\n001\n", "姓名\n王　芳\n"])
def test_a_few_traditional_characters_are_enough(tmp_path: Path, text: str) -> None:
    """Two characters of Big5 are not taken for GB18030."""
    table = read_csv_table(written(tmp_path, text.encode("big5")))
    assert ("cp950", cells(text)) == (table.encoding, tuple(row for _, row in table.rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_rare_characters_of_names_survive(tmp_path: Path, encoding: str) -> None:
    """A character outside the common blocks is a name like any other."""
    text = "工号,姓名\n001,㛃\n002,𠮷田\n"
    table = read_csv_table(written(tmp_path, text.encode(encoding)))
    assert cells(text) == tuple(row for _, row in table.rows)


def test_traditional_text_saved_on_a_mainland_machine_is_gb18030(tmp_path: Path) -> None:
    """The script of the text does not decide its encoding."""
    text = "工號,姓名,單位\n001,張偉,備課組\n"
    assert "gb18030" == read_csv_table(written(tmp_path, text.encode("gb18030"))).encoding


def test_a_character_of_hong_kong_is_read(tmp_path: Path) -> None:
    """What plain Big5 lacks is looked for in the supplementary set."""
    text = "工號,姓名,單位\n001,陳燊,備課組\n002,黃淥波,啫喱組\n"
    table = read_csv_table(written(tmp_path, text.encode("big5hkscs")))
    assert ("big5hkscs", cells(text)) == (table.encoding, tuple(row for _, row in table.rows))


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    """Blank rows are left out and counted, and a cell of two lines is one row."""
    content = '名单,\n,\n\n工号,备注\n001,"一\n二"\n002,三\n'.encode()
    got = read_csv_table(written(tmp_path, content)).rows
    assert ((1, ("名单", "")), (4, ("工号", "备注")), (5, ("001", "一\n二")), (6, ("002", "三"))) == got


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工号;备注\n001;一,二\n002;三\n", (("工号", "备注"), ("001", "一,二"), ("002", "三"))),
        ("工号\t备注\n001\t一,二;三\n", (("工号", "备注"), ("001", "一,二;三"))),
        ("工号,分\r\n001,9;5\r\n", (("工号", "分"), ("001", "9;5"))),
        ("工号\r001\r", (("工号",), ("001",))),
    ],
)
def test_the_separator_is_the_regular_one(
    tmp_path: Path, text: str, expected: tuple[tuple[str, ...], ...]
) -> None:
    """Commas, semicolons and tabs separate where they cut rows alike, and are text elsewhere."""
    got = read_csv_table(written(tmp_path, text.encode()))
    assert expected == tuple(row for _, row in got.rows)


def code_of(path: Path) -> tuple[str, int]:
    """The code and the row of the error that reading `path` raises."""
    with pytest.raises(TableError) as caught:
        read_csv_table(path)
    (problem,) = caught.value.problems
    return problem.code, problem.row


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('工号,备注\n001,"一\n002,二\n'.encode(), ("csv-malformed", 2)),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("encoding-unknown", 0)),
        (b"\xff\xfe\x00", ("encoding-unknown", 0)),
        (b"\x81\xff\xff\x81", ("encoding-unknown", 0)),
        (("一" * 10_001).encode(), ("cell-too-long", 1)),
        (b"," * 500, ("too-many-columns", 1)),
    ],
)
def test_a_file_that_is_no_table_is_an_error(
    tmp_path: Path, content: bytes, expected: tuple[str, int]
) -> None:
    """Each fault has its code and its row, and no row is swallowed unseen."""
    assert expected == code_of(written(tmp_path, content))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """A file that is not there is reported as such."""
    assert ("file-missing", 0) == code_of(tmp_path / "nowhere.csv")


def test_a_file_beyond_the_limits_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and number of rows are bounded."""
    path = written(tmp_path, b"1\n2\n3\n")
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    assert ("too-many-rows", 3) == code_of(path)
    monkeypatch.setattr(tables, "MAX_FILE_BYTES", 5)
    assert ("file-too-large", 0) == code_of(path)


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    """Nothing is read from nothing."""
    assert () == read_csv_table(written(tmp_path, b"")).rows
