"""Programs to test with: of the policies that are shipped, of one that says nearly everything, of any."""

import functools
from pathlib import Path

import attrs
from agreement.chance import Chance
from agreement.pairs import Pair, pair
from duty_world import policy
from hypothesis import assume
from hypothesis import strategies as st
from properties.laws_world import NORMS, SCORES

from dutyrules.calendar.errors import CalendarError
from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.plan.lowering import lower
from dutyrules.plan.operators import Branch, Program
from dutyrules.resources import policies_folder

MORE = """
parameter wanted = 1 from 2026-09-01, 3 from 2026-10-01.
enough_members: each month, research_group must have at least 2 member.
signed: each term, at least 50% of member must hold research_activity.
raised: each month, leader must hold at least wanted research_activity.
sittings: between each research_activity and plan, leader must hand_in at least 1 record_form.
"""
SHIPPED = tuple(sorted(path for path in policies_folder().rglob("*.duty") if path.name != "vocabulary.duty"))


@functools.cache
def shipped(path: Path) -> CheckedPolicy:
    """The shipped policy in that file."""
    return load_policy(path)


def rich_policy() -> CheckedPolicy:
    """A policy with every kind of norm, exceptions, norms kept apart, and scores."""
    return policy(NORMS + MORE + SCORES)


def program(text: str) -> Program:
    """The program, before any rewrite, of a policy with these norms."""
    return lower(policy(text))


def branch(text: str, place: int = 0) -> Branch:
    """One branch of that program."""
    return program(text).branches[place]


seeds = st.integers(0, 2**32 - 1)
"""A pair of a seed says as much as one of a thousand choices, and a failing one is named by its number."""


def pair_of(seed: int) -> Pair:
    """The pair of that seed; one that is refused or can't be planned is not looked at."""
    found = pair(Chance.seeded(seed))
    assume(found.checked.policy is not None)
    try:
        planned = found.plan
    except CalendarError:
        planned = None
    assume(planned is not None)
    return found


def thinned(found: Pair, seed: int) -> Pair:
    """The pair with a few of its posts, so that some norms are borne by nobody."""
    posts = found.people.posts
    few = Chance.seeded(seed).some(posts, 0, 3)
    kept = tuple(post for post in posts if post in few)
    return attrs.evolve(found, people=attrs.evolve(found.people, posts=kept))
