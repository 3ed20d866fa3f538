"""A draw among features that are not equally frequent."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

_Choice = TypeVar("_Choice", bound=str)


def pick(
    rng: np.random.Generator, choices: tuple[_Choice, ...], chances: tuple[float, ...]
) -> _Choice:
    """One of the choices; `chances` sum to 1."""
    return choices[int(rng.choice(len(choices), p=chances))]
