"""Makes the examples that every policy is audited in: a small school, and a group in a factory.

`school` and `factory` say who is there. `fulfilling` asks the library what is owed and what is still
missing, and adds or mends rows until nothing is; `remedies` knows what mends what. `planting` then
spoils single rows, each with the findings that must come of it.
"""
