"""The three tables of the roster: their headers in the language asked for, and the people of the example."""

from __future__ import annotations

import datetime

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import Language, Text
from dutyrules.starter.csv_text import csv_bytes
from dutyrules.starter.people import ExampleSchool, property_word, role_label

_STAFF = Text(en="staff_id", zh_hans="工号", zh_hant="工號")
_NAME = Text(en="name", zh_hans="姓名", zh_hant="姓名")
_CODE = Text(en="code", zh_hans="代码", zh_hant="代碼")
_UNIT_NAME = Text(en="name", zh_hans="名称", zh_hant="名稱")
_KIND = Text(en="kind", zh_hans="类别", zh_hant="類別")
_PARENT = Text(en="parent", zh_hans="上级", zh_hant="上級")
_UNIT = Text(en="unit", zh_hans="单位", zh_hant="單位")
_ROLE = Text(en="role", zh_hans="角色", zh_hant="角色")
_START = Text(en="start", zh_hans="开始", zh_hant="開始")
_END = Text(en="end", zh_hans="结束", zh_hant="結束")


def people_csv(school: ExampleSchool, language: Language) -> bytes:
    """people.csv: one row for each person, one column for each property that the policy asks about."""
    header = [_in(language, _STAFF, _NAME), [asked.term.label(language) for asked in school.asked]]
    rows = [
        [
            person.code,
            person.name,
            *(property_word(a, person.properties[a.term.id], language) for a in school.asked),
        ]
        for person in school.people
    ]
    return csv_bytes([[*header[0], *header[1]], *rows])


def units_csv(school: ExampleSchool, vocabulary: Vocabulary, language: Language) -> bytes:
    """units.csv: the school and the unit below it."""
    rows = [
        [unit.code, unit.name, vocabulary.units[unit.kind].label(language), unit.parent]
        for unit in school.units
    ]
    return csv_bytes([_in(language, _CODE, _UNIT_NAME, _KIND, _PARENT), *rows])


def memberships_csv(
    school: ExampleSchool, vocabulary: Vocabulary, since: datetime.date, language: Language
) -> bytes:
    """memberships.csv: a row for each role that the policy names, held from `since` on."""
    rows = [
        [person.code, person.unit.code, role_label(vocabulary, person.role, language), since.isoformat(), ""]
        for person in school.people
    ]
    return csv_bytes([_in(language, _STAFF, _UNIT, _ROLE, _START, _END), *rows])


def _in(language: Language, *headers: Text) -> list[str]:
    return [header.in_language(language) for header in headers]
