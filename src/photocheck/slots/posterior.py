"""What each photo of a set shows, given what all the others show.

A set of photos is explained by giving each photo one label: a slot, or one of the labels that any
number of photos may have (a close-up, no device, …). An explanation is worth the product of the
photos' likelihoods, times `repeat_odds` for each photo of a slot beyond its first: a customer who
sends two photos of long sides has more probably photographed both sides than one of them twice.
A photo that has to be taken again is another matter: the good one beside it is quite probably the
same view. So each photo has odds of its own, and one slot's photos count in the order given.

The sum over all explanations is exact. Only the set of the slots already used matters for the next
photo, so that there are 2^slots states and not labels^photos explanations (dynamic programming
forwards and backwards, as for hidden Markov models: L. R. Rabiner, Proc. IEEE 77(2), 1989).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def label_posterior(slots: Array, free: Array, repeat_odds: float | Array) -> Array:
    """Probability of each label of each photo, given all photos.

    Parameters
    ----------
    slots : n×m float
        Likelihood (0 or more) of each of m slots, for each of n photos.
    free : n×k float
        Likelihood of each label that any number of photos may have.
    repeat_odds : float or n floats
        What a photo of a slot that an earlier photo uses is worth, against one of an unused slot (0
        to 1). With equal odds the order of the photos is of no account.

    Returns
    -------
    n×(m+k) float
        Rows sum to 1: the slots, then the free labels.

    Raises
    ------
    ValueError
        If the shapes don't fit, a likelihood is negative or no number, or nothing explains a photo.

    Notes
    -----
    Time and memory grow with n·m·2^m: about 10 ms for a hundred photos and seven slots.
    """
    count, used = slots.shape if slots.ndim == 2 else (-1, 0)
    if free.ndim != 2 or len(free) != count:
        raise ValueError(f"expected n×m and n×k likelihoods, got {slots.shape} and {free.shape}")
    every = np.concatenate([slots, free], axis=1).astype(np.float64)
    if not (np.isfinite(every).all() and (every >= 0).all()):
        raise ValueError("expected likelihoods of 0 or more")
    if count and every.max(axis=1, initial=0.0).min() <= 0:
        raise ValueError("expected at least one label for each photo that is not impossible")
    every = every / every.max(axis=1, initial=1e-300, keepdims=True)
    odds: Array = np.broadcast_to(np.asarray(repeat_odds, dtype=np.float64), (count,))
    own, other = every[:, :used], every[:, used:]
    states = np.arange(2**used)
    without = [states[(states >> slot) & 1 == 0] for slot in range(used)]
    holding = [states[(states >> slot) & 1 == 1] for slot in range(used)]
    anything = other.sum(axis=1)

    before = np.zeros((count + 1, len(states)))
    before[0, 0] = 1.0
    for photo in range(count):
        now, following = before[photo], before[photo + 1]
        following += anything[photo] * now
        for slot in range(used):
            first, again = now[without[slot]], now[holding[slot]]
            following[holding[slot]] += own[photo, slot] * (first + odds[photo] * again)
        _to_one(following)

    posterior: Array = np.empty_like(every)
    after = np.ones(len(states))
    for photo in range(count - 1, -1, -1):
        now = before[photo]
        earlier = anything[photo] * after
        for slot in range(used):
            used_after = after[holding[slot]]
            weight = now[without[slot]] + odds[photo] * now[holding[slot]]
            posterior[photo, slot] = own[photo, slot] * float(weight @ used_after)
            earlier[without[slot]] += own[photo, slot] * used_after
            earlier[holding[slot]] += own[photo, slot] * odds[photo] * used_after
        posterior[photo, used:] = other[photo] * float(now @ after)
        _to_one(posterior[photo])
        _to_one(earlier)
        after = earlier
    return posterior


def _to_one(values: Array) -> None:
    total = float(values.sum())
    if total <= 0.0:
        raise ValueError("expected an explanation of the photos; with these odds there is none")
    values /= total
