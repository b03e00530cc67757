"""What somebody bears, asked for alone, is what they bear among all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from agreement.pairs import Pair
from agreement.running import seeded

from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.bulk.settings import Form, Settings

SEEDS = range(3, 33)


def rows(pair: Pair, out: Path, form: Form, people: tuple[str, ...] | None = None) -> Counter[Row]:
    """The rows of these people, with all of their evidence."""
    settings = Settings(form=form, evidence=1_000, people=people)
    audit_checked(
        [pair.policy], pair.school, pair.log, out, as_of=pair.as_of, term=pair.the_term, settings=settings
    )
    return Counter(read_rows(out))


@pytest.mark.parametrize("form", [Form.DECODED, Form.FUSED])
def test_generated_worlds(form: Form, tmp_path: Path) -> None:
    """Norms of every form, those among them that others' doings count for, and posts that several hold."""
    compared, shared = Counter[str](), 0
    for seed in SEEDS:
        pair = seeded(seed)
        if pair.checked.policy is None:
            continue
        whole = rows(pair, tmp_path / f"{seed}", form)
        bearers = sorted({row.person for row in whole})
        for number, people in enumerate((bearers[:1], bearers[1:3])):
            found = rows(pair, tmp_path / f"{seed}-{number}", form, tuple(people))
            assert found == Counter({row: n for row, n in whole.items() if row.person in people}), seed
            compared.update(row.norm for row in found)
            units = {row.unit for row in found}
            shared += any(row.unit in units and row.person not in people for row in whole)
    assert len(compared) > 4
    assert compared.total() > 200
    assert shared > 10


def test_nobody_is_asked_for(tmp_path: Path) -> None:
    """No rows, rather than everybody's."""
    assert Counter() == rows(seeded(3), tmp_path, Form.FUSED, ())
