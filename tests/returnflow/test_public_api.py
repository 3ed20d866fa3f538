"""What `returnflow` offers."""

import doctest
import importlib
import pkgutil

import pytest

import returnflow


def modules():
    return sorted(
        module.name for module in pkgutil.walk_packages(returnflow.__path__, "returnflow.")
    )


def test_all_names_are_there_sorted_and_documented():
    assert list(returnflow.__all__) == sorted(set(returnflow.__all__))
    for name in returnflow.__all__:
        assert getattr(returnflow, name).__doc__


def test_every_error_is_offered():
    errors = importlib.import_module("returnflow.errors")
    for name, value in vars(errors).items():
        if isinstance(value, type) and value.__module__ == errors.__name__ and name[0] != "_":
            assert name in returnflow.__all__


@pytest.mark.parametrize("module", ["returnflow", *modules()])
def test_every_module_has_a_docstring_a_true_all_and_examples_that_run(module):
    loaded = importlib.import_module(module)
    assert loaded.__doc__
    for name in getattr(loaded, "__all__", ()):
        assert hasattr(loaded, name)
    assert doctest.testmod(loaded).failed == 0
