"""Writes the example school: `python examples/make_school.py [--seed N] [--folder FOLDER]`.

The same seed writes the same school, byte for byte but for the packing of the workbook.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from school_maker.bad_rows import bad_rows, repeats
from school_maker.csv_tables import log_table, memberships_table, people_table, units_table, write_csv
from school_maker.events import Ledger
from school_maker.everyday import everyday_events
from school_maker.faults import plant_faults
from school_maker.homerooms import homeroom_events
from school_maker.log_rows import log_rows
from school_maker.planted import COMPLETE_THROUGH, Made, write_planted
from school_maker.prep_groups import prep_group_events
from school_maker.research_groups import research_group_events
from school_maker.roster import Roster, make_roster
from school_maker.scores import Vetoes, homeroom_scores
from school_maker.term_days import CALENDAR_TOML
from school_maker.workbook import write_workbook

SEED = 20260901
FOLDER = Path(__file__).parent / "lantian"
LOG_TOML = f"""\
# The log holds every event of every type through the end of this day.
[[complete]]
types = []
through = {COMPLETE_THROUGH}
"""


def main() -> None:
    """Reads the command line and writes the school."""
    parser = argparse.ArgumentParser(description="Write the example school.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    chosen = parser.parse_args()
    write_school(chosen.folder, chosen.seed)


def write_school(folder: Path, seed: int) -> None:
    """Writes all files of the school into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    roster = make_roster(seed)
    ledger = _flawless_term(roster, seed)
    faults = plant_faults(roster, ledger)
    scores = homeroom_scores(roster, ledger, Vetoes.of(faults))
    bad, again = bad_rows(roster), repeats(roster)
    for row in bad:
        ledger.add(row.event)
    rows = log_rows(ledger, again, roster, seed)
    _write_text(folder / "calendar.toml", CALENDAR_TOML)
    _write_text(folder / "log.toml", LOG_TOML)
    write_csv(folder / "people.csv", people_table(roster))
    write_csv(folder / "units.csv", units_table(roster))
    write_csv(folder / "memberships.csv", memberships_table(roster))
    write_csv(folder / "log.csv", log_table(rows))
    write_csv(folder / "log-gb18030.csv", log_table(rows), encoding="gb18030")
    places = write_workbook(folder / "log.xlsx", rows)
    made = Made(ledger=ledger, rows=rows, faults=faults, bad=bad, again=again, scores=scores, places=places)
    write_planted(folder / "planted.json", made)


def _flawless_term(roster: Roster, seed: int) -> Ledger:
    return Ledger(
        (
            *prep_group_events(roster, seed),
            *research_group_events(roster, seed),
            *homeroom_events(roster, seed),
            *everyday_events(roster, seed),
        )
    )


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
