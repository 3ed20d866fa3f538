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
from photocheck.view.names import OPPOSITES
from photocheck.view.network import Network
from training.examples import Example
from training.export import Limits
from training.labels import CLASSES
from training.versions import picture_of

_CANDIDATES: Final = np.exp(np.linspace(np.log(0.3), np.log(5), 240))
_TRUSTS: Final = np.linspace(0, 1, 101)


def calibrated(network: Network, photos: Sequence[Example]) -> tuple[Limits, dict[str, Any]]:
    """The limits that fit photos of unseen designs best, and how often answers are right.

    Parameters
    ----------
    network : Network
    photos : sequence of Example
    """
    pairs: dict[str, list[float]] = {}
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
    for closer, temperature in ((False, first), (True, second)):
        for answer, truth in zip(logits[closer], right[closer], strict=True):
            _compare(answer / temperature, truth, pairs)
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
    trust = {view: fitted_trust(np.array(margins)) for view, margins in pairs.items()}
    return Limits(first, second, network.strange, trust), tried


def _compare(
    logits: NDArray[np.float32], right: NDArray[np.bool_], pairs: dict[str, list[float]]
) -> None:
    """Where one of two opposite sides is right, by how much it leads the other."""
    if right.sum() != 1:
        return
    category, view = CLASSES[int(right.argmax())]
    for pair in OPPOSITES:
        if view in pair:
            other = pair[1 - pair.index(view)]
            lead = logits[right.argmax()] - logits[CLASSES.index((category, other))]
            pairs.setdefault(f"{category}/{pair[0]}", []).append(float(lead))


def fitted_trust(leads: NDArray[np.float64]) -> float:
    """How much of the leads is to be believed.

    Parameters
    ----------
    leads : N float
        Log odds of the right one of two sides.

    Returns
    -------
    float
        0 to 1: what the leads are to be multiplied by so that the right sides are likeliest. One
        more lead is counted, of middling size and wrong, so that few photos earn little trust.
    """
    counted = np.append(leads, -np.median(np.abs(leads)))
    costs = [float(np.logaddexp(0, -trust * counted).sum()) for trust in _TRUSTS]
    return float(_TRUSTS[int(np.argmin(costs))])


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
