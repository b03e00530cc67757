"""The monitor: one event at a time, in pure Python.

`rows` are the events as the engine holds them; `books` keeps them by who did them, in which unit and about
whom, for as long as a window needs them; `answers` compiles tests; `openings` finds the obligations that
events open, `judging` what an obligation comes to. `engine` is the entry that all engines have.
"""
