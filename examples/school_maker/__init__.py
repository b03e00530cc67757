"""An invented primary school for one term, made from a seed.

The maker works in this order: `term_days` and `roster` say when and who; `prep_groups`,
`research_groups`, `homerooms` and `everyday` write the events of a term in which every duty is met;
`faults` then spoils it at known places; `scores` works out by plain arithmetic what the homeroom
scores come to; `csv_tables` and `workbook` write it all down the way a school would; `planted` says
what an audit has to find.
"""
