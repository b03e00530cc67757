"""Which values are one value: texts by their plain form, keys of cases by their folded one.

Texts are compared in Python, once for each different value, and told apart by number in statements
(semantics, 2.10 and 4.3).
"""

from __future__ import annotations

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.engines.columnar.answers import dictionary
from dutyrules.engines.columnar.connection import number
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.values import case_key, decoded, plain_text

_TEXTS = (AttributeKind.TEXT, AttributeKind.CHOICE, AttributeKind.PERSON, AttributeKind.UNIT)


def value_class(store: Store, column: str, kind: AttributeKind) -> str:
    """An expression that is equal for values that are the same; NULL where the value is missing."""
    if kind is AttributeKind.YES_NO:
        return f"CAST({column} <> 0 AS INTEGER)"
    if kind not in _TEXTS:
        return column
    table = store.memo(f"classes of {kind.value}", lambda: _classes(store, kind))
    return f"(SELECT t.class FROM {table} t WHERE t.code = {column})"


def _classes(store: Store, kind: AttributeKind) -> str:
    texts = dictionary(store.world.log, kind)
    classes: dict[str, int] = {}
    numbers = [classes.setdefault(plain_text(text), len(classes)) for text in texts]
    return store.load("classes", {"code": range(len(texts)), "class": numbers})


# Cases ---------------------------------------------------------------------------------------------


def case_number(store: Store, case: str) -> int:
    """The number of a case by the value of its key, the same for all that are one case."""
    return store.cases.setdefault(case_key(case), len(store.cases))


def case_expression(store: Store, kind: EventType, key: Attribute) -> str:
    """An expression for the number of the case that an event is of; NULL where its key is missing."""
    name = f"cases of {kind.term.id} by {key.term.id}"
    table = store.memo(name, lambda: _cases(store, kind, key))
    return f"(SELECT k.case_no FROM {table} k WHERE k.code = {store.events(kind).columns.of(key)})"


def key_text(store: Store, key: Attribute, code: int) -> str:
    """A key as the log writes it."""
    return str(decoded(store.world.log, key.kind, code))


def _cases(store: Store, kind: EventType, key: Attribute) -> str:
    events = store.events(kind)
    column = events.columns.of(key)
    rows = store.database.rows(
        f"keys of {kind.term.id}",
        f"SELECT DISTINCT {column} FROM {events.table} WHERE {column} IS NOT NULL ORDER BY 1",
    )
    codes = [number(code) for (code,) in rows]
    numbers = [case_number(store, key_text(store, key, code)) for code in codes]
    return store.load("cases", {"code": codes, "case_no": numbers})
