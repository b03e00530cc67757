"""Writes `grammar/tables.json`; run it after a change to the grammar (`make tables`)."""

from dutyrules.resources import grammar_folder
from dutyrules.syntax.tables import FILE, grammar_path, tables_document

if __name__ == "__main__":
    text = tables_document(grammar_path().read_bytes())
    (grammar_folder() / FILE).write_text(text, encoding="utf-8")
