"""Writers: one per format over `findings.model.Report`, and nothing that works out a result.

A report arrives complete and in a stable order. `json_report` turns it into a document for
machines, `terminal_report` into tables for a console, `html_report` into one page that an auditor
prints and defends, and `explanation` into the plain text behind a single finding or score. None of
them reads a clock, a file of the user's or the network, so the same report gives the same bytes.

What a log holds is not trusted: `plain_text.clean` takes out whatever could drive a terminal or
turn text around, the page escapes the rest, and JSON alone keeps values as they were written.
Words that the writers add themselves stand in `words`, in three languages; how numbers, money and
bearers read stands in `amounts` and `parties`, so that no two formats tell a result differently.
"""
