"""The roles that a school may start from, each with the shipped document that is nearest to it."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from dutyrules.findings.model import Text


class SchoolRole(enum.Enum):
    """Whose duties the school wants to hold against its log, by the word of the command line."""

    PREP_LEADER = "prep_leader"
    RESEARCH_LEADER = "research_leader"
    HOMEROOM_TEACHER = "homeroom_teacher"
    GROUP_LEADER = "group_leader"
    MUTUAL_HELP = "mutual_help"


@attrs.frozen(kw_only=True)
class Start:
    """Where a role starts: the family of policies, the document that is taken by default, and its name."""

    family: str
    document: str
    title: Text


STARTS: Mapping[SchoolRole, Start] = {
    SchoolRole.PREP_LEADER: Start(
        family="prep_group",
        document="002-14",
        title=Text(en="Leader of a preparation group", zh_hans="备课组长", zh_hant="備課組長"),
    ),
    SchoolRole.RESEARCH_LEADER: Start(
        family="research_group",
        document="001-01",
        title=Text(en="Leader of a research group", zh_hans="教研组长", zh_hant="教研組長"),
    ),
    SchoolRole.HOMEROOM_TEACHER: Start(
        family="homeroom",
        document="004-04",
        title=Text(en="Homeroom teacher", zh_hans="班主任", zh_hant="班主任"),
    ),
    SchoolRole.GROUP_LEADER: Start(
        family="class_group",
        document="000-04",
        title=Text(en="Leader of a group within a class", zh_hans="班级小组长", zh_hant="班級小組長"),
    ),
    SchoolRole.MUTUAL_HELP: Start(
        family="mutual_help",
        document="003-01",
        title=Text(en="Mutual-help group of pupils", zh_hans="学生互助小组", zh_hant="學生互助小組"),
    ),
}
