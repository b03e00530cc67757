"""The small school of the examples: one unit, and somebody for every role that the policy names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from dutyrules.checking.policy import CheckedPolicy, Makeup
from dutyrules.checking.vocabulary import Attribute, AttributeKind, Term, Vocabulary
from dutyrules.findings.model import Language, Text
from dutyrules.starter.needs import (
    bearers_of,
    forbids_outright,
    judges_of,
    makeups_of,
    properties_of,
    roles_in_units,
)

SCHOOL = "school"
_TEACHER, _MEMBER = "teacher", "member"
_OTHERS = {
    "class": "student",
    "mutual_help_group": "student",
    "study_group": "student",
    "factory_group": "worker",
}
"""The role of those who are in a unit of a kind beside whoever bears its duties; elsewhere `member`."""

_MOST_HOLDERS = 12
EXAMPLE = Text(en="example", zh_hans="示例", zh_hant="範例")


@attrs.frozen(kw_only=True)
class ExampleUnit:
    """A unit of the example: its code, its name, its kind (a vocabulary id) and the code above it."""

    code: str
    name: str
    kind: str
    parent: str = ""


@attrs.frozen(kw_only=True)
class ExamplePerson:
    """Somebody of the example, with one role (a vocabulary id) in one unit.

    `properties` are a choice's id or True or False, by the id of the property.
    """

    code: str
    name: str
    role: str
    unit: ExampleUnit
    properties: Mapping[str, str | bool]


@attrs.frozen(kw_only=True)
class ExampleSchool:
    """The units from the top down and everybody in them; `asked` are the properties the policy asks about."""

    units: tuple[ExampleUnit, ...]
    people: tuple[ExamplePerson, ...]
    asked: tuple[Attribute, ...]

    def holder(self, role: str, *, other_than: ExamplePerson | None = None) -> ExamplePerson | None:
        """The first holder of `role` who is not `other_than`, None if there is none."""
        return next((p for p in self.people if p.role == role and p is not other_than), None)

    def colleague(self, person: ExamplePerson) -> ExamplePerson:
        """Somebody else of the unit; where there is nobody, the person."""
        return next((p for p in self.people if p.unit == person.unit and p is not person), person)

    def outsider(self) -> ExamplePerson:
        """Somebody of the school who is in no unit below it."""
        return next(p for p in reversed(self.people) if p.unit == self.units[0])


def example_school(policy: CheckedPolicy, language: Language) -> ExampleSchool:
    """The least school in which every role of the policy is held."""
    known, say = policy.vocabulary, EXAMPLE.in_language(language)
    top = ExampleUnit(code=f"{say}00", name=_called(say, known.units[SCHOOL], language), kind=SCHOOL)
    kinds = dict.fromkeys(bearer.unit for bearer in bearers_of(policy) if bearer.unit != SCHOOL)
    below = {
        kind: ExampleUnit(
            code=f"{say}{place}0",
            name=_called(say, known.units[kind], language),
            kind=kind,
            parent=top.code,
        )
        for place, kind in enumerate(kinds, start=1)
    }
    posts = [*_posts(policy, {SCHOOL: top, **below}), *_offices(policy, top)]
    people = [
        ExamplePerson(
            code=f"{say}{place:03d}",
            name=_called(say, known.roles[role], language) + number,
            role=role,
            unit=unit,
            properties=properties,
        )
        for place, (role, unit, number, properties) in enumerate(posts, start=1)
    ]
    return ExampleSchool(units=(top, *below.values()), people=tuple(people), asked=properties_of(policy))


_Post = tuple[str, ExampleUnit, str, Mapping[str, str | bool]]


def _posts(policy: CheckedPolicy, units: Mapping[str, ExampleUnit]) -> Iterator[_Post]:
    """Role, unit, number and properties of everybody whom the policy expects in a unit."""
    usual = {asked.term.id: _usual(asked) for asked in properties_of(policy)}
    for role, kind in _with_company(roles_in_units(policy)):
        wanted = _wanted(makeups_of(policy, role))
        for place, special in enumerate(wanted, start=1):
            yield role, units[kind], str(place) if len(wanted) > 1 else "", {**usual, **special}


def _with_company(roles: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """The roles, and where a unit would have one of them only, that of the others in it."""
    kinds = Counter(kind for _, kind in roles)
    for role, kind in roles:
        yield role, kind
        company = _OTHERS.get(kind, _MEMBER)
        if kind != SCHOOL and kinds[kind] == 1 and company != role:
            yield company, kind


def _wanted(makeups: tuple[Makeup, ...]) -> list[Mapping[str, str | bool]]:
    """The properties that each holder of a role must have so that the unit is made up as it should be."""
    special: list[Mapping[str, str | bool]] = []
    least = 1
    for makeup in makeups:
        count = 0 if makeup.limit.low is None else int(makeup.limit.low.settings[0][1])
        if makeup.wanted:
            special += [{w.property.term.id: w.value for w in makeup.wanted}] * count
        else:
            least = max(least, count)
    plain: list[Mapping[str, str | bool]] = [{}] * (least - len(special))
    return (special + plain)[:_MOST_HOLDERS]


def _usual(asked: Attribute) -> str | bool:
    return asked.choices[0].id if asked.kind is AttributeKind.CHOICE else False


def _offices(policy: CheckedPolicy, top: ExampleUnit) -> Iterator[_Post]:
    """Those who attest or rate, and who does what nobody may, none of them in a unit below the school."""
    usual = {asked.term.id: _usual(asked) for asked in properties_of(policy)}
    inside = {role for role, _ in roles_in_units(policy)}
    roles = [role for role in judges_of(policy) if role not in inside]
    if forbids_outright(policy) or not roles:
        roles.append(_OTHERS.get(bearers_of(policy)[0].unit, _TEACHER))
    return ((role, top, "", usual) for role in roles)


def _called(say: str, term: Term, language: Language) -> str:
    label = term.label(language)
    return f"{say} {label.replace('_', ' ')}" if language is Language.EN else f"{say}{label}"


def property_word(asked: Attribute, value: str | bool, language: Language) -> str:
    """The value of a property as the roster writes it."""
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    return next((c.label(language) for c in asked.choices if c.id == value), value)


def role_label(vocabulary: Vocabulary, role: str, language: Language) -> str:
    """The role as the roster writes it."""
    return vocabulary.roles[role].label(language)


YES = Text(en="yes", zh_hans="是", zh_hant="是")
NO = Text(en="no", zh_hans="否", zh_hant="否")
