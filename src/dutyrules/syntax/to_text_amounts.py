"""Numbers, bounds, values and tests to text."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from dutyrules.findings.model import Language
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.pieces import Pieces
from dutyrules.syntax.plurals import plural_of
from dutyrules.syntax.to_text_words import Wording
from dutyrules.syntax.tree import BoundKind, Comparison

PEOPLE = "名"


def quantity(w: Wording, amount: tree.Quantity, counter: str = "") -> Pieces:
    """The number with its unit; in Chinese with the measure word `counter` if it has no unit."""
    unit = _unit(w, amount) if amount.unit is not None else measure_word(w, counter)
    return (*bare(w, amount), *unit)


def bare(w: Wording, amount: tree.Quantity) -> Pieces:
    """The number alone, or its parameter, which is set off."""
    match amount:
        case tree.Amount(number=number):
            return w.number(number)
        case tree.NamedAmount(name=name):
            return w.apart(w.naming.parameter(name.text))
        case _:
            assert_never(amount)


def measure_word(w: Wording, counter: str) -> Pieces:
    """The Chinese measure word; English has none."""
    if w.is_english or not counter:
        return ()
    return w.word(keyword_table().counter_in(counter, w.language))


def is_one(amount: tree.Quantity) -> bool:
    """True for the number 1, after which English has the singular."""
    return isinstance(amount, tree.Amount) and amount.number == Decimal(1)


def _unit(w: Wording, amount: tree.Quantity) -> Pieces:
    unit = amount.unit
    if unit is None:
        return ()
    if w.is_english:
        return w.keyword(unit.name, _plural_form(unit.name, amount))
    # 2月 is February, 2个月 are two months.
    return w.keyword(unit.name, 1 if unit is tree.Unit.MONTH else 0)


def _plural_form(terminal: str, amount: tree.Quantity | None) -> int:
    """The form of an English keyword after `amount`: 1 where the second form is the plural."""
    forms = keyword_table().rows[terminal].forms[Language.EN]
    if amount is None or is_one(amount) or len(forms) == 1:
        return 0
    return int(forms[1] == plural_of(forms[0]))


def counted(w: Wording, amount: tree.Quantity | None, terminal: str) -> Pieces:
    """The keyword `terminal` as it stands after `amount`, or by itself."""
    if w.is_english:
        return w.keyword(terminal, _plural_form(terminal, amount))
    return w.keyword(terminal, int(terminal == "MONTH" and amount is not None))


# Bounds --------------------------------------------------------------------------------------------


def bound(w: Wording, limit: tree.Bound, counter: str = "") -> Pieces:
    """The bound, counted with `counter`."""
    if limit.low is None:
        return w.say("NONE")
    match limit.kind:
        case BoundKind.AT_LEAST:
            return w.say("GE {low}", low=quantity(w, limit.low, counter))
        case BoundKind.AT_MOST:
            return w.say("LE {low}", low=quantity(w, limit.low, counter))
        case BoundKind.EXACTLY:
            return w.say("EXACTLY {low}", low=quantity(w, limit.low, counter))
        case BoundKind.BETWEEN:
            low = quantity(w, limit.low)
            high = quantity(w, limit.high or limit.low, counter)
            return w.say("BETWEEN {low} AND {high}", "BETWEEN {low} TO {high}", low=low, high=high)
        case BoundKind.ANY:
            return w.say("NONE")
        case _:
            assert_never(limit.kind)


def has_unit(w: Wording, limit: tree.Bound | None) -> bool:
    """True if the bound says what it counts, as in 30 hours."""
    low = None if limit is None else limit.low
    if isinstance(low, tree.NamedAmount) and low.unit is None:
        return w.naming.parameter_has_unit(low.name.text)
    return low is not None and low.unit is not None


def noun(w: Wording, name: str, limit: tree.Bound | None) -> Pieces:
    """The name of what `limit` counts, in the plural after most English numbers."""
    last = None if limit is None else limit.high or limit.low
    if not w.is_english or last is None or is_one(last) or has_unit(w, limit):
        return w.word(name)
    return w.plural(name)


def share(w: Wording, limit: tree.Bound, role: tree.Name) -> Pieces:
    """`at least 50% of students`."""
    members = w.plural(w.naming.party(role.text))
    return w.say("{limit} OF {members}", "{limit} DE {members}", limit=bound(w, limit), members=members)


# Values and tests ----------------------------------------------------------------------------------


def value(w: Wording, written: tree.Value, choice: str | None = None) -> Pieces:
    """The value; `choice` is what a name stands for where it is no parameter."""
    match written:
        case tree.NamedAmount() if choice is not None:
            return w.word(choice)
        case tree.Amount() | tree.NamedAmount():
            return quantity(w, written)
        case tree.Quoted(text=text):
            return w.quoted(text)
        case tree.YesNo(yes=yes):
            return w.say("YES" if yes else "NO")
        case tree.Day(day=day):
            return w.day(day)
        case _:
            assert_never(written)


def event_tests(w: Wording, event: str, tests: tuple[tree.Test, ...]) -> Pieces:
    """The tests on events of the type `event`, joined by `and`."""
    return w.row((_event_test(w, event, test) for test in tests), "AND")


def _event_test(w: Wording, event: str, written: tree.Test) -> Pieces:
    attribute = written.attribute.text
    choice = None
    if isinstance(written, tree.ValueTest) and isinstance(written.value, tree.NamedAmount):
        choice = w.naming.choice(event, attribute, written.value.name.text)
    return test(w, w.naming.attribute(event, attribute), written, choice)


def test(w: Wording, subject: str, written: tree.Test, choice: str | None) -> Pieces:
    """The test on what is called `subject`."""
    name = w.word(subject)
    match written:
        case tree.BoundTest(bound=limit):
            return (*name, *bound(w, limit))
        case tree.ValueTest(comparison=Comparison.IS, value=expected) if expected is not None:
            return w.say("{name} IS {value}", name=name, value=value(w, expected, choice))
        case tree.ValueTest(comparison=Comparison.IS_NOT, value=expected) if expected is not None:
            return w.say("{name} IS_NOT {value}", name=name, value=value(w, expected, choice))
        case tree.ValueTest():
            return w.say("{name} PRESENT", name=name)
        case _:
            assert_never(written)


# Each ----------------------------------------------------------------------------------------------


def each(w: Wording, name: str, counter: str) -> Pieces:
    """`each prep_meeting`, 每次备课组活动."""
    if w.is_english:
        return w.say("EACH {name}", name=w.word(name))
    row = keyword_table().rows["EACH"].forms[w.language]
    together = row[0] + keyword_table().counter_in(counter, w.language)
    if together in row:  # 每个 is a keyword of its own
        return w.say("{each} {name}", each=w.word(together), name=w.word(name))
    return w.say("EACH {counter} {name}", counter=measure_word(w, counter), name=w.word(name))


def each_event(w: Wording, trigger: tree.EachEventName) -> Pieces:
    """`each student_problem (severity is major)`."""
    event = trigger.event.text
    name = each(w, w.naming.event(event), w.naming.counter(event))
    return (*name, *in_parentheses(w, event_tests(w, event, trigger.tests)))


def in_parentheses(w: Wording, tests: Pieces) -> Pieces:
    """The tests in parentheses; nothing if there are none."""
    return w.say("( {tests} )", tests=tests) if tests else ()
