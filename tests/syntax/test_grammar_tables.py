"""The grammar and the tables made from it."""

import logging

import pytest
from lark import logger

from dutyrules.resources import grammar_folder
from dutyrules.syntax.tables import FILE, compute_tables, grammar_path, read_tables, tables_document


def test_the_tables_belong_to_the_grammar() -> None:
    """`grammar/tables.json` is what `make tables` would write now."""
    made = (grammar_folder() / FILE).read_text(encoding="utf-8")
    assert tables_document(grammar_path().read_bytes()) == made


def test_reading_and_working_out_agree() -> None:
    """The tables are the same whether they are read or worked out."""
    assert compute_tables(grammar_path().read_text(encoding="utf-8")) == read_tables()


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    """No state leaves a silent choice between two readings of a duty."""
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    try:
        compute_tables(grammar_path().read_text(encoding="utf-8"))
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(level)
    assert "" == "".join(r.getMessage() for r in caplog.records if "onflict" in r.getMessage())
