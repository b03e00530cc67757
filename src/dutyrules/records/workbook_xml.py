"""Which part of a package holds which sheet, and how its serial dates count."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from xml.parsers import expat

import attrs

from dutyrules.records.xlsx_parts import malformed

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

Attributes = Mapping[str, str]


class DoctypeRefusedError(Exception):
    """A part declares a document type, which spreadsheets never do."""


@attrs.frozen(kw_only=True)
class WorkbookParts:
    """Part names by sheet name; `is_1904` if serial numbers count from 1904 instead of 1900."""

    parts: Mapping[str, str]
    is_1904: bool


def read_workbook_xml(file: str, parts: Mapping[str, bytes]) -> WorkbookParts:
    """The sheets that the package lists.

    Errors: `package-malformed` as `LogError`.
    """
    if _WORKBOOK not in parts or _RELATIONS not in parts:
        raise malformed(file)
    listing = _Listing()
    try:
        parse_elements(parts[_WORKBOOK], listing.in_workbook)
        parse_elements(parts[_RELATIONS], listing.in_relations)
    except (expat.ExpatError, DoctypeRefusedError):
        raise malformed(file) from None
    known = {name: listing.targets[key] for name, key in listing.sheets.items() if key in listing.targets}
    return WorkbookParts(parts=known, is_1904=listing.is_1904)


def parse_elements(content: bytes, on_start: Callable[[str, Attributes], None]) -> None:
    """Calls `on_start` with the local name and the attributes, by local name, of each element.

    Errors: `ExpatError`, and `DoctypeRefusedError` before any entity could be declared.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, values: on_start(
        local(name), {local(key): value for key, value in values.items()}
    )
    parser.Parse(content, True)


def refuse_doctype(*_: object) -> None:
    """Ends the parsing at the very start of a document type declaration."""
    raise DoctypeRefusedError


def local(name: str) -> str:
    """`name` without its namespace prefix."""
    return name.rpartition(":")[2]


class _Listing:
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.is_1904 = False

    def in_workbook(self, name: str, values: Attributes) -> None:
        if name == "workbookPr":
            self.is_1904 = values.get("date1904") in ("1", "true", "on")
        elif name == "sheet":
            self.sheets[values.get("name", "")] = values.get("id", "")

    def in_relations(self, name: str, values: Attributes) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", values.get("Target", "").replace("\\", "/")))
            self.targets[values.get("Id", "")] = target.lstrip("/").lower()
