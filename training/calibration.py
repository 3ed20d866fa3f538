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
from photocheck.view.opposites import LEFT, handedness
from training.examples import Example
from training.export import Limits
from training.labels import CLASSES
from training.versions import picture_of

_CANDIDATES: Final = np.exp(np.linspace(np.log(0.3), np.log(5), 240))
_TRUSTS: Final = np.linspace(0, 1, 51)
_TURNS: Final = np.linspace(0, 20, 81)


def calibrated(network: Network, photos: Sequence[Example]) -> tuple[Limits, dict[str, Any]]:
    """The limits that fit photos of unseen designs best, and how often answers are right.

    Parameters
    ----------
    network : Network
    photos : sequence of Example
    """
    pairs: dict[str, list[tuple[float, float]]] = {}
    lefts: dict[bool, list[float]] = {False: [], True: []}
    logits: dict[bool, list[NDArray[np.float32]]] = {False: [], True: []}
    right: dict[bool, list[NDArray[np.bool_]]] = {False: [], True: []}
    for photo in photos:
        seen = look(network, picture_of(photo.path))
        logits[seen.closer].append(seen.classes)
        lefts[seen.closer].append(handedness(seen.facts) if seen.closer else 0.0)
        right[seen.closer].append(np.isin(np.arange(len(CLASSES)), list(photo.right)))
    fitted = {
        closer: fitted_temperature(np.array(logits[closer]), np.array(right[closer]))
        for closer in (False, True)
        if logits[closer]
    }
    first, second = fitted.get(False, 1.0), fitted.get(True, 1.0)
    for closer, temperature in ((False, first), (True, second)):
        answers = zip(logits[closer], right[closer], lefts[closer], strict=True)
        for answer, truth, towards_left in answers:
            _compare(answer / temperature, truth, towards_left, pairs)
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
    turned = {key for key in pairs if key.partition("/")[2] in LEFT}
    weighed = {
        key: fitted_trust(np.array(leads), told_by_turn=key in turned)
        for key, leads in pairs.items()
    }
    trust = {key: share for key, (share, _) in weighed.items()}
    turn = {key: weight for key, (_, weight) in weighed.items() if key in turned}
    return Limits(first, second, network.strange, trust, turn), tried


def _compare(
    logits: NDArray[np.float32],
    right: NDArray[np.bool_],
    towards_left: float,
    pairs: dict[str, list[tuple[float, float]]],
) -> None:
    """Where one of two opposite sides is right, by how much it leads the other."""
    if right.sum() != 1:
        return
    category, view = CLASSES[int(right.argmax())]
    for pair in OPPOSITES:
        if view in pair:
            other = pair[1 - pair.index(view)]
            lead = logits[right.argmax()] - logits[CLASSES.index((category, other))]
            turned = towards_left if view == pair[0] else -towards_left
            pairs.setdefault(f"{category}/{pair[0]}", []).append((float(lead), turned))


def fitted_trust(leads: NDArray[np.float64], *, told_by_turn: bool) -> tuple[float, float]:
    """How much of the leads is to be believed, and what the geometry weighs beside them.

    Parameters
    ----------
    leads : N×2 float
        Of the right one of two sides: log odds, and what the geometry says for it.
    told_by_turn : bool
        Whether the geometry says anything of this pair of sides.

    Returns
    -------
    trust, turn : float
        0 to 1, and at least 0: under which the right sides are likeliest. One more photo is
        counted, of middling size and wrong, so that few photos earn little trust.
    """
    counted = np.vstack([leads, -np.median(np.abs(leads), axis=0)])
    turns = _TURNS if told_by_turn else _TURNS[:1]
    costs = [
        [float(np.logaddexp(0, -counted @ np.array([trust, turn])).sum()) for turn in turns]
        for trust in _TRUSTS
    ]
    best = np.unravel_index(int(np.argmin(costs)), (len(_TRUSTS), len(turns)))
    return float(_TRUSTS[best[0]]), float(turns[best[1]])


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
