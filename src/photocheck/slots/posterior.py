"""What each picture of a set shows, given what all the others show.

A set is explained by giving each picture one label: a slot, or one of the labels that any number of
pictures may have (a close-up, no device, …). An explanation is worth the product of

- the pictures' likelihoods;
- `repeat_odds` for each picture of a slot beyond its first: a customer who sends two photos of long
  sides has more probably photographed both sides than one of them twice. A photo that has to be
  taken again is another matter: the good one beside it is quite probably the same view. So each
  picture has odds of its own, and one slot's pictures count in the order given;
- `complete_odds` if every required slot is filled: where all slots but one are taken, a picture is
  more probably the last one that is asked for than one that nobody asked for.

The sum over all explanations is exact. Only the set of the slots already used matters for the next
picture, so that there are 2^slots states and not labels^pictures explanations (forward–backward
algorithm of hidden Markov models: L. R. Rabiner, Proc. IEEE 77(2), 1989, doi:10.1109/5.18626).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photocheck.report import Verdict
from photocheck.slots.photo_set import Array, PhotoSet, Picture


def with_posteriors(photo_set: PhotoSet, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """The pictures with the probability of each label, given all of them.

    Those of unknown likelihood stay without.
    """
    known = [
        (number, row) for number, one in enumerate(pictures) if (row := one.likelihood) is not None
    ]
    if not known:
        return tuple(pictures)
    labels, settings = photo_set.labels, photo_set.settings
    bad = {number: _to_be_retaken(photo_set, pictures[number]) for number, _ in known}
    # The good ones first: it is those to be taken again that come on top of others.
    known.sort(key=lambda one: bad[one[0]])
    rows = np.stack([row for _, row in known])
    odds = [settings.retaken_odds if bad[number] else settings.repeat_odds for number, _ in known]
    single = len(labels.single)
    posterior = label_posterior(
        rows[:, :single],
        rows[:, single:],
        np.array(odds),
        # What no view shows, no photo is mistaken for: whether it is there says nothing here.
        required=[
            labels.index(slot.name)
            for slot in photo_set.category.slots
            if slot.required and slot.views
        ],
        complete_odds=settings.complete_odds,
        counted=len(known) - sum(bad.values()),
    )
    found = dict(zip((number for number, _ in known), posterior, strict=True))
    return tuple(replace(one, posterior=found.get(number)) for number, one in enumerate(pictures))


def _to_be_retaken(photo_set: PhotoSet, picture: Picture) -> bool:
    """Whether each photo of a picture has to be taken again, as one of its likeliest slot."""
    if picture.likelihood is None:
        return False
    slots = photo_set.labels.slots
    slot = slots[int(np.argmax(picture.likelihood[: len(slots)]))]
    own = (photo_set.photos[place].judged(slot) for place in picture.members)
    return all(report.verdict is Verdict.RETAKE for report in own)


def label_posterior(
    slots: Array,
    free: Array,
    repeat_odds: float | Array,
    *,
    required: Sequence[int] = (),
    complete_odds: float = 1.0,
    counted: int | None = None,
) -> Array:
    """Probability of each label of each picture, given all pictures.

    Parameters
    ----------
    slots : n×m float
        Likelihood (0 or more) of each of m slots, for each of n pictures.
    free : n×k float
        Likelihood of each label that any number of pictures may have.
    repeat_odds : float or n floats
        What a picture of a slot that an earlier one uses is worth, against one of an unused slot (0
        to 1). With equal odds the order of the pictures is of no account.
    required : sequence of int
        Slots without which a set is incomplete.
    complete_odds : float
        What an explanation that uses all required slots is worth, against one that does not (0 or
        more).
    counted : int, optional
        How many pictures, from the first, count as using slots in that; all of them by default.

    Returns
    -------
    n×(m+k) float
        Rows sum to 1: the slots, then the free labels.

    Raises
    ------
    ValueError
        If the shapes don't fit, a likelihood is negative or no number, or nothing explains a
        picture.

    Notes
    -----
    Time and memory grow with n·m·2^m: about 10 ms for a hundred pictures and seven slots.
    """
    count, used = slots.shape if slots.ndim == 2 else (-1, 0)
    if free.ndim != 2 or len(free) != count:
        raise ValueError(f"expected n×m and n×k likelihoods, got {slots.shape} and {free.shape}")
    every = np.concatenate([slots, free], axis=1).astype(np.float64)
    if not (np.isfinite(every).all() and (every >= 0).all()):
        raise ValueError("expected likelihoods of 0 or more")
    if count and every.max(axis=1, initial=0.0).min() <= 0:
        raise ValueError("expected at least one label for each picture that is not impossible")
    every = every / every.max(axis=1, initial=1e-300, keepdims=True)
    odds: Array = np.broadcast_to(np.asarray(repeat_odds, dtype=np.float64), (count,))
    own, other = every[:, :used], every[:, used:]
    states = np.arange(2**used)
    without = [states[(states >> slot) & 1 == 0] for slot in range(used)]
    holding = [states[(states >> slot) & 1 == 1] for slot in range(used)]
    anything = other.sum(axis=1)
    every_required = sum(1 << slot for slot in required)
    worth = np.where(states & every_required == every_required, complete_odds, 1.0)
    last = count if counted is None else counted

    before = np.zeros((count + 1, len(states)))
    before[0, 0] = 1.0
    for picture in range(count):
        if picture == last:
            before[picture] *= worth
        now, following = before[picture], before[picture + 1]
        following += anything[picture] * now
        for slot in range(used):
            first, again = now[without[slot]], now[holding[slot]]
            following[holding[slot]] += own[picture, slot] * (first + odds[picture] * again)
        _to_one(following)

    posterior: Array = np.empty_like(every)
    after = np.ones(len(states))
    for picture in range(count - 1, -1, -1):
        if picture + 1 == last:
            after = after * worth
        now = before[picture]
        earlier = anything[picture] * after
        for slot in range(used):
            used_after = after[holding[slot]]
            weight = now[without[slot]] + odds[picture] * now[holding[slot]]
            posterior[picture, slot] = own[picture, slot] * float(weight @ used_after)
            earlier[without[slot]] += own[picture, slot] * used_after
            earlier[holding[slot]] += own[picture, slot] * odds[picture] * used_after
        posterior[picture, used:] = other[picture] * float(now @ after)
        _to_one(posterior[picture])
        _to_one(earlier)
        after = earlier
    return posterior


def _to_one(values: Array) -> None:
    total = float(values.sum())
    if total <= 0.0:
        raise ValueError("expected an explanation of the pictures; with these odds there is none")
    values /= total
