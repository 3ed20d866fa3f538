"""From the network's logits to probabilities that are frequencies.

One temperature makes confidence a frequency over all answers (C. Guo et al., "On Calibration of
Modern Neural Networks", ICML 2017). That a photo shows a long side is easily seen, which of the two
is not: between opposites the network's own odds are far too sure. So the difference of their logits
is shrunk, for each pair by what photos of unseen designs taught.

Whether a left or a right side is seen also follows from two things that a person could check:
where the device's top end (of a laptop, the hinge's) points in the picture, and where its screen
(of a laptop, its keyboard) looks. From the left side, the screen looks a quarter turn clockwise
from the top; from the right side, a quarter turn against it.

What no device, parcel or paper looks like is told by the thousand classes of ImageNet that the
backbone was pretrained to tell apart (O. Russakovsky et al., IJCV 2015): a photo that it takes for
an animal, a dish or a landscape shows no device, though nobody taught the view model so.

The functions here are those by which training fits the constants of `metadata.Calibration`, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from photocheck.view.labels import NO_DEVICE, OPPOSITES
from photocheck.view.metadata import Calibration, PairCalibration

Floats = NDArray[np.float32]
Labels = Sequence[tuple[str, str]]

_LEAST = 1e-6


def handedness(pose: Floats) -> float:
    """By how much the pose speaks for a left side; negative for a right one.

    Parameters
    ----------
    pose : 4 float32
        See `photocheck.view.model.Outputs`.

    Returns
    -------
    float
        The cross product of both directions; within about -1 to 1, and near 0 where the side is
        seen so that its top or its screen's direction can't be told.
    """
    top_x, top_y, screen_x, screen_y = (float(value) for value in pose)
    return top_x * screen_y - top_y * screen_x


def calibrate_pairs(
    logits: Floats, labels: Labels, pairs: Mapping[str, PairCalibration], towards_left: float
) -> Floats:
    """The logits, those of opposite sides as far apart as is to be believed.

    Parameters
    ----------
    logits : N float32
    labels : sequence of N (category, view)
    pairs : mapping of "category/view" to PairCalibration
        By the first of two opposites; other pairs stay as they are.
    towards_left : float
        As `handedness` gives it.

    Returns
    -------
    N float32
        What both opposites have together is as before.
    """
    changed = logits.astype(np.float64)
    opposite = dict(OPPOSITES)
    for key, pair in pairs.items():
        category, _, first = key.partition("/")
        one, other = labels.index((category, first)), labels.index((category, opposite[first]))
        both = np.logaddexp(changed[one], changed[other])
        lead = pair.slope * (changed[one] - changed[other]) + pair.pose * towards_left
        changed[one] = both - np.logaddexp(0, -lead)
        changed[other] = both - np.logaddexp(0, lead)
    return changed.astype(np.float32)


def out_of_distribution_score(imagenet: Floats, is_device: NDArray[np.bool_]) -> float:
    """Log odds that a photo shows none of the classes that devices are taken for.

    Parameters
    ----------
    imagenet : 1000 float32
        Logits.
    is_device : 1000 bool
    """
    values = imagenet.astype(np.float64)
    return float(np.logaddexp.reduce(values[~is_device]) - np.logaddexp.reduce(values[is_device]))


def calibrated_logits(
    logits: Floats,
    labels: Labels,
    calibration: Calibration,
    *,
    two_pass: bool,
    towards_left: float,
    out_of_distribution: float,
) -> Floats:
    """Logits whose softmax is calibrated.

    Parameters
    ----------
    logits : N float32
        Of one pass, or the mean of those of two.
    labels : sequence of N (category, view)
    calibration : Calibration
    two_pass : bool
        Whether the device was looked at again.
    towards_left : float
        As `handedness` gives it.
    out_of_distribution : float
        As `out_of_distribution_score` gives it.

    Returns
    -------
    N float32
    """
    temperature = calibration.temperature_two_pass if two_pass else calibration.temperature
    scaled = calibrate_pairs(
        np.asarray(logits / temperature, np.float32), labels, calibration.pairs, towards_left
    )
    beyond = max(0.0, out_of_distribution - calibration.out_of_distribution_from)
    scaled[labels.index(NO_DEVICE)] += calibration.out_of_distribution_weight * beyond
    return scaled


def softmax(logits: Floats) -> NDArray[np.float64]:
    """Probabilities, along the last axis."""
    shares = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def probabilities(logits: Floats, labels: Labels) -> dict[tuple[str, str], float]:
    """The softmax of logits by label; pairs below one in a million are left out."""
    named = zip(labels, softmax(logits).tolist(), strict=True)
    kept = {pair: share for pair, share in named if share >= _LEAST}
    total = sum(kept.values())
    return {pair: share / total for pair, share in kept.items()}


def categories(likelihood: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """The likelihood of each category: that of all its views together."""
    shares: dict[str, float] = {}
    for (category, _), share in likelihood.items():
        shares[category] = shares.get(category, 0.0) + share
    return shares


def is_sure(shares: Mapping[str, float], calibration: Calibration) -> bool:
    """Whether the likeliest category is as likely as `Calibration.sure_from` asks."""
    best = max(shares, key=lambda name: (shares[name], name))
    return shares[best] >= calibration.sure_from.get(best, np.inf)


def contradicted(
    shares: Mapping[str, float], all_categories: Sequence[str], calibration: Calibration
) -> frozenset[str]:
    """Categories that the photo surely does not show."""
    return frozenset(
        name for name in all_categories if shares.get(name, 0.0) < calibration.contradicts_below
    )


def fault_probabilities(
    logits: Floats, names: Sequence[str], calibration: Calibration
) -> dict[str, float]:
    """Of each fault that is calibrated, the probability that a careful person sees it.

    Parameters
    ----------
    logits : float32, one a name
    names : sequence of str
    calibration : Calibration

    References
    ----------
    J. Platt, "Probabilistic outputs for support vector machines", 1999.
    """
    found = {}
    for name, logit in zip(names, logits.tolist(), strict=True):
        fitted = calibration.faults.get(name)
        if fitted is not None:
            raised = fitted.slope * logit + fitted.offset
            found[name] = round(float(1 / (1 + np.exp(-raised))), 4)
    return found
