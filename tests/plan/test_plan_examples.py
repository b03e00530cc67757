"""The examples in the docstrings of the plan's modules, each run as written."""

import doctest
import importlib
import pkgutil

import pytest

import dutyrules.plan

MODULES = tuple(
    found.name
    for found in pkgutil.walk_packages(dutyrules.plan.__path__, "dutyrules.plan.")
    if not found.ispkg
)
PASSES = (
    "lowering",
    "rewrites.drop_columns",
    "rewrites.fuse_measures",
    "rewrites.prune_grid",
    "rewrites.share_tables",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_hold(name: str) -> None:
    """What a docstring shows is what comes."""
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert 0 == failed


@pytest.mark.parametrize("name", PASSES)
def test_each_pass_has_an_example(name: str) -> None:
    """Lowering and every rewrite show in their docstring what they do."""
    module = importlib.import_module(f"dutyrules.plan.{name}")
    assert [] != [test for test in doctest.DocTestFinder().find(module) if test.examples]


def test_the_list_of_passes_is_whole() -> None:
    """Every file of rewrites is a pass of the list."""
    rewrites = {name.removeprefix("dutyrules.plan.") for name in MODULES if ".rewrites." in name}
    assert rewrites == set(PASSES) - {"lowering"}
