"""How the homeroom teachers are assessed, and what they win, in a term without a fault."""

from __future__ import annotations

import random
from collections.abc import Iterator

from school_maker.assessments import HOMEROOM, Panel
from school_maker.events import Event, at
from school_maker.roster import CLASS_IDS, Post, Roster

_LEVELS = (0.93, 0.87, 0.95, 0.85, 0.9, 0.92, 0.88, 0.84, 0.78, 0.94, 0.66, 0.9)
_REWARDS = ("校园文化节班级展演", "区合唱比赛", "书香班级", "劳动实践周", "校运动会团体奖", "最美黑板报")


def homeroom_events(roster: Roster, seed: int) -> Iterator[Event]:
    """The assessments of all homeroom teachers and their reward activities."""
    chance = random.Random(f"{seed}/homeroom")
    for unit, level in zip(CLASS_IDS, _LEVELS, strict=True):
        panel = Panel(roster=roster, policy=HOMEROOM, chance=chance, level=level)
        for post in roster.posts("班主任", unit):
            yield from panel.assess(post)
            yield from _rewards(post, chance)


def _rewards(post: Post, chance: random.Random) -> Iterator[Event]:
    names = chance.sample(_REWARDS, chance.randint(0, 3))
    days = sorted(chance.sample(post.window.school_days()[4:-4], len(names)))
    for name, day in zip(names, days, strict=True):
        yield Event(
            tag=f"奖励性活动/{post.key}/{name}",
            type="奖励性活动",
            time=at(day, chance),
            actor=post.person,
            unit=post.unit,
            attributes={"加分": chance.choice(("1", "1.5", "2", "3")), "名称": name},
        )
