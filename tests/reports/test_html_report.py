"""The page: one file, nothing from outside, nothing executable from a log, every link at home."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from html.parser import HTMLParser

import attrs
import pytest
from report_builder import HOSTILE, build_report

from dutyrules.findings.model import Language, Report
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.html_report import MOST_ROWS, to_html

VOID = frozenset({"meta", "input", "br", "img", "link"})


class Page(HTMLParser):
    """What a browser would find in the page: tags, attributes and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Notes an element that opens."""
        self.tags.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Notes an element that is closed at once."""
        self.tags.append((tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        """An element closes in its turn."""
        assert tag == self.open.pop()

    def handle_data(self, text: str) -> None:
        """Notes a text."""
        self.texts.append(text)

    def values(self, name: str) -> list[str]:
        """Every value of one attribute."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of one name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "hostile"])
def html(request: pytest.FixtureRequest) -> str:
    """The page of a report, with and without hostile text."""
    return to_html(build_report(hostile=request.param))


def test_elements_are_closed_in_order(html: str) -> None:
    """No text of a log opens or closes an element."""
    assert Page(html).open == []


def test_the_page_holds_one_script_and_it_is_ours(html: str) -> None:
    """The only script and style are those whose hashes the policy names."""
    page = Page(html)
    assert len(page.named("script")) == 1
    assert len(page.named("style")) == 1
    policy = next(m["content"] for m in page.named("meta") if m.get("http-equiv"))
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert text is not None
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_nothing_is_fetched(html: str) -> None:
    """No attribute names another place, and no style imports one."""
    page = Page(html)
    assert [] == [link for link in page.values("href") if not link.startswith("#")]
    names = {name for _, attributes in page.tags for name in attributes}
    assert set() == names & {"src", "srcset", "action", "formaction", "background", "poster", "data", "style"}
    assert set() == {name for name in names if name.startswith("on")}
    assert set() == {"link", "img", "iframe", "object", "embed", "base", "form"} & {
        tag for tag, _ in page.tags
    }


def test_no_address_stands_in_the_page() -> None:
    """Of itself the page mentions no address on a network, nor a style that loads one."""
    found = re.findall(r"https?:|ftp:|url\(|@import|@font-face", to_html(build_report()))
    assert found == []


def test_every_link_has_its_place(html: str) -> None:
    """Each fragment that is linked to exists, once."""
    page = Page(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set() == {link[1:] for link in page.values("href")} - set(ids)


def test_every_finding_has_its_place() -> None:
    """The number of linked places for findings is the number of findings."""
    report = build_report()
    assert len(report.findings) == len({i for i in Page(to_html(report)).values("id") if i.startswith("f_")})


def test_a_fit_id_is_the_anchor() -> None:
    """An id of plain letters can be linked to from outside under its own name."""
    report = build_report()
    finding = attrs.evolve(report.findings[0], id="9f3a-12")
    found = to_html(attrs.evolve(report, findings=(finding,)))
    assert 'id="f-9f3a-12"' in found
    assert 'href="#f-9f3a-12"' in found


def test_hostile_text_is_shown_as_text() -> None:
    """Markup of a log reads on the page as it was written, a template's too."""
    page = Page(to_html(build_report(hostile=True)))
    shown = "\n".join(page.texts)
    assert "<script>alert('x')</script>" in shown
    assert '"><img src=x onerror=alert(1)>' in shown
    assert "{{ 7*7 }}" in shown
    assert "49" not in {text.strip() for text in page.texts}


def test_no_control_or_direction_character_is_left() -> None:
    """Characters that would turn text around or hide it are gone, line feeds of the page aside."""
    html = to_html(build_report(hostile=True))
    assert any("\u202e" in value for value in HOSTILE)
    assert set() == {c for c in html if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}


@pytest.mark.parametrize("language", list(Language))
def test_the_language_is_declared(language: Language) -> None:
    """Screen readers and fonts follow the language of the report."""
    assert Page(to_html(build_report(language=language))).named("html") == [{"lang": language.value}]


def test_tables_can_be_read_aloud(html: str) -> None:
    """Each table has a caption, each head cell a scope, each region a name; there is one main."""
    page = Page(html)
    assert len(page.named("table")) == len(page.named("caption"))
    assert [] == [th for th in page.named("th") if "scope" not in th]
    assert [] == [
        div for div in page.named("div") if div.get("role") == "region" and not div.get("aria-label")
    ]
    assert len(page.named("main")) == len(page.named("nav")) == len(page.named("h1")) == 1


def test_colour_is_never_the_only_sign() -> None:
    """Every verdict has a symbol of its own and says its name in the cell."""
    report = build_report()
    html = to_html(report)
    shapes = re.findall(r'<symbol id="m\w" .*?<path class="s\w" d="([^"]+)"', html)
    assert len(set(shapes)) == len(Verdict)
    finding = next(f for f in report.findings if f.norm == "每周活动" and f.verdict is Verdict.VIOLATED)
    tip = f"{finding.bearer[0].name} / {finding.bearer[1].name} · {finding.window.label.zh_hans} · 违反"
    assert tip in html


def test_what_needs_an_answer_comes_first() -> None:
    """Violated, undetermined and pending findings are detailed, the rest follow in short lines."""
    html = to_html(build_report())
    places = [html.index(f'<section id="v{mark}"') for mark in "vupwif"]
    assert places == sorted(places)
    assert '<details class="one"' in html[places[0] : places[1]]
    assert '<details class="one' not in html[places[5] : html.index('id="sheets"')]


def test_a_violated_finding_tells_everything() -> None:
    """Clause, sentence, arithmetic, and the row that did not count with the reason are on the page."""
    report = build_report()
    finding = next(f for f in report.findings if f.verdict is Verdict.VIOLATED and f.rejected)
    html = to_html(report)
    start = html.index(f'id="f_{report.findings.index(finding)}"', html.index('<section id="vv"'))
    detail = html[start : html.index("</details>", start)]
    row = finding.rejected[0]
    expected = (
        report.policies[0].sentences[finding.norm],
        f"条款 {finding.clause}",
        finding.steps[0].what.zh_hans,
        f"{row.file}:{row.row}",
        "时长25分钟，不足40分钟",
        finding.id,
    )
    assert [] == [said for said in expected if said not in detail]


def test_money_is_totalled_per_bearer_and_in_all() -> None:
    """The totals are the exact sums of what the months may pay."""
    report = build_report()
    paid = [s.stipend for s in report.scores if s.stipend]
    low, high = sum(p.low for p in paid), sum(p.high for p in paid)
    assert to_html(report).count(f"{low:,.2f}至{high:,.2f}元") == 2


def test_a_finding_with_endless_evidence_stays_readable() -> None:
    """Rows beyond the limit are counted, not listed."""
    report = build_report()
    finding = next(f for f in report.findings if f.verdict is Verdict.VIOLATED)
    row = finding.rejected[0]
    rows = tuple(attrs.evolve(row, event=f"X{n}", row=n) for n in range(MOST_ROWS + 7))
    html = to_html(attrs.evolve(report, findings=(attrs.evolve(finding, rejected=rows),)))
    assert f"log.xlsx:{MOST_ROWS - 1}<" in html
    assert f"log.xlsx:{MOST_ROWS}<" not in html
    assert "+ 7 项未在此列出" in html


def test_a_megabyte_in_a_cell_does_not_reach_the_page() -> None:
    """A value of any length is cut to a readable one."""
    report = build_report()
    row = attrs.evolve(report.quarantine[0], value="长" * 1_000_000)
    assert len(to_html(attrs.evolve(report, quarantine=(row,)))) < 1_000_000


def test_three_thousand_findings_fit_the_budget() -> None:
    """A large term stays under 6 MB."""
    report = build_report(teachers=30, repeat=2)
    assert len(report.findings) > 3000
    assert len(to_html(report).encode()) < 6_000_000


def test_an_empty_report_is_a_page() -> None:
    """Without findings, scores and quarantined rows the page says so."""
    report: Report = attrs.evolve(build_report(), findings=(), scores=(), quarantine=(), assumptions=())
    html = to_html(report)
    assert "没有到期的规范。" in html
    assert "没有暂存的问题行。" in html
    assert Page(html).open == []


def test_the_same_report_gives_the_same_page() -> None:
    """Nothing of the moment or the machine enters the page."""
    assert to_html(build_report()) == to_html(build_report())
