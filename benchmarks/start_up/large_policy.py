"""A policy of any number of norms, made of shipped ones under new labels."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from dutyrules.checking.loading import load_file
from dutyrules.resources import policies_folder
from dutyrules.syntax import scenario_tree, tree
from dutyrules.syntax.diagnostic import Diagnostic

_A_CLAUSE = 20
"""Norms under one clause."""

_HEAD = """语言 zh-Hans
制度 大制度 “一份很大的制度”
出处 002-14
引入 vocabulary
责任人 {bearer}

"""


def large_policy(norms: int) -> str:
    """The text of a policy with so many norms: those of the bearer with the most, over and over."""
    bearer, sentences, parameters = _richest()
    lines = [_HEAD.format(bearer=bearer), *parameters]
    for number in range(norms):
        if number % _A_CLAUSE == 0:
            lines.append("\n条款 一")
        label, _, rest = sentences[number % len(sentences)].partition("：")
        lines.append(f"{label}{number}：{rest}")
    return "\n".join(lines) + "\n"


def _richest() -> tuple[str, list[str], list[str]]:
    """The bearer of whom most is asked in the Simplified policies, the sentences and their parameters."""
    sentences: dict[str, list[str]] = defaultdict(list)
    parameters: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(policies_folder().glob("*/*.duty")):
        loaded = load_file(path)
        if isinstance(loaded, Diagnostic):
            raise ValueError(f"{path} can't be read")
        parsed = loaded.parsed
        text = parsed.source.slice
        bearers = [s for s in parsed.file.statements if isinstance(s, tree.BearerLine)]
        if not bearers or not parsed.source.text.lstrip().startswith("语言 zh-Hans"):
            continue
        bearer = text(bearers[0].span).split(None, 1)[1]
        for statement in parsed.file.statements:
            if isinstance(statement, scenario_tree.ScenarioLine):
                break
            if isinstance(statement, tree.Norm):
                sentences[bearer].append(text(statement.span))
            elif isinstance(statement, tree.ParameterDecl):
                parameters[bearer].setdefault(statement.term.id.text, text(statement.span))
    richest = max(sentences, key=lambda each: (len(sentences[each]), each))
    return richest, sentences[richest], list(parameters[richest].values())


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(large_policy(int(sys.argv[1])), encoding="utf-8")
