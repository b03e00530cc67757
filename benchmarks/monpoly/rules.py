"""The five rules in MonPoly's logic: each formula is satisfied where its rule is breached.

MonPoly knows no roster and no calendar. So the log carries what these say: whose absence it is, who leads
at the end of a week (`leader`), and where a fortnight begins (`fortnight`).
"""

from __future__ import annotations

SIGNATURE = """group_prep(int)
neglect(int, int)
exam(int, int)
absence(int, int)
contact(int, int)
open_lesson(int, int)
leader(int)
fortnight(int)
"""

FORMULAS = {
    "prepares": "leader(p) AND NOT ONCE [0,7d) group_prep(p)",
    "no_neglect": "neglect(p, 1)",
    "few_exams": "(n <- CNT e; p ((NOT EXISTS w. fortnight(w)) SINCE exam(p, e))) AND n > 2",
    "contacts": "absence(p, c) AND NOT EVENTUALLY [0,24h) contact(p, c)",
    "records": "open_lesson(p, 0)",
}
