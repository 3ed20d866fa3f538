"""Fit what makes confidence a frequency, on photos that taught nothing.

The exported network itself answers, in photocheck's own way, so that what is calibrated is what is
shipped; the numbers are applied by `photocheck.view.calibration`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.view.calibration import (
    calibrated_logits,
    handedness,
    out_of_distribution_score,
    softmax,
)
from photocheck.view.labels import LEFT_SIDES, NO_DEVICE, OPPOSITES
from photocheck.view.metadata import Calibration, PairCalibration
from photocheck.view.model import Model
from photocheck.view.predictor import look
from training.examples import Example
from training.labels import CATEGORIES, LABELS
from training.versions import picture_of

_TEMPERATURES: Final = np.exp(np.linspace(np.log(0.3), np.log(5), 240))
_SLOPES: Final = np.linspace(0, 1, 51)
_POSES: Final = np.linspace(0, 20, 81)
_FAMILIAR: Final = (0.9, 0.95)
"""Shares of devices that are no stranger than the limit, of which the best is taken."""
_WEIGHTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_SURE: Final = 0.97
_SURE_PRIOR: Final = (1.0, 0.0)
"""Wrong and right answers that are counted besides those seen, so that few prove little."""
_FEWEST_SURE: Final = 20
_FEWEST_POSES: Final = 20
"""Photos of a pair of sides below which their pose proves nothing."""
_MISSED: Final = 0.01
_NONE: Final = LABELS.index(NO_DEVICE)

Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """What the uncalibrated network says of a photo, and what is right."""

    logits: NDArray[np.float32]
    two_pass: bool
    towards_left: float
    score: float
    faults: NDArray[np.float32]
    right: NDArray[np.bool_]
    example: Example


def ask(model: Model, photos: Sequence[Example]) -> list[Asked]:
    """Have the network look at every photo."""
    devices = model.metadata.is_device_of_imagenet()
    found = []
    for photo in photos:
        passes = look(model, picture_of(photo.path))
        found.append(
            Asked(
                passes.logits,
                passes.closer is not None,
                0.0 if passes.closer is None else handedness(passes.closer.pose),
                out_of_distribution_score(passes.whole.imagenet, devices),
                passes.whole.faults,
                np.isin(np.arange(len(LABELS)), list(photo.right)),
                photo,
            )
        )
    return found


def fitted(real: Sequence[Asked], renders: Sequence[Asked]) -> Calibration:
    """The calibration that fits photos that taught nothing.

    Parameters
    ----------
    real : sequence of Asked
        Real photos: temperatures, what is sure, contradicted or unlike devices.
    renders : sequence of Asked
        Of designs that taught nothing: how far opposite sides are told apart.
    """
    first = _temperature([one for one in real if not one.two_pass])
    second = _temperature([one for one in (*renders, *real) if one.two_pass])
    devices = [one.score for one in real if not one.right[_NONE]]
    begun = Calibration(
        temperature=round(first, 4),
        temperature_two_pass=round(second, 4),
        pairs=_pairs(renders, second),
        out_of_distribution_from=0,
        out_of_distribution_weight=0,
    )
    tried = [
        begun.model_copy(
            update={
                "out_of_distribution_from": round(float(np.quantile(devices, share)), 4),
                "out_of_distribution_weight": weight,
            }
        )
        for share in _FAMILIAR
        for weight in _WEIGHTS
    ]
    best = min(tried, key=lambda one: _cost(chances(real, one), _right(real), by_source(real)))
    shares = categories_of(chances(real, best))
    return best.model_copy(
        update={
            "sure_from": _sure_from(real, shares),
            "contradicts_below": _contradicts_below(real, shares),
        }
    )


def chances(asked: Sequence[Asked], calibration: Calibration) -> Floats:
    """N×41 calibrated probabilities."""
    return softmax(
        np.stack(
            [
                calibrated_logits(
                    one.logits,
                    LABELS,
                    calibration,
                    two_pass=one.two_pass,
                    towards_left=one.towards_left,
                    out_of_distribution=one.score,
                )
                for one in asked
            ]
        )
    )


def categories_of(shares: Floats) -> Floats:
    """N×8 probabilities of the categories."""
    member = np.array([[category == name for name in CATEGORIES] for category, _ in LABELS], float)
    return np.asarray(shares @ member)


def true_category(one: Asked) -> int:
    """The index of a photo's category."""
    return CATEGORIES.index(LABELS[int(one.right.argmax())][0])


def by_source(asked: Sequence[Asked]) -> Floats:
    """A weight for each photo, so that no source counts more than a few photos do; 1 on average."""
    sources = [one.example.source for one in asked]
    weights = np.array([min(1.0, 25 / sources.count(source)) for source in sources])
    return np.asarray(weights / weights.mean())


def _right(asked: Sequence[Asked]) -> NDArray[np.bool_]:
    return np.stack([one.right for one in asked])


def _temperature(asked: Sequence[Asked]) -> float:
    """Under which the right labels are likeliest; 1 where nothing can be told."""
    if not asked:
        return 1.0
    logits, right = np.stack([one.logits for one in asked]), _right(asked)
    weights = by_source(asked)
    costs = [_cost(softmax(logits / np.float32(t)), right, weights) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(costs))])


def _cost(shares: Floats, right: NDArray[np.bool_], weights: Floats | None = None) -> float:
    losses = -np.log((shares * right).sum(1) + 1e-9)
    return float(np.average(losses, weights=weights))


def _pairs(asked: Sequence[Asked], temperature: float) -> dict[str, PairCalibration]:
    leads: dict[str, list[tuple[float, float]]] = {}
    for one in asked:
        if one.right.sum() != 1:
            continue
        category, view = LABELS[int(one.right.argmax())]
        for pair in OPPOSITES:
            if view in pair:
                other = LABELS.index((category, pair[1 - pair.index(view)]))
                lead = (one.logits[one.right][0] - one.logits[other]) / temperature
                turned = one.towards_left if view == pair[0] else -one.towards_left
                leads.setdefault(f"{category}/{pair[0]}", []).append((float(lead), turned))
    return {
        key: fitted_pair(
            np.array(found),
            told_by_pose=key.partition("/")[2] in LEFT_SIDES and len(found) >= _FEWEST_POSES,
        )
        for key, found in sorted(leads.items())
    }


def fitted_pair(leads: Floats, *, told_by_pose: bool) -> PairCalibration:
    """How much of the leads is to be believed, and what the pose weighs beside them.

    Parameters
    ----------
    leads : N×2 float
        Of the right one of two sides: log odds, and what the pose says for it.
    told_by_pose : bool
        Whether the pose says anything of this pair of sides.

    Returns
    -------
    PairCalibration
        Under which the right sides are likeliest. One more photo is counted, of middling size and
        wrong, so that few photos earn little trust.
    """
    counted = np.vstack([leads, -np.median(np.abs(leads), axis=0)])
    poses = _POSES if told_by_pose else _POSES[:1]
    costs = [
        [float(np.logaddexp(0, -counted @ np.array([slope, pose])).sum()) for pose in poses]
        for slope in _SLOPES
    ]
    best = np.unravel_index(int(np.argmin(costs)), (len(_SLOPES), len(poses)))
    return PairCalibration(
        slope=round(float(_SLOPES[best[0]]), 3), pose=round(float(poses[best[1]]), 3)
    )


def _sure_from(asked: Sequence[Asked], shares: Floats) -> dict[str, float]:
    """For each category the lowest confidence from which answers are right often enough."""
    truth = np.array([true_category(one) for one in asked])
    answers, found = shares.argmax(1), {}
    for index, name in enumerate(CATEGORIES):
        own = np.flatnonzero(answers == index)
        order = own[np.argsort(-shares[own, index])]
        right = np.cumsum(truth[order] == index) + _SURE_PRIOR[1]
        seen = np.arange(1, len(order) + 1) + sum(_SURE_PRIOR)
        enough = np.flatnonzero((right / seen >= _SURE) & (seen > _FEWEST_SURE))
        if len(enough):
            found[name] = round(float(shares[order[enough[-1]], index]), 4)
    return found


def _contradicts_below(asked: Sequence[Asked], shares: Floats) -> float:
    """The likelihood of the right category that all but one in a hundred photos exceed."""
    own = np.array([shares[row, true_category(one)] for row, one in enumerate(asked)])
    return float(f"{np.quantile(own, _MISSED):.3g}")
