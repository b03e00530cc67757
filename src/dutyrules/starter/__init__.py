"""The folder that a school starts from: the policy nearest to its own, and everything that goes with it.

A school that meets dutyrules has a duty document and a term full of spreadsheets. `files_of` gives it a
folder that already runs: the policy and its vocabulary in the school's language (`policies`), a calendar
to fill in (`calendar_toml`), a roster (`roster_csv`), the log as a workbook and as CSV (`log_workbook`,
`log_csv`), what the log is complete for (`log_toml`) and ten lines that say what to do (`readme_txt`).

What goes into the tables follows from the policy: `needs` lists what its norms look at, `people` invents
a small school that has it, `sheets` lays out one table per type of event, and `values` fills in a row of
each. Every example says of itself that it is one. Whoever forgets to delete an example loses nothing: once
the roster is the school's own, the people of the example are unknown and their rows count for nobody.

`writing` puts the files in place, all of them or none, and never over a file that is there.
"""
