"""`docs/performance.md` and its chart, from what was measured."""
