"""Everything that is planted in the term, in one place."""

from __future__ import annotations

from school_maker.events import Ledger
from school_maker.fault_kinds import Fault, plant
from school_maker.group_faults import group_faults
from school_maker.homeroom_faults import homeroom_faults
from school_maker.roster import Roster


def plant_faults(roster: Roster, ledger: Ledger) -> tuple[Fault, ...]:
    """Spoils the ledger and returns the faults that it now holds."""
    faults = (*group_faults(roster), *homeroom_faults(roster, ledger))
    plant(ledger, faults)
    return faults
