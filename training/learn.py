"""Teach the upper part of the view model on kept features."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from photocheck.view.labels import LEFT_SIDES, NARROW_SIDES
from training.cache import Features, Versions
from training.labels import CATEGORIES, LABELS, group_of
from training.network import Upper

_SMOOTHING: Final = 0.03
_CATEGORY_WEIGHT: Final = 0.6
_GROUP_WEIGHT: Final = 0.6
_POSE_WEIGHT: Final = 0.9
_LIT_WEIGHT: Final = 0.3
_FAULTS_WEIGHT: Final = 0.3
_MAPS_WEIGHT: Final = 1.5
_SIDES_WEIGHT: Final = 0.5
_SIDES_STEEPNESS: Final = 6.0
_CLOSER_OF_SIDES: Final = 0.7
_EMA: Final = 0.995
_LEFT: Final = [view in LEFT_SIDES for _, view in LABELS]
_RIGHT: Final = [view in {"right", "right_open"} for _, view in LABELS]

_NARROW: Final[NDArray[np.bool_]] = np.array([view in NARROW_SIDES for _, view in LABELS])
CATEGORY_OF: Final = torch.tensor([CATEGORIES.index(category) for category, _ in LABELS])
_IN_CATEGORY: Final = functional.one_hot(CATEGORY_OF, len(CATEGORIES)).float()
_GROUPS: Final = sorted({group_of(index) for index in range(len(LABELS))}, key=sorted)
_IN_GROUP: Final = torch.tensor(
    [[float(index in group) for group in _GROUPS] for index in range(len(LABELS))]
)


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    Attributes
    ----------
    steps : int
        Batches.
    batch : int
    new_rate, tuned_rate : float
        Highest learning rates of the heads and of what was pretrained.
    decay : float
        Weight decay.
    seed : int
    """

    steps: int = 1500
    batch: int = 32
    new_rate: float = 2e-3
    tuned_rate: float = 1e-4
    decay: float = 0.02
    seed: int = 0


@dataclass(frozen=True)
class Lot:
    """Photos of one origin, with so many versions of each.

    Attributes
    ----------
    features : Features
    versions : Versions
    chances : float64, one a photo
        How often each is drawn, in relation to the others.
    """

    features: Features
    versions: Versions
    chances: NDArray[np.float64]


def teach(lots: Sequence[Lot], schedule: Schedule, begun: Upper | None = None) -> Upper:
    """Teach from the pretrained state on, or from an earlier one.

    The weights are an exponential moving average.

    Parameters
    ----------
    lots : sequence of Lot
        Photos are drawn from all of them by their chances.
    schedule : Schedule
    begun : Upper, optional
        What to go on from.
    """
    torch.manual_seed(schedule.seed)
    rng = np.random.default_rng(schedule.seed)
    first: Any = begun if begun is not None else Upper()
    upper: Upper = first.to(memory_format=torch.channels_last)  # a third faster on processors
    averaged = deepcopy(upper)
    optimizer = torch.optim.AdamW(
        [
            {"params": upper.new_part(), "lr": schedule.new_rate},
            {"params": upper.tuned_part(), "lr": schedule.tuned_rate},
        ],
        weight_decay=schedule.decay,
    )
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [schedule.new_rate, schedule.tuned_rate],
        total_steps=schedule.steps,
        pct_start=0.15,
    )
    upper.train()
    total = 0.0
    for step in range(schedule.steps):
        loss = _loss(upper, drawn(lots, schedule.batch, rng))
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 5.0)
        optimizer.step()
        rates.step()
        _follow(averaged, upper, min(_EMA, step / (step + 10)))
        total += float(loss.detach())
        if step % 50 == 49:
            print(f"step {step + 1} of {schedule.steps}: loss {total / 50:.3f}", flush=True)
            total = 0.0
    return averaged.eval()


def drawn(lots: Sequence[Lot], count: int, rng: np.random.Generator) -> Features:
    """Versions of photos drawn by their chances; of narrow sides more of the device alone."""
    chances = np.concatenate([lot.chances for lot in lots])
    photos = rng.choice(len(chances), count, p=chances / chances.sum())
    batch = Features.empty(count)
    first = np.cumsum([0, *(len(lot.chances) for lot in lots)])
    for place, photo in enumerate(photos):
        index = int(np.searchsorted(first, photo, side="right")) - 1
        lot, own = lots[index], int(photo - first[index])
        start = own * lot.versions.each
        right = lot.features.right[start]
        closer = right[_NARROW].any() and rng.random() < _CLOSER_OF_SIDES
        low = lot.versions.whole if closer and lot.versions.closer else 0
        row = start + int(rng.integers(low, lot.versions.each))
        for name, values in vars(batch).items():
            values[place] = getattr(lot.features, name)[row]
    return batch


def _follow(averaged: Upper, upper: Upper, keep: float) -> None:
    with torch.no_grad():
        pairs = zip(averaged.state_dict().values(), upper.state_dict().values(), strict=True)
        for kept, now in pairs:
            if kept.is_floating_point():
                kept.lerp_(now, 1 - keep)
            else:
                kept.copy_(now)


def _loss(upper: Upper, batch: Features) -> torch.Tensor:
    fine, middle = _tensor(batch.fine), _tensor(batch.middle)
    right = torch.from_numpy(batch.right)
    logits, pose, lit, maps, faults = upper(fine, middle)
    loss = _one_of(logits, right)
    log = functional.log_softmax(logits, 1)
    for members, weight in ((_IN_CATEGORY, _CATEGORY_WEIGHT), (_IN_GROUP, _GROUP_WEIGHT)):
        # A photo whose labels lie in several groups teaches none of them.
        allowed = (right.float() @ members) > 0
        merged = torch.log(log.exp() @ members + 1e-7)
        loss = loss + weight * _one_of(merged, allowed)
    loss = loss + _POSE_WEIGHT * _squares(pose, torch.from_numpy(batch.pose))
    loss = loss + _LIT_WEIGHT * _states(lit[:, 0], torch.from_numpy(batch.lit))
    loss = loss + _FAULTS_WEIGHT * _states(faults, torch.from_numpy(batch.faults))
    loss = loss + _SIDES_WEIGHT * _sides_loss(pose, right)
    return loss + _MAPS_WEIGHT * _maps_loss(maps, torch.from_numpy(batch.maps.astype(np.float32)))


def _tensor(kept: NDArray[np.float16]) -> torch.Tensor:
    tensor = torch.from_numpy(kept.astype(np.float32))
    return tensor.contiguous(memory_format=torch.channels_last)


def _one_of(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Cross entropy where any of the allowed labels is right, slightly smoothed."""
    log = functional.log_softmax(logits, 1)
    hit = torch.logsumexp(log.masked_fill(~allowed, -1e4), 1)
    told = ~allowed.all(1)
    return -(((1 - _SMOOTHING) * hit + _SMOOTHING * log.mean(1)) * told).mean()


def _squares(values: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    return ((values - torch.nan_to_num(known)) ** 2 * ~torch.isnan(known)).mean()


def _states(logits: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    crossed = functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(known), reduction="none"
    )
    return (crossed * ~torch.isnan(known)).mean()


def _sides_loss(pose: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """That the directions tell left from right; `photocheck.view.calibration.handedness`."""
    told = ~right.all(1)
    sign = (right[:, _LEFT].any(1).float() - right[:, _RIGHT].any(1).float()) * told
    towards_left = pose[:, 0] * pose[:, 3] - pose[:, 1] * pose[:, 2]
    return (functional.softplus(-_SIDES_STEEPNESS * sign * towards_left) * sign.abs()).mean()


def _maps_loss(maps: torch.Tensor, cells: torch.Tensor) -> torch.Tensor:
    is_known = ~torch.isnan(cells)
    target = torch.nan_to_num(cells)
    crossed = functional.binary_cross_entropy_with_logits(maps, target, reduction="none")
    crossed = (crossed * is_known).mean()
    share = torch.sigmoid(maps) * is_known
    both = (share * target).sum((2, 3))
    either = share.sum((2, 3)) + (target * is_known).sum((2, 3))
    dice = 1 - (2 * both + 1) / (either + 1)
    return crossed + 0.3 * (dice * is_known.any(3).any(2)).mean()
