"""Scores, grades, vetoes and stipends to text."""

from __future__ import annotations

from typing import assert_never

from dutyrules.syntax import tree
from dutyrules.syntax.pieces import Pieces
from dutyrules.syntax.to_text_amounts import bare, each_event, event_tests, is_one, measure_word, quantity
from dutyrules.syntax.to_text_norms import judged, with_tests
from dutyrules.syntax.to_text_phrases import every
from dutyrules.syntax.to_text_words import Wording

Scoring = tree.ScoreLine | tree.Item | tree.GradeTable | tree.Veto | tree.Shift | tree.StipendTable


def scoring(w: Wording, written: Scoring) -> Pieces:
    """A statement about scores, without its full stop."""
    match written:
        case tree.ScoreLine():
            return _score(w, written)
        case tree.Item():
            return _item(w, written)
        case tree.GradeTable():
            return _grades(w, written)
        case tree.Veto():
            return _veto(w, written)
        case tree.Shift():
            return _shift(w, written)
        case tree.StipendTable():
            return _stipend(w, written)
        case _:
            assert_never(written)


def _score(w: Wording, written: tree.ScoreLine) -> Pieces:
    parts = [every(w, written.every)]
    if written.out_of is not None:
        parts.append(w.say("OUT_OF {points}", points=quantity(w, written.out_of)))
    if written.cap is not None:
        parts.append(w.say("CAPPED {points}", points=quantity(w, written.cap)))
    if written.rounding is not None:
        parts.append(_rounding(w, written.rounding))
    return w.say("SCORE _ {name} : {parts}", name=w.name(written.name), parts=w.row(parts, ","))


def _rounding(w: Wording, rounding: tree.Rounding) -> Pieces:
    places = w.number(rounding.places)
    form = int(rounding.places == 1)
    return w.say(
        f"ROUND_{rounding.rule.name} {{n}} PLACES.{form}",
        f"ROUND_{rounding.rule.name} {{n}} PLACES",
        n=places,
    )


# Items ---------------------------------------------------------------------------------------------


def _item(w: Wording, written: tree.Item) -> Pieces:
    return w.say(
        "{head} _ {name} _ {maximum} : {rule}",
        head=w.say("BONUS" if written.is_bonus else "ITEM"),
        name=w.name(written.name),
        maximum=() if written.maximum is None else quantity(w, written.maximum),
        rule=_rule(w, written.rule),
    )


def _rule(w: Wording, rule: tree.ItemRule) -> Pieces:
    match rule:
        case tree.Attested() | tree.Rated():
            return judged(w, rule)
        case tree.FoldOfScore(fold=fold, score=score):
            return _fold(w, fold, w.name(score))
        case tree.SumOfAttribute(attribute=attribute, event=event):
            parts = {
                "attribute": w.word(w.naming.attribute(event.text, attribute.text)),
                "event": w.word(w.naming.event(event.text)),
            }
            return w.say("SUM_OF {attribute} OF {event}", "{event} DE {attribute} SUM_AFTER", **parts)
        case tree.PerEvent(amount=amount, event=event, less=less):
            parts = {"points": quantity(w, amount), "event": each_event(w, event)}
            if less:
                return w.say("LESS {points} FOR {event}", "{event} LESS {points}", **parts)
            return w.say("{points} FOR {event}", "{event} ADD {points}", **parts)
        case _:
            return _norm_rule(w, rule)


def _fold(w: Wording, fold: tree.Fold, name: Pieces) -> Pieces:
    match fold:
        case tree.Fold.SUM:
            return w.say("SUM_OF {name}", "{name} SUM_AFTER", name=name)
        case tree.Fold.MEAN:
            return w.say("MEAN_OF {name}", "{name} MEAN_AFTER", name=name)
        case _:
            assert_never(fold)


def _norm_rule(w: Wording, rule: tree.Deduct | tree.IfFulfilled | tree.Steps | tree.Proportion) -> Pieces:
    """Points that follow from how norms went."""
    match rule:
        case tree.Deduct(amount=amount, norms=norms):
            parts = {"points": quantity(w, amount), "norms": names(w, norms)}
            return w.say(
                "LESS {points} FOR_EACH_BREACH {norms}", "{norms} FOR_EACH_BREACH LESS {points}", **parts
            )
        case tree.IfFulfilled(norm=norm, then=then, otherwise=otherwise):
            return w.say(
                "{then} IF {norm} FULFILLED , OTHERWISE {otherwise}",
                "IF {norm} FULFILLED GIVES {then} , OTHERWISE.1 GIVES {otherwise}",
                then=quantity(w, then),
                norm=w.name(norm),
                otherwise=quantity(w, otherwise),
            )
        case tree.Steps(norms=norms, steps=steps, otherwise=otherwise):
            rows = [_step(w, missing, amount) for missing, amount in steps]
            rows.append(w.say("OTHERWISE {points}", points=quantity(w, otherwise)))
            return w.say("{norms} BY_MISSING : {rows}", norms=names(w, norms), rows=w.row(rows))
        case tree.Proportion(norm=norm):
            return w.say("IN_PROPORTION {norm}", "RANK_BY {norm} PROPORTION_AFTER", norm=w.name(norm))
        case _:
            assert_never(rule)


def _step(w: Wording, missing: int, amount: tree.Quantity) -> Pieces:
    parts = {"n": w.number(missing), "points": quantity(w, amount)}
    return w.say(
        "MISSING {n} GIVES {points}", "MISSING {n} {of} GIVES {points}", of=measure_word(w, "项"), **parts
    )


def names(w: Wording, norms: tuple[tree.Name, ...]) -> Pieces:
    """The labels of norms, as a list."""
    return w.listed([w.name(n) for n in norms])


# Grades --------------------------------------------------------------------------------------------


def _grades(w: Wording, written: tree.GradeTable) -> Pieces:
    bands = [_band(w, band) for band in written.bands]
    bands.append(w.say("OTHERWISE {grade}", grade=_grade(w, written.otherwise)))
    return w.say("GRADE _ {score} : {bands}", score=w.name(written.score), bands=w.row(bands))


def _band(w: Wording, band: tree.Band) -> Pieces:
    parts = {"grade": _grade(w, band.grade), "points": quantity(w, band.low)}
    return w.say("{grade} FROM {points}", "{grade} _ {points} UP", **parts)


def _grade(w: Wording, grade: tree.Name) -> Pieces:
    return w.word(w.naming.value(grade.text))


def _occasion(w: Wording, written: tree.Veto | tree.Shift) -> Pieces:
    """`each month, any safety_accident with …`: what makes a veto or a shift happen."""
    event = written.event.text
    return w.say(
        "{every} , NONE {event} {tests}",
        every=every(w, written.every),
        event=w.word(w.naming.event(event)),
        tests=with_tests(w, event_tests(w, event, written.tests)),
    )


def _veto(w: Wording, written: tree.Veto) -> Pieces:
    effects = w.row((_effect(w, effect) for effect in written.effects), "AND")
    parts = [
        w.say(
            "{occasion} {effects}", "{occasion} , {effects}", occasion=_occasion(w, written), effects=effects
        )
    ]
    if written.proof:
        parts.append(w.say("PROOF {tests}", tests=event_tests(w, written.event.text, written.proof)))
    if written.duration is not None:
        parts.append(w.say("FOR {time}", time=quantity(w, written.duration)))
    if written.basis is not None:
        parts.append(w.say("BASIS _ {text}", text=w.quoted(written.basis)))
    return w.say("VETO _ {name} : {parts}", name=w.name(written.name), parts=w.row(parts, ","))


def _effect(w: Wording, effect: tree.Effect) -> Pieces:
    score = w.name(effect.score)
    if effect.grade is None:
        return w.say("WITHHOLD {score}", "STOP {score} DE STIPEND_NOUN", score=score)
    grade = _grade(w, effect.grade)
    return w.say("MAKES {score} {grade}", "MAKES {score} GRADED {grade}", score=score, grade=grade)


def _shift(w: Wording, written: tree.Shift) -> Pieces:
    move = w.say(
        "{moves} {score} BY {steps} {grades}",
        f"MAKES {{score}} {'UP_BY' if written.raises else 'DOWN_BY'} {{steps}} {{grades}}",
        moves=w.keyword("RAISES" if written.raises else "LOWERS") if w.is_english else (),
        score=w.name(written.score),
        steps=bare(w, written.steps),
        grades=w.keyword("STEP", int(w.is_english and not is_one(written.steps))),
    )
    parts = {"name": w.name(written.name), "occasion": _occasion(w, written), "move": move}
    limit = () if written.limit is None else w.say(", NO_HIGHER {g}", g=_grade(w, written.limit))
    return w.say(
        "SHIFT _ {name} : {occasion} {move} {limit}",
        f"SHIFT _ {{name}} : {{occasion}} {', ' if written.tests else ''}{{move}} {{limit}}",
        limit=limit,
        **parts,
    )


# Stipends ------------------------------------------------------------------------------------------


def _stipend(w: Wording, written: tree.StipendTable) -> Pieces:
    payments = [_payment(w, payment) for payment in written.payments]
    if written.fixed is not None:
        payments.insert(0, w.say("FIXED _ {money}", money=quantity(w, written.fixed)))
    return w.say(
        "STIPEND _ {score} , IN_CURRENCY YUAN : {payments} {proration}",
        score=w.name(written.score),
        payments=w.row(payments),
        proration=_proration(w, written.proration),
    )


def _payment(w: Wording, payment: tree.Payment) -> Pieces:
    parts = {"grade": _grade(w, payment.grade), "money": quantity(w, payment.amount)}
    if payment.in_all:
        return w.say("{grade} {money} IN_ALL", "{grade} IN_ALL _ {money}", **parts)
    return w.say("{grade} _ {money}", **parts)


def _proration(w: Wording, proration: tree.Proration) -> Pieces:
    match proration:
        case tree.Proration.NONE:
            return ()
        case tree.Proration.DAYS:
            return w.say(", PRORATED")
        case tree.Proration.SCHOOL_DAYS:
            return w.say(", PRORATED_SCHOOL")
        case _:
            assert_never(proration)
