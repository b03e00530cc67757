"""Lines and declarations to text."""

from __future__ import annotations

from typing import assert_never

from dutyrules.syntax import tree
from dutyrules.syntax.pieces import BREAK, Piece, Pieces
from dutyrules.syntax.to_text_amounts import each, measure_word, value
from dutyrules.syntax.to_text_words import Wording
from dutyrules.syntax.visible import shown_character

_WIDTH = 110
_MOST_IN_A_LINE = 2
_TYPES = {
    "text": "TEXT_TYPE",
    "number": "NUMBER_TYPE",
    "minutes": "MINUTE.1",
    "hours": "HOUR.1",
    "class_hours": "CLASS_HOURS_TYPE",
    "points": "POINT.1",
    "percent": "PERCENT.1",
    "money": "MONEY_TYPE",
    "date": "DATE_TYPE",
    "yes_no": "YES_NO_TYPE",
    "person": "PERSON_TYPE",
    "unit": "UNIT_TYPE",
}

Line = (
    tree.LanguageLine
    | tree.PolicyLine
    | tree.VocabularyLine
    | tree.SourceLine
    | tree.ImportLine
    | tree.ExtendsLine
    | tree.EffectiveLine
    | tree.BearerLine
    | tree.ClauseLine
)
Declaration = tree.TermDecl | tree.PropertyDecl | tree.EventDecl | tree.ParameterDecl | tree.Note


def line(w: Wording, written: Line) -> Pieces:
    """A statement that ends with its line."""
    match written:
        case tree.LanguageLine():
            return w.say("LANGUAGE {name}", name=w.apart(w.language.value))
        case tree.PolicyLine(name=name, title=title):
            return _titled(w, "POLICY", name, title)
        case tree.VocabularyLine(name=name, title=title):
            return _titled(w, "VOCABULARY", name, title)
        case tree.ClauseLine(number=number, title=title):
            return _titled(w, "CLAUSE", number, title)
        case tree.SourceLine(document=document):
            return _titled(w, "SOURCE", document)
        case tree.ImportLine(path=path):
            return _titled(w, "IMPORT", path)
        case tree.ExtendsLine(path=path):
            return _titled(w, "EXTENDS", path)
        case tree.EffectiveLine(first=first, last=last):
            until = () if last is None else w.say("TO {day}", day=w.day(last.day))
            return w.say("EFFECTIVE _ {first} {until}", first=w.day(first.day), until=until)
        case tree.BearerLine():
            return _bearer(w, written)
        case _:
            assert_never(written)


def _titled(w: Wording, terminal: str, name: tree.Name, title: str = "") -> Pieces:
    return w.say(f"{terminal} {{name}} _ {{title}}", name=w.apart(name.text), title=w.quoted(title or None))


def _bearer(w: Wording, written: tree.BearerLine) -> Pieces:
    unit, role = w.naming.unit(written.unit.text), w.naming.role(written.role.text)
    return w.say(
        "BEARER {role} OF EACH {unit}",
        "BEARER _ {each} DE {role}",
        role=w.word(role),
        unit=w.word(unit),
        each=each(w, unit, w.naming.party_counter(written.unit.text)),
    )


def declaration(w: Wording, written: Declaration) -> Pieces:
    """A declaration or a note, without its full stop."""
    match written:
        case tree.TermDecl(kind=kind, term=term):
            return w.say(f"{kind.name} {{term}}", term=w.term(term))
        case tree.PropertyDecl():
            return _property(w, written)
        case tree.EventDecl():
            return _event(w, written)
        case tree.ParameterDecl():
            return _parameter(w, written)
        case tree.Note(text=text):
            return w.say("NOTE _ {text}", text=w.quoted(text))
        case _:
            assert_never(written)


def _property(w: Wording, written: tree.PropertyDecl) -> Pieces:
    owner = written.owner
    return w.say(
        "PROPERTY {term} OF {owner} AS {type}",
        "PROPERTY _ {owner} DE {term} AS {type}",
        term=w.term(written.term),
        owner=w.say("PERSON_TYPE") if owner is None else w.word(w.naming.unit(owner.text)),
        type=_type(w, written.type),
    )


def _type(w: Wording, written: tree.AttributeType) -> Pieces:
    if not written.choices:
        return w.say(_TYPES[written.name])
    choices = w.row((w.term(choice) for choice in written.choices), "OR")
    return w.say("ONE_OF {choices}", choices=choices)


def _event(w: Wording, written: tree.EventDecl) -> Pieces:
    head = w.say("EVENT {term}", term=w.term(written.term))
    parts = [
        *_part(w, "VERB", written.verb),
        *([] if written.counter is None else [_counter(w, written.counter)]),
        *_part(w, "OBJECT", written.object),
        *_part(w, "DATED_BY", written.dated_by),
        *([w.say("PAPERWORK")] if written.paperwork else []),
    ]
    attributes = [_attribute(w, a) for a in written.attributes]
    if not parts and not attributes:
        return head
    whole = w.say("{head} : {parts}", head=head, parts=w.row([*parts, *attributes], ","))
    if len(attributes) <= _MOST_IN_A_LINE and _width(whole) <= _WIDTH:
        return whole
    rows = [(BREAK, *attribute) for attribute in attributes]
    return w.say(
        "{head} : {parts}", head=head, parts=w.row([*([w.row(parts, ",")] if parts else []), *rows], ",")
    )


def _width(pieces: Pieces) -> int:
    return sum(shown_character(c)[1] for p in pieces for c in p.text) + len(pieces)


def _part(w: Wording, terminal: str, term: tree.TermName | None) -> list[Pieces]:
    return [] if term is None else [w.say(f"{terminal} {{term}}", term=w.term(term))]


def _counter(w: Wording, counter: tree.Name) -> Pieces:
    """The measure word as it is declared; English could not tell in which script it was."""
    return w.say("COUNTER_WORD _ {counter}", counter=(Piece(counter.text),))


def _attribute(w: Wording, written: tree.AttributeDecl) -> Pieces:
    return w.say("{term} AS {type}", term=w.term(written.term), type=_type(w, written.type))


def _parameter(w: Wording, written: tree.ParameterDecl) -> Pieces:
    counter = w.naming.parameter_counter(written.term.id.text)
    parts = [_setting(w, setting, counter) for setting in written.settings]
    if written.cited is not None:
        parts.append(w.say("CITED _ {text}", text=w.quoted(written.cited)))
    if written.assume is not None:
        parts.append(w.say("ASSUME _ {text}", text=w.quoted(written.assume)))
    return w.say("PARAMETER {term} = {parts}", term=w.term(written.term), parts=w.row(parts, ","))


def _setting(w: Wording, written: tree.Setting, counter: str) -> Pieces:
    is_count = isinstance(written.value, tree.Amount) and written.value.unit is None
    literal = value(w, written.value)
    if is_count:
        literal = (*literal, *measure_word(w, counter))
    if written.since is None:
        return literal
    since = w.day(written.since.day)
    return w.say("{value} FROM {day}", "FROM {day} UP _ {value}", value=literal, day=since)
