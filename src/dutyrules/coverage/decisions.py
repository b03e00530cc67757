"""What a policy leaves a school to decide: its parameters, their defaults, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dutyrules.checking.loading import Loaded
from dutyrules.syntax import tree


@attrs.frozen(kw_only=True)
class Decision:
    """One parameter: its value as written, why it is so, and the labels of what uses it."""

    policy: str
    title: str
    document: str
    parameter: str
    value: str
    assume: str
    cited: str
    norms: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why the value is what it is, in the author's words."""
        return self.assume or self.cited


def decisions_of(loaded: Loaded) -> tuple[Decision, ...]:
    """The parameters of a policy in the order of the file; scenarios' own are left out."""
    file = loaded.parsed.file
    policy = next((s for s in file.statements if isinstance(s, tree.PolicyLine)), None)
    if policy is None:
        return ()
    document = next((s.document.text for s in file.statements if isinstance(s, tree.SourceLine)), "")
    return tuple(
        Decision(
            policy=policy.name.text,
            title=policy.title or policy.name.text,
            document=document,
            parameter=declared.term.id.text,
            value="; ".join(loaded.parsed.source.slice(s.span).strip() for s in declared.settings),
            assume=declared.assume or "",
            cited=declared.cited or "",
            norms=tuple(_users(file, frozenset(label.text for label in declared.term.labels))),
        )
        for declared in _declared(file)
    )


def _declared(file: tree.PolicyFile) -> Iterator[tree.ParameterDecl]:
    for statement in file.statements:
        if isinstance(statement, tree.ScenarioStatement):
            return
        if isinstance(statement, tree.ParameterDecl):
            yield statement


def _users(file: tree.PolicyFile, names: frozenset[str]) -> Iterator[str]:
    """The labels of the statements that name the parameter."""
    for statement in file.statements:
        label = _label(statement)
        if label and _names(statement, names):
            yield label


def _label(statement: tree.Statement) -> str:
    match statement:
        case tree.Norm(label=name) | tree.ExceptionNorm(label=name):
            return name.text
        case tree.ScoreLine(name=name) | tree.Item(name=name) | tree.Veto(name=name) | tree.Shift(name=name):
            return name.text
        case tree.GradeTable(score=name) | tree.StipendTable(score=name):
            return name.text
        case _:
            return ""


def _names(node: object, names: frozenset[str]) -> bool:
    if isinstance(node, tree.NamedAmount):
        return node.name.text in names
    if isinstance(node, tuple):
        return any(_names(part, names) for part in node)
    kind: type[attrs.AttrsInstance] = type(node)  # type: ignore[assignment]
    return attrs.has(kind) and any(_names(getattr(node, f.name), names) for f in attrs.fields(kind))
