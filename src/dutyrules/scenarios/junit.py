"""Results of scenarios as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Xml  # written only, never read

from dutyrules.scenarios.results import ScenarioResult
from dutyrules.scenarios.telling import failure_lines

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(results: Mapping[str, Sequence[ScenarioResult]]) -> str:
    """The document: a suite per policy file, a case per scenario.

    `results` are by file. A failed expectation is a `failure`, a table that could not be read an
    `error`; each holds the lines that a terminal would show.
    """
    root = Xml.Element("testsuites", _counts([r for group in results.values() for r in group]))
    for file, group in results.items():
        suite = Xml.SubElement(root, "testsuite", {"name": _text(file), **_counts(group)})
        for result in group:
            _case(suite, result)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _counts(results: Sequence[ScenarioResult]) -> dict[str, str]:
    errors = sum(bool(result.problems) for result in results)
    failures = sum(not result.is_passed for result in results) - errors
    return {
        "tests": str(len(results)),
        "failures": str(failures),
        "errors": str(errors),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _case(suite: Xml.Element, result: ScenarioResult) -> None:
    source = result.scenario.source
    attributes = {
        "name": _text(result.scenario.title),
        "classname": _text(result.policy),
        "file": _text(result.file),
        "line": str(source.line_of(result.scenario.span.start)),
        "time": f"{result.seconds:.3f}",
    }
    case = Xml.SubElement(suite, "testcase", attributes)
    if result.is_passed:
        return
    lines = [_text(line) for line in failure_lines(result)]
    kind = "error" if result.problems else "failure"
    failure = Xml.SubElement(case, kind, {"message": _message(result)})
    failure.text = "\n".join(lines)


def _message(result: ScenarioResult) -> str:
    """The first thing that is wrong, in one line."""
    if result.problems:
        return _text(result.problems[0].message)
    unmet = next(r for r in result.results if not r.is_met)
    return _text(unmet.expectation.text)


def _text(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)
