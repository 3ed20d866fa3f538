"""Make confidence a frequency.

C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017: one temperature.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_CANDIDATES: Final = np.exp(np.linspace(np.log(0.3), np.log(5), 240))


def fitted_temperature(logits: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """The temperature under which the right answers are likeliest.

    Parameters
    ----------
    logits : N×C float32
    right : N×C bool
        Answers any of which is right.
    """
    costs = [_cost(logits / temperature, right) for temperature in _CANDIDATES]
    return float(_CANDIDATES[int(np.argmin(costs))])


def _cost(logits: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    shifted = logits - logits.max(1, keepdims=True)
    shares = np.exp(shifted)
    shares /= shares.sum(1, keepdims=True)
    return float(-np.log((shares * right).sum(1) + 1e-9).mean())
