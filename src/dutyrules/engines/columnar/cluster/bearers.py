"""Who must stay in one shard: bearers in groups that share what a shard cannot settle alone.

A bearer is a person in a unit. The holders of a role in a unit are one group where a norm counts what
any of them did (3.3, 3.4) or a permission of one is for all (5.11); otherwise each stands alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from dutyrules.checking.policy import Agreement, Makeup, Norm, Ordering, Quota, Reach, Spacing, Whose
from dutyrules.findings.model import Modality
from dutyrules.plan.posts import Posts
from dutyrules.syntax.tree import BoundKind

Person = tuple[str, str]
"""A bearer: the ids of a person and of the unit that they bear something in."""

Member = TypeVar("Member", bound=Hashable)


class Groups(Generic[Member]):
    """Disjoint groups that grow together (union by the first member seen).

    >>> groups = Groups("abcd")
    >>> groups.join("ac")
    >>> groups.join("cd")
    >>> groups.of("d"), groups.of("b"), groups.all()
    ('a', 'b', (('a', 'c', 'd'), ('b',)))
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self._above = {member: member for member in members}
        self._place = {member: place for place, member in enumerate(self._above)}

    def __contains__(self, member: Member) -> bool:
        return member in self._above

    def of(self, member: Member) -> Member:
        """The group's first member."""
        while self._above[member] != member:
            self._above[member] = member = self._above[self._above[member]]
        return member

    def join(self, members: Iterable[Member]) -> None:
        """Make one group of the groups of all these members."""
        firsts = sorted({self.of(member) for member in members}, key=self._place.__getitem__)
        for other in firsts[1:]:
            self._above[other] = firsts[0]

    def all(self) -> tuple[tuple[Member, ...], ...]:
        """The groups in the order of their first members."""
        found: dict[Member, list[Member]] = {}
        for member in self._above:
            found.setdefault(self.of(member), []).append(member)
        return tuple(tuple(group) for group in found.values())


def grouped(norms: Sequence[Norm], exceptions: Mapping[str, str], posts: Posts) -> Groups[Person]:
    """Everybody who may bear one of the norms, those together who answer for one another."""
    bearers = tuple(dict.fromkeys(norm.bearer for norm in norms))
    groups = Groups((post.person, post.unit) for bearer in bearers for post in posts.of(bearer))
    for norm in filter(_is_shared, norms):
        excepting = [n for n in norms if exceptions.get(n.label) == norm.label]
        roles = {n.bearer.role for n in (norm, *excepting)}
        for unit in {post.unit for post in posts.of(norm.bearer)}:
            holders = [(post.person, unit) for role in roles for post in posts.in_unit(role, unit)]
            groups.join(holder for holder in holders if holder in groups)
    return groups


def _is_shared(norm: Norm) -> bool:
    """True if the norm may count for one holder of the role what another did, or the whole unit."""
    match norm:
        case Quota(whose=Whose.UNIT):
            return True
        case Quota(whose=Whose.ACTOR, individual=False):
            return norm.modality is not Modality.MAY and _may_be_one(norm)
        case Reach() | Spacing() | Agreement() | Ordering() | Makeup():
            return True
        case _:
            return False


def _may_be_one(norm: Quota) -> bool:
    """3.4: on some day the quota is of one, so that any holder of the post may meet it."""
    low = norm.limit.low
    is_count = norm.limit.kind is BoundKind.AT_LEAST and norm.summed is None
    return is_count and low is not None and any(value <= 1 for _, value in low.settings)


def in_equal_shares(weights: Sequence[int], shares: int) -> tuple[tuple[int, ...], ...]:
    """The places of the weights in so many shares of about equal sums, each share in order.

    The heaviest first, each to the lightest share so far: the heaviest share is at most a third heavier
    than that of the best division (Graham 1969).

    >>> in_equal_shares([5, 1, 4, 2], 2)
    ((0, 1), (2, 3))
    """
    found: list[list[int]] = [[] for _ in range(shares)]
    sums = [0] * shares
    for place in sorted(range(len(weights)), key=lambda p: (-weights[p], p)):
        lightest = sums.index(min(sums))
        found[lightest].append(place)
        sums[lightest] += weights[place]
    return tuple(tuple(sorted(share)) for share in found)
