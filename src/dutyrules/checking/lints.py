"""What is wrong with a policy as a policy, though every word of it can be understood.

Each lint warns; an author who means it so says `# allow code: reason`.
"""

from __future__ import annotations

from dutyrules.checking.scope import Scope
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.tree import PeriodWord

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_SATURDAY = 6
_DEMANDS = (
    *(tree.Norm, tree.ExceptionNorm, tree.ScoreLine, tree.Item, tree.Veto),
    *(tree.Omit, tree.ExtendsLine),
)


def lint(scope: Scope, file: tree.PolicyFile, *, is_whole: bool = True) -> None:
    """Reports what an experienced reader would ask the author about.

    `is_whole` False: some sentences could not be read, so nothing is said of what is not there.
    """
    for statement in file.statements:
        match statement:
            case tree.ParameterDecl():
                _number_without_source(scope, statement)
            case tree.Norm() | tree.ExceptionNorm():
                _duty_on_day_off(scope, statement)
                _paperwork_only(scope, statement)
            case tree.PolicyLine() if is_whole:
                _empty_policy(scope, statement, file)
            case _:
                pass
    _effective(scope, file)


def _number_without_source(scope: Scope, parameter: tree.ParameterDecl) -> None:
    has_number = any(isinstance(s.value, tree.Amount) for s in parameter.settings)
    if has_number and not parameter.assume and not parameter.cited:
        scope.report("number-without-source", parameter.term.span, found=parameter.term.id.text)


def _duty_on_day_off(scope: Scope, norm: tree.Norm | tree.ExceptionNorm) -> None:
    """A duty for the weekend or the holidays; what is forbidden or permitted there is no duty."""
    modality = getattr(norm.sentence, "modality", Modality.MUST)
    if modality in (Modality.MUST_NOT, Modality.MAY):
        return
    for phrase in norm.phrases:
        if isinstance(phrase, tree.Every):
            if phrase.slot is not None and phrase.slot.weekday >= _SATURDAY:
                terminal = _WEEKDAYS[phrase.slot.weekday - 1]
            elif phrase.period is PeriodWord.HOLIDAY:
                terminal = "HOLIDAY"
            else:
                continue
            day = keyword_table().spoken(terminal)
            scope.report("duty-on-day-off", phrase.span, found=day)


def _paperwork_only(scope: Scope, norm: tree.Norm | tree.ExceptionNorm) -> None:
    """A duty that is met by handing in a paper, whatever was done."""
    sentence = norm.sentence
    if not isinstance(sentence, tree.Perform) or sentence.modality is not Modality.MUST or sentence.tests:
        return
    name = sentence.event.text
    event = next((e for e in scope.vocabulary.events.values() if name in e.term.labels()), None)
    if event is not None and event.paperwork:
        scope.report("paperwork-only", sentence.event.span, found=name)


def _empty_policy(scope: Scope, header: tree.PolicyLine, file: tree.PolicyFile) -> None:
    if not any(isinstance(s, _DEMANDS) for s in file.statements):
        scope.report("empty-policy", header.name.span)


def _effective(scope: Scope, file: tree.PolicyFile) -> None:
    """The dates of the policy among themselves, and against those of its parameters."""
    line = next((s for s in file.statements if isinstance(s, tree.EffectiveLine)), None)
    if line is None or line.last is None:
        return
    if line.last.day < line.first.day:
        days = {"first": line.first.day.isoformat(), "last": line.last.day.isoformat()}
        scope.made("effective-backwards", line.last.span, days)
        return
    for statement in file.statements:
        if isinstance(statement, tree.ParameterDecl):
            for setting in statement.settings:
                if setting.since is not None and setting.since.day > line.last.day:
                    scope.report("parameter-stale", setting.span, found=setting.since.day.isoformat())
