"""Attributes that are computed when first read, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from typing_extensions import Self

Value = TypeVar("Value")


class cached_attribute(Generic[Value]):  # noqa: N801 - a decorator, as `property` is
    """A method of no arguments, read like an attribute and computed once an instance.

    The value lies in the instance's ``__dict__``, so that later reads are those of a plain
    attribute. Unlike `functools.cached_property` before Python 3.12 it holds no lock while it
    computes: that lock was one for all instances of the class, so that threads took turns, and a
    process forked meanwhile waited for it for ever. Threads that read one instance's attribute at
    once may both compute it; both are given the value that was stored first.

    A pydantic model that uses it names it in ``ConfigDict(ignored_types=(cached_attribute,))``.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: object | None, owner: type) -> Self | Value:
        if instance is None:
            return self
        value: Value = instance.__dict__.setdefault(self._name, self._compute(instance))
        return value
