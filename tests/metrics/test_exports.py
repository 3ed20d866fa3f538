"""What `photocheck.metrics` offers, and that its examples are true."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from photocheck import metrics

MODULES = sorted(
    module.name for module in pkgutil.iter_modules(metrics.__path__, "photocheck.metrics.")
)


def test_all_measures_are_offered_with_their_types():
    assert metrics.__all__ == sorted(metrics.__all__)
    for module in map(importlib.import_module, MODULES):
        for name, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == module.__name__ and name[0] != "_":
                assert getattr(metrics, name) is value


def test_measurements_are_not_called_as_their_checks():
    from photocheck import checks

    assert not set(metrics.__all__) & set(checks.__all__)


@pytest.mark.parametrize(
    "name", [name for name in metrics.__all__ if inspect.isfunction(getattr(metrics, name))]
)
def test_each_function_says_what_it_takes(name):
    text = getattr(metrics, name).__doc__
    assert "Parameters" in text or "Examples" in text


@pytest.mark.parametrize("name", ["photocheck.metrics", *MODULES])
def test_examples_are_true(name):
    module = importlib.import_module(name)
    done = doctest.testmod(module)
    assert done.failed == 0


@pytest.mark.parametrize(
    "name",
    ["exposure", "find_subject", "framing", "glare", "nearest", "perceptual_hash", "sharpness"],
)
def test_each_measure_has_an_example(name):
    assert ">>> " in getattr(metrics, name).__doc__
