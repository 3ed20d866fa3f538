"""Make confidence a frequency.

C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017: one temperature. The shipped
network itself answers, in photocheck's own way, so that what is calibrated is what is shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from photocheck.view.looks import look
from photocheck.view.network import Network
from training.examples import Example
from training.export import Limits
from training.labels import CLASSES
from training.versions import picture_of

_CANDIDATES: Final = np.exp(np.linspace(np.log(0.3), np.log(5), 240))


def calibrated(network: Network, photos: Sequence[Example]) -> tuple[Limits, dict[str, Any]]:
    """The limits that fit photos of unseen designs best, and how often answers are right.

    Parameters
    ----------
    network : Network
    photos : sequence of Example
    """
    logits: dict[bool, list[NDArray[np.float32]]] = {False: [], True: []}
    right: dict[bool, list[NDArray[np.bool_]]] = {False: [], True: []}
    for photo in photos:
        seen = look(network, picture_of(photo.path))
        logits[seen.closer].append(seen.classes)
        right[seen.closer].append(np.isin(np.arange(len(CLASSES)), list(photo.right)))
    fitted = {
        closer: fitted_temperature(np.array(logits[closer]), np.array(right[closer]))
        for closer in (False, True)
        if logits[closer]
    }
    first, second = fitted.get(False, 1.0), fitted.get(True, 1.0)
    hits = [
        bool(truth[int(answer.argmax())])
        for closer in (False, True)
        for answer, truth in zip(logits[closer], right[closer], strict=True)
    ]
    tried = {
        "photos": len(photos),
        "looked closer": len(logits[True]),
        "right": round(float(np.mean(hits)), 4) if hits else None,
    }
    return Limits(first, second, network.strange), tried


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
