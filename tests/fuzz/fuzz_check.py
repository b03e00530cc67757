"""Coverage-guided fuzzing of the checker: `make fuzz`.

Every input is read as a policy that imports the shipped vocabulary. An exception is a crash, and so is
a policy that comes out of a file with errors; libFuzzer keeps the input that caused it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dutyrules.syntax", "dutyrules.checking"]):
    from dutyrules.checking.loading import load_text
    from dutyrules.syntax.codes import Severity
    from dutyrules.syntax.rendering import render_diagnostics
    from dutyrules.syntax.source import Source

_ROOT = Path(__file__).parents[2]
_CORPUS = _ROOT / ".fuzz" / "corpus"
_POLICIES = _ROOT / "policies"
_PAGES = _ROOT / "docs" / "diagnostics"
_LONGEST = 4_000


def check(data: bytes) -> None:
    """One input: it ends in diagnostics, and a policy comes out only where there is no error."""
    text = data.decode("utf-8", errors="surrogatepass" if data[:1] == b"\x00" else "replace")
    loaded = load_text(Source("fuzz.duty", text), Path("nowhere") / "fuzz.duty")
    found = loaded.checked.diagnostics
    render_diagnostics(found, None, color=False)
    has_error = any(d.severity is Severity.ERROR for d in found)
    if has_error and loaded.checked.policy is not None:
        raise AssertionError("a policy came out of a file with errors")


def _seed() -> None:
    """Fills the corpus, the first time, with the shipped policies and the pages of the diagnostics."""
    _CORPUS.mkdir(parents=True, exist_ok=True)
    for path in (*_POLICIES.glob("**/*.duty"), *_PAGES.glob("*.md")):
        (_CORPUS / path.name).write_bytes(path.read_bytes()[:_LONGEST])


def main() -> None:
    """Runs libFuzzer with the arguments of the command line."""
    _seed()
    load_text(Source("warm.duty", "import vocabulary\n"), Path("nowhere") / "warm.duty")
    atheris.Setup([sys.argv[0], f"-max_len={_LONGEST}", "-timeout=10", *sys.argv[1:]], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
