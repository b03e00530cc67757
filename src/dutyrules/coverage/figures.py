"""Statements with their parameters' figures in place of the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from dutyrules.syntax import tree

T = TypeVar("T")


def figures_of(file: tree.PolicyFile) -> Mapping[str, tree.Amount]:
    """The latest figure of each parameter by every label; those that are no numbers are left out."""
    found: dict[str, tree.Amount] = {}
    for statement in file.statements:
        # A scenario may set a parameter for itself alone; scenarios stand at the end.
        if isinstance(statement, tree.ScenarioStatement):
            break
        if not isinstance(statement, tree.ParameterDecl):
            continue
        value = statement.settings[-1].value
        if isinstance(value, tree.Amount):
            found |= {label.text: value for label in statement.term.labels}
    return found


def with_figures(node: T, figures: Mapping[str, tree.Amount]) -> T:
    """The node with every parameter that has a figure replaced by it, the declarations aside."""
    return _replaced(node, figures)  # type: ignore[return-value]


def _replaced(node: object, figures: Mapping[str, tree.Amount]) -> object:
    if isinstance(node, tree.NamedAmount):
        figure = figures.get(node.name.text)
        if figure is None:
            return node
        return tree.Amount(number=figure.number, unit=node.unit or figure.unit, counter=node.counter)
    if isinstance(node, tuple):
        replaced = tuple(_replaced(part, figures) for part in node)
        return replaced if any(a is not b for a, b in zip(replaced, node, strict=True)) else node
    kind: type[attrs.AttrsInstance] = type(node)  # type: ignore[assignment]
    if attrs.has(kind):
        parts = {f.name: getattr(node, f.name) for f in attrs.fields(kind) if f.name != "span"}
        changed = {name: _replaced(part, figures) for name, part in parts.items()}
        differing = {name: part for name, part in changed.items() if part is not parts[name]}
        return attrs.evolve(node, **differing) if differing else node  # type: ignore[misc]
    return node
