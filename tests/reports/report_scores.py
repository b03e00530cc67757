"""Monthly and term scores of the synthetic report."""

from __future__ import annotations

import random
from decimal import Decimal

from report_pieces import (
    AS_OF,
    evidence,
    month,
    term,
    text,
)

from dutyrules.findings.model import (
    ItemResult,
    Party,
    ReportWindow,
    ScoreResult,
    Step,
    Stipend,
    VetoResult,
)

ITEMS = (
    ("师德修养", 10),
    ("班务记载", 20),
    ("常规管理", 40),
    ("中心活动", 10),
    ("财产管理", 10),
    ("安全教育", 10),
)


def monthly_score(
    draw: random.Random, number: int, bearer: Party, due: ReportWindow, *, vetoed: bool
) -> ScoreResult:
    """A month's score out of 100: open while the month is not over, unqualified under a veto."""
    is_open = due.end > AS_OF.timestamp() * 1_000_000
    items = []
    for name, maximum in ITEMS:
        points = Decimal(draw.randrange(maximum * 8, maximum * 10 + 1)) / 10
        missing = is_open and name in ("安全教育", "中心活动")
        items.append(
            ItemResult(
                item=name,
                low=Decimal(0) if missing else points,
                high=Decimal(maximum) if missing else points,
                maximum=Decimal(maximum),
                reason=text("尚无评分", "not rated yet", "尚無評分")
                if missing
                else text("德育处评分", "rated"),
                evidence=() if missing else (evidence(draw, "评分", due.first_day, bearer),),
            )
        )
    low, high = (
        sum((i.low for i in items), Decimal(0)),
        sum((i.high or Decimal(0) for i in items), Decimal(0)),
    )
    grade = ("不合格",) if vetoed else ("良", "优") if is_open else ("优",) if low >= 90 else ("良",)
    ends = {"优": Decimal("360.00"), "良": Decimal("300.00"), "不合格": Decimal("0.00")}
    stipend = Stipend(
        low=ends[grade[0]],
        high=ends[grade[-1]],
        currency="CNY",
        steps=(
            Step(what=text("固定津贴", "fixed part"), value="0" if vetoed else "200"),
            Step(what=text("等第奖励", "by grade"), value=" / ".join(str(ends[g] - 200) for g in grade)),
            Step(what=text("在岗天数折算", "days in post"), value="× 21/21"),
        ),
    )
    veto = VetoResult(
        veto="安全责任",
        clause="四-2",
        certain=True,
        effect=text("月度考核定为不合格", "makes the month unqualified"),
        basis="本办法第四条第2项，须经查实",
        evidence=(evidence(draw, "安全事故", due.first_day, bearer),),
    )
    return ScoreResult(
        id=f"月度考核/{number}",
        policy="班主任考核",
        score="月度考核",
        clause="三-1",
        bearer=(bearer, Party(id=f"C{bearer.id}", name=f"{int(bearer.id)}班")),
        window=due,
        low=low,
        high=high,
        maximum=Decimal(100),
        items=tuple(items),
        grade=grade,
        vetoes=(veto,) if vetoed else (),
        stipend=stipend,
    )


def term_score(number: int, bearer: Party, months: tuple[ScoreResult, ...]) -> ScoreResult:
    """The term's score: the sum of the months, a bonus and a review that is still out."""
    low = sum((m.low for m in months), Decimal(0))
    high = sum((m.high or Decimal(0) for m in months), Decimal(0))
    items = (
        ItemResult(
            item="月度合计", low=low, high=high, maximum=None, reason=text("五个月相加", "sum of the months")
        ),
        ItemResult(
            item="奖励分", low=Decimal(2), high=None, maximum=None, reason=text("两项获奖", "two awards")
        ),
    )
    return ScoreResult(
        id=f"学期考核/{number}",
        policy="班主任考核",
        score="学期考核",
        clause="五-1",
        bearer=(bearer,),
        window=term(),
        low=low + 2,
        high=None,
        maximum=None,
        items=items,
        grade=(),
        vetoes=(),
        stipend=None,
    )


def scores(bearers: tuple[Party, ...]) -> tuple[ScoreResult, ...]:
    """Five months and a term for every bearer."""
    draw = random.Random(3)  # noqa: S311
    found: list[ScoreResult] = []
    for place, bearer in enumerate(bearers):
        monthly = tuple(
            monthly_score(draw, len(found) + i, bearer, month(i), vetoed=place == 2 and i == 1)
            for i in range(5)
        )
        found.extend([*monthly, term_score(len(found) + 5, bearer, monthly)])
    return tuple(found)
