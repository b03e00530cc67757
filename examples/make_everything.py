"""Writes the school in which every policy is audited, and the factory beside it.

    python examples/make_everything.py [--seed N] [--folder FOLDER] [--only school|factory]

The same seed and the same policies write the same files. What is owed is asked of the library, so this
takes a minute or two; what the faults must come to is written down by hand and asked of nobody.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from everything.factory import make_factory
from everything.factory_faults import factory_faults
from everything.files import write_log, write_planted, write_roster
from everything.fulfilling import Fulfiller
from everything.ledger import Ledger
from everything.places import Place
from everything.planting import Fault, Planter
from everything.school import make_school
from everything.school_faults import school_faults

from dutyrules.auditing import joint_vocabulary, load_policies
from dutyrules.records.school import read_school

SEED = 20260901
HERE = Path(__file__).parent
POLICIES = tuple(sorted((HERE.parent / "policies").glob("*/*.duty")))
FACTORY_POLICY = "000-03"
Plant = Callable[[Planter], Sequence[Fault]]


def main() -> None:
    """Reads the command line and writes both places."""
    parser = argparse.ArgumentParser(description="Write the school and the factory that every policy binds.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--only", choices=("school", "factory"))
    chosen = parser.parse_args()
    if chosen.only != "factory":
        paths = [path for path in POLICIES if path.stem != FACTORY_POLICY]
        write_place(
            chosen.folder / "whole_school", make_school(chosen.seed), paths, school_faults, chosen.seed
        )
    if chosen.only != "school":
        paths = [path for path in POLICIES if path.stem == FACTORY_POLICY]
        write_place(chosen.folder / "factory", make_factory(), paths, factory_faults, chosen.seed)


def write_place(folder: Path, place: Place, paths: Sequence[Path], plant: Plant, seed: int) -> None:
    """Writes the folder: roster, a log in which all is met but what is planted, and the list of that."""
    write_roster(folder, place)
    policies = load_policies(paths)
    ledger = Ledger(seed)
    fulfiller = Fulfiller(policies, read_school(folder), ledger)
    fulfiller.fulfil()
    for name, outcomes in fulfiller.left.items():
        raise SystemExit(f"{name}: no log was found that fulfils {outcomes[0].obligation.norm.label}")
    faults = plant(Planter(ledger, place, joint_vocabulary(policies)))
    write_log(folder / "log", place, ledger)
    write_planted(folder / "planted.json", faults, policies, ledger)


if __name__ == "__main__":
    main()
