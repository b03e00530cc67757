"""Duty documents of schools as policies that a machine can check.

    from pathlib import Path
    import dutyrules

    report = dutyrules.audit(
        [Path("prep_leader.duty")], school=Path("our_school"), log=[Path("our_school/log.xlsx")]
    )
    for finding in report.findings:
        if finding.verdict is dutyrules.Verdict.VIOLATED:
            print(finding.clause, finding.norm, finding.bearer[0].name, finding.reason.en)
    Path("audit.html").write_text(dutyrules.to_html(report), encoding="utf-8")

The names below are the public interface; each is loaded when it is first used, so importing the
package costs next to nothing (decision 0003).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from dutyrules.version import __version__

if TYPE_CHECKING:
    from dutyrules.auditing import audit, report_on
    from dutyrules.checking.loading import load_policy
    from dutyrules.checking.policy import CheckedPolicy
    from dutyrules.engines.monitor.events import Event
    from dutyrules.engines.monitor.monitor import Monitor
    from dutyrules.errors import PolicyError
    from dutyrules.findings.model import Finding, Language, Report, ScoreResult
    from dutyrules.findings.verdict import Verdict
    from dutyrules.records.log import Log
    from dutyrules.records.log_error import LogError
    from dutyrules.records.read_log import read_arrow, read_log
    from dutyrules.records.school import School, SchoolError, read_school
    from dutyrules.reports.explanation import explain
    from dutyrules.reports.html_report import to_html
    from dutyrules.reports.json_report import to_json

_HOMES = {
    "CheckedPolicy": "dutyrules.checking.policy",
    "Event": "dutyrules.engines.monitor.events",
    "Finding": "dutyrules.findings.model",
    "Language": "dutyrules.findings.model",
    "Log": "dutyrules.records.log",
    "LogError": "dutyrules.records.log_error",
    "Monitor": "dutyrules.engines.monitor.monitor",
    "PolicyError": "dutyrules.errors",
    "Report": "dutyrules.findings.model",
    "School": "dutyrules.records.school",
    "SchoolError": "dutyrules.records.school",
    "ScoreResult": "dutyrules.findings.model",
    "Verdict": "dutyrules.findings.verdict",
    "audit": "dutyrules.auditing",
    "explain": "dutyrules.reports.explanation",
    "load_policy": "dutyrules.checking.loading",
    "read_arrow": "dutyrules.records.read_log",
    "read_log": "dutyrules.records.read_log",
    "read_school": "dutyrules.records.school",
    "report_on": "dutyrules.auditing",
    "to_html": "dutyrules.reports.html_report",
    "to_json": "dutyrules.reports.json_report",
}

__all__ = [
    "CheckedPolicy",
    "Event",
    "Finding",
    "Language",
    "Log",
    "LogError",
    "Monitor",
    "PolicyError",
    "Report",
    "School",
    "SchoolError",
    "ScoreResult",
    "Verdict",
    "__version__",
    "audit",
    "explain",
    "load_policy",
    "read_arrow",
    "read_log",
    "read_school",
    "report_on",
    "to_html",
    "to_json",
]


def __getattr__(name: str) -> object:
    """The public name, loaded now from the module that holds it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'dutyrules' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
