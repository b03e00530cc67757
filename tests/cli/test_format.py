"""`dutyrules format` over the small example of the README: what it writes, prints and leaves alone."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutyrules.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "readme"
LOOSE = "weekly_meeting:each week,prep_group must hold at least 1 prep_meeting .  # ok\n"
NEAT = "weekly_meeting: each week, prep_group must hold at least 1 prep_meeting.  # ok\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in that holds two formatted policies; the environment asks for English."""
    for name in ("weekly.en.duty", "weekly.zh.duty"):
        shutil.copy(EXAMPLE / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def run(*words: str) -> Result:
    """What `dutyrules format words...` does."""
    return CliRunner().invoke(main.dutyrules, ["format", *words], prog_name="dutyrules")


def loosen(folder: Path) -> Path:
    """The English policy with one sentence written carelessly."""
    file = folder / "weekly.en.duty"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    loose = [LOOSE if line.startswith("weekly_meeting") else line for line in lines]
    file.write_text("".join(loose), encoding="utf-8")
    return file


def test_a_formatted_file_is_left_alone(folder: Path) -> None:
    """A folder whose files are all in shape gives no word, and 0."""
    assert (0, "") == (run(".").exit_code, run("--check", ".").stdout)


def test_a_file_is_formatted_in_place(folder: Path) -> None:
    """The file that changes is named, and formatting it once more changes nothing."""
    file = loosen(folder)
    assert (0, "Wrote weekly.en.duty\n") == ((done := run(".")).exit_code, done.stdout)
    assert NEAT in file.read_text(encoding="utf-8")
    assert [] == [path for path in folder.iterdir() if path.suffix != ".duty"]
    assert 0 == run("--check", "weekly.en.duty").exit_code


def test_a_check_changes_nothing(folder: Path) -> None:
    """With --check the files that would change are named, and the exit code is 1."""
    file = loosen(folder)
    done = run("--check", ".")
    assert (1, "Would format weekly.en.duty\n") == (done.exit_code, done.stdout)
    assert LOOSE in file.read_text(encoding="utf-8")


def test_standard_output_leaves_the_file(folder: Path) -> None:
    """With --stdout the text is printed, in another language if one is asked for."""
    before = (folder / "weekly.en.duty").read_bytes()
    done = run("--stdout", "--language", "zh-Hant", "weekly.en.duty")
    assert 0 == done.exit_code
    assert "每週，備課組應當組織至少1次備課組活動。" in done.stdout
    assert before == (folder / "weekly.en.duty").read_bytes()


def test_a_language_and_back(folder: Path) -> None:
    """Through both other languages and back, the file is what it was, byte for byte."""
    file = folder / "weekly.zh.duty"
    before = file.read_bytes()
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert 0 == run("--language", language, "weekly.zh.duty").exit_code
    assert before == file.read_bytes()


def test_a_file_with_errors_is_left_as_it_is(folder: Path) -> None:
    """A syntax error is shown and ends in 3; other files are formatted all the same."""
    file = loosen(folder)
    broken = folder / "a.duty"
    broken.write_text(
        "language en\nimport vocabulary\npolicy p\nclause 1\nx: each week must.\n", encoding="utf-8"
    )
    before = broken.read_bytes()
    done = run(".")
    assert 3 == done.exit_code
    assert "a.duty" in done.stderr
    assert before == broken.read_bytes()
    assert NEAT in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["import vocabulary\npolicy p\n", "language tlh\npolicy p\n", "language en\nimport nowhere\n"],
    ids=["no language", "unknown language", "unknown import"],
)
def test_a_file_that_cannot_be_understood_is_left_as_it_is(folder: Path, text: str) -> None:
    """Without a language or with an import that is not there, nobody knows what the words mean."""
    file = folder / "a.duty"
    file.write_text(text, encoding="utf-8")
    assert 3 == run("a.duty").exit_code
    assert text == file.read_text(encoding="utf-8")


def test_what_is_wrong_in_sense_is_formatted(folder: Path) -> None:
    """A norm outside a clause is an error of the policy, but not one that keeps it from being formatted."""
    file = folder / "a.duty"
    text = "language en\nimport vocabulary\npolicy p\nbearer leader of each class\n"
    file.write_text(f"{text}x:  each week, must hold at least 1 class_meeting.", encoding="utf-8")
    assert 0 == run("a.duty").exit_code
    assert f"{text}x: each week, must hold at least 1 class_meeting.\n" == file.read_text(encoding="utf-8")


def test_windows_line_ends_become_plain(folder: Path) -> None:
    """A file with a byte order mark and Windows line ends is written in plain UTF-8."""
    file = folder / "weekly.zh.duty"
    before = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    assert 0 == run("weekly.zh.duty").exit_code
    assert before == file.read_bytes()


@pytest.mark.parametrize("words", [["--check", "--stdout", "."], ["nowhere"], ["empty"], []])
def test_wrong_usage(folder: Path, words: list[str]) -> None:
    """Two ways of not writing, a file that is not there, an empty folder and no file at all end in 2."""
    (folder / "empty").mkdir()
    assert 2 == run(*words).exit_code
