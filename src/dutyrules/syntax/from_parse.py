"""The rules of the grammar to the syntax tree: one method per rule, and no judgement.

A method receives the span and the children of its rule, at the very reduction. Keyword tokens that
carry no meaning are dropped by type; nothing here raises a domain error.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.children import Children, Node, Token
from dutyrules.syntax.children import day as _day
from dutyrules.syntax.children import first as _first
from dutyrules.syntax.children import marked as _marked
from dutyrules.syntax.children import maybe as _maybe
from dutyrules.syntax.children import name as _name
from dutyrules.syntax.children import names as _names
from dutyrules.syntax.children import only as _only
from dutyrules.syntax.children import text as _text
from dutyrules.syntax.children import tokens as _tokens
from dutyrules.syntax.from_parse_scenarios import ScenarioBuilder
from dutyrules.syntax.source import Span

T = TypeVar("T")

_UNITS = {
    "DAY": tree.Unit.DAY,
    "SCHOOL_DAY": tree.Unit.SCHOOL_DAY,
    "WEEK": tree.Unit.WEEK,
    "MONTH": tree.Unit.MONTH,
    "HOUR": tree.Unit.HOUR,
    "MINUTE": tree.Unit.MINUTE,
    "CLASS_HOUR": tree.Unit.CLASS_HOUR,
    "LESSON": tree.Unit.LESSON,
    "POINT": tree.Unit.POINT,
    "PERCENT": tree.Unit.PERCENT,
    "YUAN": tree.Unit.YUAN,
}
_TYPES = {
    "TEXT_TYPE": "text",
    "NUMBER_TYPE": "number",
    "MINUTE": "minutes",
    "HOUR": "hours",
    "POINT": "points",
    "PERCENT": "percent",
    "MONEY_TYPE": "money",
    "DATE_TYPE": "date",
    "YES_NO_TYPE": "yes_no",
    "CLASS_HOURS_TYPE": "class_hours",
    "PERSON_TYPE": "person",
    "UNIT_TYPE": "unit",
}
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_MODALITIES = {
    "MUST": Modality.MUST,
    "MUST_NOT": Modality.MUST_NOT,
    "SHOULD": Modality.SHOULD,
    "MAY": Modality.MAY,
}


def _word(children: Children) -> tree.Name:
    return _name(_tokens(children, "WORD")[0])


def _parts(children: Children) -> dict[str, Any]:
    """The (name, value) pairs that sub-rules left; the grammar says what each value is."""
    return dict(c for c in children if isinstance(c, tuple))


def _tests(children: Children) -> tuple[tree.Test, ...]:
    return tuple(c for c in children if isinstance(c, tree.BoundTest | tree.ValueTest))


def _quantities(children: Children) -> list[tree.Quantity]:
    return [c for c in children if isinstance(c, tree.Amount | tree.NamedAmount)]


class TreeBuilder(ScenarioBuilder):
    """Builds one statement."""

    def start(self, _: Span, children: Children) -> Node:
        return children[0]

    def statement(self, _: Span, children: Children) -> Node:
        return children[0]

    # Lines

    def language_line(self, span: Span, children: Children) -> Node:
        return tree.LanguageLine(language=_word(children), span=span)

    def policy_line(self, span: Span, children: Children) -> Node:
        return tree.PolicyLine(name=_word(children), title=_text(children) or "", span=span)

    def vocabulary_line(self, span: Span, children: Children) -> Node:
        return tree.VocabularyLine(name=_word(children), title=_text(children) or "", span=span)

    def source_line(self, span: Span, children: Children) -> Node:
        return tree.SourceLine(document=_word(children), span=span)

    def import_line(self, span: Span, children: Children) -> Node:
        return tree.ImportLine(path=_word(children), span=span)

    def extends_line(self, span: Span, children: Children) -> Node:
        return tree.ExtendsLine(path=_word(children), span=span)

    def effective_line(self, span: Span, children: Children) -> Node:
        days = [_day(t) for t in _tokens(children, "DATE")]
        last = days[1] if len(days) > 1 else None
        first = days[0] or tree.Day(day=datetime.date.min)
        return tree.EffectiveLine(first=first, last=last, span=span)

    def role_of_unit(self, _: Span, children: Children) -> Node:
        role, unit = _names(children)
        return (role, unit)

    def unit_de_role(self, _: Span, children: Children) -> Node:
        unit, role = _names(children)
        return (role, unit)

    def bearer_line(self, span: Span, children: Children) -> Node:
        role, unit = _first(children, tuple)
        return tree.BearerLine(role=role, unit=unit, span=span)

    def clause_line(self, span: Span, children: Children) -> Node:
        return tree.ClauseLine(number=_word(children), title=_text(children) or "", span=span)

    # Declarations

    def term(self, span: Span, children: Children) -> Node:
        return tree.TermName(labels=tuple(_names(children)), span=span)

    def _term_decl(self, kind: tree.TermKind, span: Span, children: Children) -> Node:
        return tree.TermDecl(kind=kind, term=_first(children, tree.TermName), span=span)

    def unit_decl(self, span: Span, children: Children) -> Node:
        return self._term_decl(tree.TermKind.UNIT, span, children)

    def role_decl(self, span: Span, children: Children) -> Node:
        return self._term_decl(tree.TermKind.ROLE, span, children)

    def value_decl(self, span: Span, children: Children) -> Node:
        return self._term_decl(tree.TermKind.VALUE, span, children)

    def owner(self, _: Span, children: Children) -> Node:
        names = _names(children)
        return ("owner", names[0] if names else None)

    def property_en(self, span: Span, children: Children) -> Node:
        return tree.PropertyDecl(
            term=_first(children, tree.TermName),
            owner=_first(children, tuple)[1],
            type=_first(children, tree.AttributeType),
            span=span,
        )

    property_zh = property_en

    def choice(self, span: Span, children: Children) -> Node:
        terms = tuple(_only(children, tree.TermName))
        return tree.AttributeType(name="choice", choices=terms, span=span)

    def type(self, span: Span, children: Children) -> Node:
        choice = _maybe(children, tree.AttributeType)
        if choice is not None:
            return choice
        token = _first(children, Token)
        return tree.AttributeType(name=_TYPES[token.type], span=span)

    def counter(self, _: Span, children: Children) -> Node:
        return _name(_first(children, Token))

    def verb_part(self, _: Span, children: Children) -> Node:
        return ("verb", _first(children, tree.TermName))

    def counter_part(self, _: Span, children: Children) -> Node:
        return ("counter", _first(children, tree.Name))

    def object_part(self, _: Span, children: Children) -> Node:
        return ("object", _first(children, tree.TermName))

    def dated_part(self, _: Span, children: Children) -> Node:
        return ("dated_by", _first(children, tree.TermName))

    def paper_part(self, _: Span, __: Children) -> Node:
        return ("paperwork", True)

    def attribute_part(self, span: Span, children: Children) -> Node:
        term, kind = _first(children, tree.TermName), _first(children, tree.AttributeType)
        return tree.AttributeDecl(term=term, type=kind, span=span)

    def event_decl(self, span: Span, children: Children) -> Node:
        parts = _parts(children)
        return tree.EventDecl(
            term=_first(children, tree.TermName),
            verb=parts.get("verb"),
            counter=parts.get("counter"),
            object=parts.get("object"),
            dated_by=parts.get("dated_by"),
            attributes=tuple(_only(children, tree.AttributeDecl)),
            paperwork=parts.get("paperwork", False),
            span=span,
        )

    def literal(self, _: Span, children: Children) -> Node:
        return self._value(children)

    def value(self, _: Span, children: Children) -> Node:
        return self._value(children)

    def _value(self, children: Children) -> Node:
        token = children[0]
        if not isinstance(token, Token):
            return token
        match token.type:
            case "STRING":
                return tree.Quoted(text=str(token), span=token.span)
            case "DATE":
                return _day(token) or tree.Quoted(text=str(token), span=token.span)
            case _:
                return tree.YesNo(yes=token.type == "YES", span=token.span)

    def setting(self, span: Span, children: Children) -> Node:
        dates = _tokens(children, "DATE")
        value = next(c for c in children if not isinstance(c, Token))
        since = _day(dates[0]) if dates else None
        return tree.Setting(value=value, since=since, span=span)  # type: ignore[arg-type]

    setting_zh = setting

    def assume(self, _: Span, children: Children) -> Node:
        return ("assume", _text(children))

    def cited(self, _: Span, children: Children) -> Node:
        return ("cited", _text(children))

    def parameter_decl(self, span: Span, children: Children) -> Node:
        reasons = _parts(children)
        return tree.ParameterDecl(
            term=_first(children, tree.TermName),
            settings=tuple(_only(children, tree.Setting)),
            assume=reasons.get("assume"),
            cited=reasons.get("cited"),
            span=span,
        )

    def note(self, span: Span, children: Children) -> Node:
        return tree.Note(text=_text(children) or "", span=span)

    # Quantities and bounds

    def number(self, span: Span, children: Children) -> Node:
        return self._amount(span, children)

    def amount(self, span: Span, children: Children) -> Node:
        return self._amount(span, children)

    named_amount = amount

    def unit(self, _: Span, children: Children) -> Node:
        token = _only(children, Token)[-1]  # 3个上课日: the measure word of a unit says nothing
        return ("unit", _UNITS.get(token.type), str(token) if token.type == "COUNTER" else None)

    def _amount(self, span: Span, children: Children) -> Node:
        token = _tokens(children, "NUMBER", "NAME")[0]
        marked = _maybe(children, tuple)
        unit, counter = (marked[1], marked[2]) if marked else (None, None)
        if token.type == "NAME":
            return tree.NamedAmount(name=_name(token), unit=unit, counter=counter, span=span)
        number = Decimal(str(token).replace("．", "."))
        return tree.Amount(number=number, unit=unit, counter=counter, span=span)

    def _bound(self, kind: tree.BoundKind, span: Span, children: Children) -> Node:
        numbers = [*_quantities(children), None, None]
        return tree.Bound(kind=kind, low=numbers[0], high=numbers[1], span=span)

    def at_least(self, span: Span, children: Children) -> Node:
        return self._bound(tree.BoundKind.AT_LEAST, span, children)

    def at_most(self, span: Span, children: Children) -> Node:
        return self._bound(tree.BoundKind.AT_MOST, span, children)

    def exactly(self, span: Span, children: Children) -> Node:
        return self._bound(tree.BoundKind.EXACTLY, span, children)

    def between(self, span: Span, children: Children) -> Node:
        return self._bound(tree.BoundKind.BETWEEN, span, children)

    def any_of(self, span: Span, children: Children) -> Node:
        return self._bound(tree.BoundKind.ANY, span, children)

    # When

    def period(self, _: Span, children: Children) -> Node:
        return tree.PeriodWord(_first(children, Token).type.lower())

    def parity(self, _: Span, children: Children) -> Node:
        return tree.Parity(_first(children, Token).type.lower())

    def weekday(self, _: Span, children: Children) -> Node:
        return ("weekday", _WEEKDAYS.index(_first(children, Token).type) + 1)

    def after_period(self, _: Span, children: Children) -> Node:
        return ("after", _quantities(children)[0])

    def slot(self, span: Span, children: Children) -> Node:
        parts = _parts(children)
        return tree.Slot(weekday=parts["weekday"], after_period=parts.get("after"), span=span)

    def every(self, span: Span, children: Children) -> Node:
        numbers = _quantities(children)
        return tree.Every(
            period=_first(children, tree.PeriodWord),
            every=numbers[0] if numbers else None,
            parity=_maybe(children, tree.Parity),
            slot=_maybe(children, tree.Slot),
            sliding=("sliding",) in children,
            anchor=_marked(children, "anchor"),
            span=span,
        )

    def sliding(self, _: Span, __: Children) -> Node:
        return ("sliding",)

    def counted_from(self, _: Span, children: Children) -> Node:
        return ("anchor", _quantities(children)[0])

    def every_weekday(self, span: Span, children: Children) -> Node:
        parts = _parts(children)
        slot = tree.Slot(weekday=parts["weekday"], after_period=parts.get("after"), span=span)
        return tree.Every(period=tree.PeriodWord.WEEK, slot=slot, span=span)

    def _with_amount(self, build: Callable[..., T], field: str, span: Span, children: Children) -> T:
        return build(**{field: _quantities(children)[0]}, span=span)

    def in_first(self, span: Span, children: Children) -> Node:
        return self._with_amount(tree.InFirst, "amount", span, children)

    def in_last(self, span: Span, children: Children) -> Node:
        return self._with_amount(tree.InLast, "amount", span, children)

    def by_week_end(self, span: Span, children: Children) -> Node:
        return self._with_amount(tree.ByWeekEnd, "number", span, children)

    def by_next_month(self, span: Span, children: Children) -> Node:
        return self._with_amount(tree.ByNextMonth, "day", span, children)

    def by_end(self, span: Span, children: Children) -> Node:
        return tree.ByEnd(period=_first(children, tree.PeriodWord), span=span)

    def on_day_of(self, span: Span, children: Children) -> Node:
        return tree.OnDayOf(trigger=_first(children, tree.EachEventName), span=span)

    def by_date(self, span: Span, children: Children) -> Node:
        month, day = _quantities(children)
        return tree.ByDate(month=month, day=day, span=span)

    def in_month(self, span: Span, children: Children) -> Node:
        return self._with_amount(tree.InMonth, "month", span, children)

    def within_after(self, span: Span, children: Children) -> Node:
        trigger = _first(children, tree.EachEventName)
        return tree.WithinAfter(amount=_quantities(children)[0], trigger=trigger, span=span)

    def within_before(self, span: Span, children: Children) -> Node:
        trigger = _first(children, tree.EachEventName)
        return tree.WithinBefore(amount=_quantities(children)[0], trigger=trigger, span=span)

    def between_events(self, span: Span, children: Children) -> Node:
        trigger = _first(children, tree.EachEventName)
        return tree.BetweenEvents(trigger=trigger, end=_names(children)[0], span=span)

    def unit_has(self, span: Span, children: Children) -> Node:
        unit, role = _names(children)
        return tree.UnitHas(unit=unit, bound=_first(children, tree.Bound), role=role, span=span)

    def property_holds(self, span: Span, children: Children) -> Node:
        return tree.PropertyHolds(property=_names(children)[0], span=span)

    def property_is(self, span: Span, children: Children) -> Node:
        value = next(c for c in children if not isinstance(c, Token))
        return tree.PropertyIs(property=_names(children)[0], value=value, span=span)  # type: ignore[arg-type]

    def ranked(self, _: Span, children: Children) -> Node:
        return ("lowest", _first(children, Token).type == "RANK_LOW")

    def _metric(self, fold: tree.Fold, span: Span, names: list[tree.Name]) -> Node:
        attribute, event = names
        return tree.Metric(fold=fold, attribute=attribute, event=event, span=span)

    def mean_en(self, span: Span, children: Children) -> Node:
        return self._metric(tree.Fold.MEAN, span, _names(children))

    def sum_en(self, span: Span, children: Children) -> Node:
        return self._metric(tree.Fold.SUM, span, _names(children))

    def mean_zh(self, span: Span, children: Children) -> Node:
        return self._metric(tree.Fold.MEAN, span, _names(children)[::-1])

    def sum_zh(self, span: Span, children: Children) -> Node:
        return self._metric(tree.Fold.SUM, span, _names(children)[::-1])

    def rank_en(self, span: Span, children: Children) -> Node:
        return tree.Ranked(
            unit=_names(children)[0],
            lowest=bool(_marked(children, "lowest")),
            places=_quantities(children)[0],
            metric=_first(children, tree.Metric),
            span=span,
        )

    rank_zh = rank_en

    def where(self, span: Span, children: Children) -> Node:
        conditions = tuple(c for c in children if not isinstance(c, Token))
        return tree.Where(conditions=conditions, span=span)  # type: ignore[arg-type]

    # What

    def label(self, _: Span, children: Children) -> Node:
        return _names(children)[0]

    def each_name(self, span: Span, children: Children) -> Node:
        counters = _tokens(children, "COUNTER")
        return tree.EachEventName(
            event=_names(children)[0],
            tests=_tests(children),
            counter=str(counters[0]) if counters else None,
            span=span,
        )

    def subject_role(self, span: Span, children: Children) -> Node:
        return tree.Subject(name=_names(children)[0], each=False, span=span)

    def subject_each(self, span: Span, children: Children) -> Node:
        each = _first(children, tree.EachEventName)
        return tree.Subject(name=each.event, each=True, tests=each.tests, counter=each.counter, span=span)

    def subject_share(self, span: Span, children: Children) -> Node:
        share = _first(children, tree.Bound)
        return tree.Subject(name=_names(children)[0], each=False, share=share, span=span)

    def modality(self, _: Span, children: Children) -> Node:
        return _MODALITIES[_first(children, Token).type]

    def verb(self, _: Span, children: Children) -> Node:
        return ("verb", _names(children)[0])

    def measured(self, _: Span, children: Children) -> Node:
        return ("measured", _first(children, Token).type)

    def toward(self, span: Span, children: Children) -> Node:
        kind = tree.TargetKind.OTHER if _tokens(children, "OTHER") else tree.TargetKind.EACH
        return tree.Target(role=_names(children)[0], kind=kind, span=span)

    def target_that(self, span: Span, children: Children) -> Node:
        return tree.Target(role=_names(children)[0], kind=tree.TargetKind.THAT, span=span)

    def target_share(self, span: Span, children: Children) -> Node:
        return tree.Target(
            role=_names(children)[0],
            kind=tree.TargetKind.SHARE,
            share=_first(children, tree.Bound),
            span=span,
        )

    def tail(self, _: Span, children: Children) -> Node:
        spacings = [c[1] for c in children if isinstance(c, tuple) and c[0] == "spacing"]
        parts = {
            "tests": tuple(t for group in _only(children, list) for t in group),
            "in_full": ("in_full",) in children,
            "exempt": tuple(c[1] for c in children if isinstance(c, tuple) and c[0] == "exempt"),
            "spacing": spacings[0] if spacings else None,
            "failing": tuple(_only(children, tree.Rung)),
        }
        return ("tail", parts)

    def except_(self, _: Span, children: Children) -> Node:
        return ("exempt", _names(children)[0])

    def spacing(self, _: Span, children: Children) -> Node:
        return ("spacing", _first(children, tree.Bound))

    def failing(self, span: Span, children: Children) -> Node:
        return tree.Rung(
            verb=_marked(children, "verb"),
            bound=_first(children, tree.Bound),
            event=_names(children)[0],
            span=span,
        )

    def filter(self, _: Span, children: Children) -> Node:
        return list(_tests(children))

    def in_full(self, _: Span, __: Children) -> Node:
        return ("in_full",)

    def perform(self, span: Span, children: Children) -> Node:
        tail: dict[str, Any] = _marked(children, "tail")
        return tree.Perform(
            subject=_maybe(children, tree.Subject),
            modality=_first(children, Modality),
            verb=_marked(children, "verb"),
            bound=_maybe(children, tree.Bound),
            event=_names(children)[0],
            target=_maybe(children, tree.Target),
            takes_part=bool(_tokens(children, "BE_IN")),
            span=span,
            **tail,
        )

    perform_plain = perform
    perform_in = perform

    def test_bound(self, span: Span, children: Children) -> Node:
        bound = _first(children, tree.Bound)
        return tree.BoundTest(attribute=_names(children)[0], bound=bound, span=span)

    def _value_test(self, comparison: tree.Comparison, span: Span, children: Children) -> Node:
        value = next((c for c in children if not isinstance(c, Token)), None)
        name = _names(children)[0]
        return tree.ValueTest(attribute=name, comparison=comparison, value=value, span=span)  # type: ignore[arg-type]

    def test_is(self, span: Span, children: Children) -> Node:
        return self._value_test(tree.Comparison.IS, span, children)

    def test_is_not(self, span: Span, children: Children) -> Node:
        return self._value_test(tree.Comparison.IS_NOT, span, children)

    def test_present(self, span: Span, children: Children) -> Node:
        return self._value_test(tree.Comparison.PRESENT, span, children)

    def names(self, _: Span, children: Children) -> Node:
        return _names(children)

    def record(self, span: Span, children: Children) -> Node:
        return tree.Record(
            subject=_first(children, tree.Subject),
            modality=_first(children, Modality),
            attributes=tuple(_first(children, list)),
            span=span,
        )

    def satisfy(self, span: Span, children: Children) -> Node:
        return tree.Satisfy(
            subject=_first(children, tree.Subject),
            modality=_first(children, Modality),
            tests=_tests(children),
            span=span,
        )

    def agree_en(self, span: Span, children: Children) -> Node:
        return tree.Agree(
            event=_first(children, tree.EachEventName),
            key=_names(children)[0],
            modality=_first(children, Modality),
            attributes=tuple(_first(children, list)),
            span=span,
        )

    def agree_zh(self, span: Span, children: Children) -> Node:
        key, event = _names(children)
        return tree.Agree(
            event=tree.EachEventName(event=event, tests=_tests(children), span=event.span),
            key=key,
            modality=_first(children, Modality),
            attributes=tuple(_first(children, list)),
            span=span,
        )

    def sequence(self, span: Span, children: Children) -> Node:
        return tree.Sequence(
            subject=_first(children, tree.Subject),
            modality=_first(children, Modality),
            events=tuple(_first(children, list)),
            span=span,
        )

    def compose(self, span: Span, children: Children) -> Node:
        return tree.Compose(
            subject=_first(children, tree.Subject),
            modality=_first(children, Modality),
            bound=_first(children, tree.Bound),
            role=_names(children)[0],
            tests=tuple(t for group in _only(children, list) for t in group),
            span=span,
        )

    def attested(self, span: Span, children: Children) -> Node:
        return tree.Attested(by=_names(children)[0], text=_text(children), span=span)

    def rated(self, span: Span, children: Children) -> Node:
        numbers = _quantities(children)
        return tree.Rated(
            by=_names(children)[0],
            out_of=numbers[0] if numbers else None,
            text=_text(children),
            span=span,
        )

    def norm(self, span: Span, children: Children) -> Node:
        label, *phrases, sentence = (c for c in children if not isinstance(c, Token))
        return tree.Norm(label=label, phrases=tuple(phrases), sentence=sentence, span=span)  # type: ignore[arg-type]

    def exception(self, span: Span, children: Children) -> Node:
        label, base = _names(children)
        *phrases, sentence = (c for c in children if not isinstance(c, Token))
        return tree.ExceptionNorm(
            label=label,
            base=base,
            phrases=tuple(phrases),  # type: ignore[arg-type]
            sentence=sentence,  # type: ignore[arg-type]
            span=span,
        )

    def separate(self, span: Span, children: Children) -> Node:
        return tree.Separate(norms=tuple(_first(children, list)), span=span)

    def omit(self, span: Span, children: Children) -> Node:
        return tree.Omit(names=tuple(_first(children, list)), span=span)

    # Scores

    def capped(self, _: Span, children: Children) -> Node:
        return ("cap", _quantities(children)[0])

    def out_of(self, _: Span, children: Children) -> Node:
        return ("out_of", _quantities(children)[0])

    def rounding(self, span: Span, children: Children) -> Node:
        up = bool(_tokens(children, "ROUND_HALF_UP"))
        rule = tree.RoundingRule.HALF_UP if up else tree.RoundingRule.HALF_EVEN
        places = int(_tokens(children, "NUMBER")[0].split(".")[0])
        return ("rounding", tree.Rounding(rule=rule, places=places, span=span))

    def score(self, span: Span, children: Children) -> Node:
        parts = _parts(children)
        return tree.ScoreLine(
            name=_names(children)[0],
            every=_first(children, tree.Every),
            out_of=parts.get("out_of"),
            rounding=parts.get("rounding"),
            cap=parts.get("cap"),
            span=span,
        )

    def item_attested(self, _: Span, children: Children) -> Node:
        return children[0]

    item_rated = item_attested

    def sum_score(self, span: Span, children: Children) -> Node:
        return tree.FoldOfScore(fold=tree.Fold.SUM, score=_names(children)[0], span=span)

    def mean_score(self, span: Span, children: Children) -> Node:
        return tree.FoldOfScore(fold=tree.Fold.MEAN, score=_names(children)[0], span=span)

    def _per_event(self, span: Span, children: Children, *, less: bool) -> Node:
        event = _first(children, tree.EachEventName)
        amount = _quantities(children)[0]
        return tree.PerEvent(amount=amount, event=event, less=less, span=span)

    def award(self, span: Span, children: Children) -> Node:
        return self._per_event(span, children, less=False)

    def fine(self, span: Span, children: Children) -> Node:
        return self._per_event(span, children, less=True)

    def step(self, _: Span, children: Children) -> Node:
        missing = int(_tokens(children, "NUMBER")[0].split(".")[0])
        return ("step", missing, _quantities(children)[0])

    def steps(self, span: Span, children: Children) -> Node:
        return tree.Steps(
            norms=tuple(_first(children, list)),
            steps=tuple((c[1], c[2]) for c in children if isinstance(c, tuple) and c[0] == "step"),
            otherwise=_quantities(children)[-1],
            span=span,
        )

    def proportion(self, span: Span, children: Children) -> Node:
        return tree.Proportion(norm=_names(children)[0], span=span)

    def sum_attribute_en(self, span: Span, children: Children) -> Node:
        attribute, event = _names(children)
        return tree.SumOfAttribute(attribute=attribute, event=event, span=span)

    def sum_attribute_zh(self, span: Span, children: Children) -> Node:
        event, attribute = _names(children)
        return tree.SumOfAttribute(attribute=attribute, event=event, span=span)

    def deduct_en(self, span: Span, children: Children) -> Node:
        amount = _quantities(children)[0]
        return tree.Deduct(amount=amount, norms=tuple(_first(children, list)), span=span)

    deduct_zh = deduct_en

    def if_en(self, span: Span, children: Children) -> Node:
        then, otherwise = _quantities(children)
        norm = _names(children)[0]
        return tree.IfFulfilled(norm=norm, then=then, otherwise=otherwise, span=span)

    if_zh = if_en

    def item(self, span: Span, children: Children) -> Node:
        rule = next(c for c in reversed(children) if not isinstance(c, Token))
        numbers = _quantities(children)
        return tree.Item(
            name=_names(children)[0],
            maximum=numbers[0] if numbers else None,
            rule=rule,  # type: ignore[arg-type]
            span=span,
        )

    def bonus(self, span: Span, children: Children) -> Node:
        item: tree.Item = self.item(span, children)  # type: ignore[assignment]
        return attrs.evolve(item, is_bonus=True)

    def band(self, span: Span, children: Children) -> Node:
        low = _quantities(children)[0]
        return tree.Band(grade=_names(children)[0], low=low, span=span)

    def grade(self, span: Span, children: Children) -> Node:
        score, otherwise = _names(children)
        bands = tuple(_only(children, tree.Band))
        return tree.GradeTable(score=score, bands=bands, otherwise=otherwise, span=span)

    def effect(self, span: Span, children: Children) -> Node:
        score, grade = _names(children)
        return tree.Effect(score=score, grade=grade, span=span)

    def withhold(self, span: Span, children: Children) -> Node:
        return tree.Effect(score=_names(children)[0], grade=None, span=span)

    def basis(self, _: Span, children: Children) -> Node:
        return ("basis", _text(children))

    def proof(self, _: Span, children: Children) -> Node:
        return ("proof", _tests(children))

    def duration(self, _: Span, children: Children) -> Node:
        return ("duration", _quantities(children)[0])

    def veto(self, span: Span, children: Children) -> Node:
        name, event = _names(children)
        parts = _parts(children)
        return tree.Veto(
            name=name,
            every=_first(children, tree.Every),
            event=event,
            tests=tuple(_maybe(children, list) or ()),
            effects=tuple(_only(children, tree.Effect)),
            basis=parts.get("basis"),
            proof=parts.get("proof", ()),
            duration=parts.get("duration"),
            span=span,
        )

    def raises(self, _: Span, children: Children) -> Node:
        return ("move", _names(children)[0], True, _quantities(children)[0])

    def lowers(self, _: Span, children: Children) -> Node:
        return ("move", _names(children)[0], False, _quantities(children)[0])

    def shift(self, span: Span, children: Children) -> Node:
        name, event, *limit = _names(children)
        _, score, raises, steps = _first(children, tuple)
        return tree.Shift(
            name=name,
            every=_first(children, tree.Every),
            event=event,
            tests=tuple(_maybe(children, list) or ()),
            score=score,
            raises=raises,
            steps=steps,
            limit=limit[0] if limit else None,
            span=span,
        )

    def currency(self, _: Span, __: Children) -> Node:
        return ("currency",)

    def fixed(self, _: Span, children: Children) -> Node:
        return ("fixed", _quantities(children)[0])

    def _payment(self, span: Span, children: Children, *, in_all: bool) -> Node:
        amount = _quantities(children)[0]
        return tree.Payment(grade=_names(children)[0], amount=amount, in_all=in_all, span=span)

    def reward(self, span: Span, children: Children) -> Node:
        return self._payment(span, children, in_all=False)

    def in_all(self, span: Span, children: Children) -> Node:
        return self._payment(span, children, in_all=True)

    def proration(self, _: Span, children: Children) -> Node:
        by_school = bool(_tokens(children, "PRORATED_SCHOOL"))
        return tree.Proration.SCHOOL_DAYS if by_school else tree.Proration.DAYS

    def stipend(self, span: Span, children: Children) -> Node:
        fixed = [c[1] for c in children if isinstance(c, tuple) and c[0] == "fixed"]
        return tree.StipendTable(
            score=_names(children)[0],
            fixed=fixed[0] if fixed else None,
            payments=tuple(_only(children, tree.Payment)),
            proration=_maybe(children, tree.Proration) or tree.Proration.NONE,
            span=span,
        )
