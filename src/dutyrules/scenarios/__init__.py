"""The running of scenarios: small schools that live in a policy file and say what the policy makes of them.

A scenario is a policy's own test. It gives a few weeks of calendar, a handful of people and a table of
events, and says which verdicts, scores, grades and stipends must come of them. Nothing here judges: the
table is read by the readers of real logs (`school`), the policy is held against it as in any audit
(`running`), and the answers are laid beside what was expected (`comparing`). What the scenarios of a
policy reached, norm by norm and outcome by outcome, is its coverage (`coverage`); `telling`, `junit` and
`documents` say all this to a person and to machines.
"""
