"""The columnar engine for logs that do not fit Python: files in, instances out as Parquet.

    coded log + school --tables--> calendar, posts, windows
                       --measures--> one statement per norm, or many additive ones in one pass
                       --grid--> every instance that is owed, joined to its measure, judged, written

Everything is a DuckDB statement made from the plan's operators; Python works out the few things that are
few: windows, bounds, which labels mean which role. No text of a user reaches SQL: codes do.
"""
