"""That the comparison can fail: faults put into an engine are told on."""

from __future__ import annotations

import pytest
from agreement.faults import FAULTS, ROOT, Fault, told_on

QUICK = [fault for fault in FAULTS if set(fault.asked) <= {"monitor", "monitor, fed", "sharded"}]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_has_its_place(fault: Fault) -> None:
    """What a fault changes is in the engine still, so that `make faults` tries it."""
    assert fault.old in (ROOT / "src" / "dutyrules" / fault.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", QUICK[:3], ids=lambda fault: fault.name)
def test_a_fault_is_told_on(fault: Fault) -> None:
    """Some pair comes out otherwise; all the other faults are those of `make faults`."""
    assert told_on(fault, pairs=200).line is not None
