"""Types that other programs read at run time: every annotation can be resolved."""

import inspect
import typing

import pytest

import photocheck
import returnflow


def callables():
    """Name and object of what both packages offer, with the public methods of classes."""
    for package in (photocheck, returnflow):
        for name in package.__all__:
            offered = getattr(package, name)
            if inspect.isclass(offered) or inspect.isfunction(offered):
                yield f"{package.__name__}.{name}", offered
            if inspect.isclass(offered):
                for member, value in vars(offered).items():
                    found = getattr(value, "fget", None) or getattr(value, "__func__", value)
                    if inspect.isfunction(found) and not member.startswith("_"):
                        yield f"{package.__name__}.{name}.{member}", found


CALLABLES = dict(callables())


def test_the_list_holds_what_plug_ins_and_services_read():
    assert {"photocheck.Check.run", "photocheck.Inspector.inspect", "photocheck.match"} <= set(
        CALLABLES
    )


@pytest.mark.parametrize("name", CALLABLES)
def test_hints_are_resolved(name):
    hints = typing.get_type_hints(CALLABLES[name], include_extras=True)
    assert not [hint for hint in hints.values() if isinstance(hint, typing.ForwardRef)]
