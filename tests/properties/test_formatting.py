"""The laws of the formatter: what it writes reads back as the same tree, in every language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies.event_tests import TESTS, VALUES
from strategies.norms import CONDITIONS, PHRASES, SENTENCES
from strategies.policies import HEADER, STATEMENTS, files, item_with, norm_with
from strategies.scenarios import CALENDAR_PARTS, RESULTS, WINDOW_REFS
from strategies.scores import ITEM_RULES
from strategies.world import languages, vocabulary

from dutyrules.checking.loading import Loaded, known_names, load_file, load_text
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted, statement_texts
from dutyrules.formatting.layout import laid_out
from dutyrules.formatting.naming import naming_of
from dutyrules.resources import policies_folder
from dutyrules.syntax import scenario_tree, tree
from dutyrules.syntax.parser import parse
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.to_text import Lexicons, statement_text
from dutyrules.syntax.to_text_words import Wording

ROOT = Path(__file__).parents[2]
FILES = sorted([*policies_folder().rglob("*.duty"), *(ROOT / "examples").rglob("*.duty")])
quick = settings(
    max_examples=max(5, settings().max_examples // 20),  # there are many constructs, and three languages
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def _known() -> frozenset[str]:
    """Every name that stands before the statements of a generated file."""
    parameters = [s.term for s in HEADER if isinstance(s, tree.ParameterDecl)]
    return known_names(vocabulary()) | {label.text for term in parameters for label in term.labels}


def after_header(statements: tuple[tree.Statement, ...]) -> tree.PolicyFile:
    """The file that these statements make after those that every generated file begins with."""
    return tree.PolicyFile(language=Language.EN, statements=(*HEADER, *statements))


def written(file: tree.PolicyFile, language: Language, lexicons: Lexicons) -> tuple[str, ...]:
    """The line that names the language, and the statements after the header, in `language`."""
    wording = Wording(language=language, naming=naming_of(file, vocabulary(), language))
    statements = (HEADER[0], *file.statements[len(HEADER) :])
    return tuple(statement_text(wording, s, lexicons) for s in statements)


def read(texts: tuple[str, ...]) -> tree.PolicyFile:
    """The tree of the header and the statements that `texts` are."""
    parsed = parse(Source("law.duty", "\n".join(texts)), _known())
    assert [] == [(d.code, d.values, parsed.source.slice(d.span)) for d in parsed.diagnostics]
    return after_header(parsed.file.statements[1:])


def assert_laws(file: tree.PolicyFile) -> None:
    """Parsing what was formatted gives the tree again, and so does every way through the languages."""
    rough = "\n".join(written(file, Language.EN, Lexicons.of("", ())))  # for the sake of its labels
    lexicons = Lexicons.of(rough, _known())
    texts = {language: written(file, language, lexicons) for language in Language}
    trees = {language: read(texts[language]) for language in Language}
    assert file.statements == trees[Language.EN].statements
    for start, end in itertools.product(Language, Language):
        assert texts[end] == written(trees[start], end, lexicons)


# Whole policies ------------------------------------------------------------------------------------


@quick
@given(files())
def test_a_policy_reads_back_in_every_language(file: tree.PolicyFile) -> None:
    """parse∘format is the identity, and A→B is the same whether or not it goes through C."""
    assert_laws(file)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda c: c.__name__)
@quick
@given(st.data())
def test_a_statement_reads_back(statement: type, data: st.DataObject) -> None:
    """Every class of statement reads back in every language."""
    file = data.draw(files(STATEMENTS[statement]))
    assert any(isinstance(s, statement) for s in file.statements)
    assert_laws(file)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda c: c.__name__)
@quick
@given(st.data())
def test_a_sentence_reads_back(sentence: type, data: st.DataObject) -> None:
    """Every class of sentence reads back in every language."""
    assert_laws(data.draw(files(norm_with(sentence))))


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda c: c.__name__)
@quick
@given(st.data())
def test_a_phrase_reads_back(phrase: type, data: st.DataObject) -> None:
    """Every class of phrase reads back in every language."""
    phrases = data.draw(PHRASES[phrase]())
    assert any(isinstance(p, phrase) for p in phrases)
    sentence = data.draw(SENTENCES[tree.Perform][0]())
    norm = tree.Norm(label=tree.Name("标签"), phrases=phrases, sentence=sentence)
    assert_laws(after_header((norm,)))


@pytest.mark.parametrize("rule", ITEM_RULES, ids=lambda c: c.__name__)
@quick
@given(st.data())
def test_a_rule_of_an_item_reads_back(rule: type, data: st.DataObject) -> None:
    """Every class of rule reads back in every language."""
    assert_laws(data.draw(files(item_with(rule))))


@pytest.mark.parametrize(
    ("union", "table"),
    [
        (tree.Statement, STATEMENTS),
        (tree.Phrase, PHRASES),
        (tree.Condition, CONDITIONS),
        (tree.Sentence, SENTENCES),
        (tree.ItemRule, ITEM_RULES),
        (tree.Test, TESTS),
        (tree.Value, VALUES),
        (scenario_tree.CalendarPart, CALENDAR_PARTS),
        (scenario_tree.WindowRef, WINDOW_REFS),
        (scenario_tree.ExpectedResult, RESULTS),
    ],
)
def test_every_construct_is_generated(union: object, table: dict[type, object]) -> None:
    """A class that joins a union of the tree needs a strategy, and thereby a printer that reads back."""
    assert {c.__name__ for c in get_args(union)} == {c.__name__ for c in table}


def optional_fields(node: object) -> Iterator[tuple[str, bool]]:
    """Each field with a default of the node and of all nodes in it, and whether it has another value."""
    if isinstance(node, tuple):
        for part in node:
            yield from optional_fields(part)
    elif attrs.has(type(node)) and not isinstance(node, Span):
        for field in attrs.fields(type(node)):
            value = getattr(node, field.name)
            if field.eq and field.default is not attrs.NOTHING:
                yield f"{type(node).__name__}.{field.name}", value != field.default
            yield from optional_fields(value)


def test_every_optional_field_is_generated() -> None:
    """A field that joins a node of the tree needs a strategy that gives it a value."""
    found: dict[str, bool] = {}
    some = settings(max_examples=10, database=None, derandomize=True, phases=[Phase.generate], deadline=None)

    def collect(file: tree.PolicyFile) -> None:
        for name, has_value in optional_fields(file.statements[len(HEADER) :]):
            found[name] = found.get(name, False) or has_value

    for step in (*STATEMENTS.values(), *map(norm_with, SENTENCES), *map(item_with, ITEM_RULES)):
        some(given(files(step))(collect))()
    assert set() == {name for name, has_value in found.items() if not has_value}


# Whole files ---------------------------------------------------------------------------------------


def loaded(text: str, beside: Path) -> Loaded:
    """The text as if it stood in the file `beside`."""
    return load_text(Source(str(beside), text), beside)


def in_all_languages(file: Loaded) -> dict[Language, str]:
    """The file in each language; the texts are compared, so that they need not be read once more."""
    tree_of_file, source, vocabulary = file.parsed.file, file.parsed.source, file.vocabulary
    lexicons = Lexicons.of(source.text, known_names(vocabulary))
    statements, comments = tree_of_file.statements, file.parsed.comments
    texts = {end: statement_texts(tree_of_file, vocabulary, end, lexicons) for end in Language}
    return {end: laid_out(source, statements, texts[end], comments) for end in Language}


def meaning(policy: CheckedPolicy) -> list[object]:
    """What the policy asks for, without the places where it says so."""
    parts = (*policy.norms, *policy.scores)
    return [
        (type(part).__name__, attrs.asdict(part, filter=lambda field, _: field.name != "span"))
        for part in parts
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_keeps_its_meaning_in_every_language(path: Path) -> None:
    """Formatting and converting change neither norms nor scores nor comments, and the way back is exact."""
    before = load_file(path)
    assert isinstance(before, Loaded)
    texts = {language: formatted(before, language) for language in Language}
    for start, text in texts.items():
        after = loaded(text, path)
        assert [c.text for c in before.parsed.comments] == [c.text for c in after.parsed.comments]
        assert texts == in_all_languages(after)
        assert start is after.parsed.file.language
        assert (before.checked.policy is None) == (after.checked.policy is None)
        if before.checked.policy is not None and after.checked.policy is not None:
            assert meaning(before.checked.policy) == meaning(after.checked.policy)


@quick
@given(
    st.lists(st.sampled_from(["", "# a", "#b。", "  ＃ c", "\n", "# allow x: y"]), min_size=6, max_size=6),
    st.lists(st.sampled_from(["", "  # d", " # e."]), min_size=6, max_size=6),
    languages,
)
def test_comments_and_blank_lines_stay(before: list[str], behind: list[str], language: Language) -> None:
    """A comment stays in its place and blank lines where they were, runs of them as one."""
    header = ["language en", "import vocabulary", "policy p", "bearer leader of each class", "clause 1"]
    statements = [*header, "a: each week, leader must hold at least 1 class_meeting."]
    rows = zip(before, statements, behind, strict=True)
    text = "".join(f"{first}\n{statement}{last}\n" for first, statement, last in rows)
    source = loaded(text, ROOT / "law.duty")
    result = formatted(source, language)
    comments = [line.strip() for pair in zip(before, behind, strict=True) for line in pair]
    found = loaded(result, ROOT / "law.duty").parsed.comments
    assert [c for c in comments if c] == [c.text for c in found]
    assert [not last for last in behind if last] == [c.own_line for c in found if c.text in ("# d", "# e.")]
    assert "\n\n\n" not in result
    assert result == formatted(loaded(result, ROOT / "law.duty"))


def test_a_comment_inside_a_statement_moves_before_it() -> None:
    """What stood inside stands before, and what stood before stands before that."""
    text = (
        "language en\nimport vocabulary\n\npolicy p\nbearer leader of each class\nclause 1\n"
        "# one\na: each week, # two\n  # three\n  leader must hold at least 1 class_meeting. # four\n"
        "score s: each term.\n# five\nitem i 5 points: # six\nrated by assessor.\n\n\n# seven"
    )
    expected = (
        "language en\nimport vocabulary\n\npolicy p\nbearer leader of each class\nclause 1\n"
        "# one\n# two\n# three\na: each week, leader must hold at least 1 class_meeting.  # four\n"
        "score s: each term.\n  # five\n  # six\n  item i 5 points: rated by assessor.\n\n# seven\n"
    )
    assert expected == formatted(loaded(text, ROOT / "law.duty"))
