"""Teach the upper part of the view model on kept features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from photocheck.view.familiar import strangeness
from photocheck.view.looks import NARROW
from photocheck.view.opposites import LEFT
from training.cache import Features, Versions
from training.labels import CATEGORIES, CLASSES, group_of
from training.network import Known, Upper

_SMOOTHING: Final = 0.03
_CATEGORY_WEIGHT: Final = 0.6
_GROUP_WEIGHT: Final = 0.6
_FACTS_WEIGHT: Final = 0.3
_MAPS_WEIGHT: Final = 1.5
_SIDES_WEIGHT: Final = 0.5
_SIDES_STEEPNESS: Final = 6.0
_CLOSER_OF_SIDES: Final = 0.7
_DIRECTIONS: Final = 4
"""Of the facts the first, two for each direction."""
_LEFT: Final = [view in LEFT for _, view in CLASSES]
_RIGHT: Final = [(view in NARROW and "right" in view) for _, view in CLASSES]

_NARROW: Final[NDArray[np.bool_]] = np.array([view in NARROW for _, view in CLASSES])
CATEGORY_OF: Final = torch.tensor([CATEGORIES.index(category) for category, _ in CLASSES])
_IN_CATEGORY: Final = functional.one_hot(CATEGORY_OF, len(CATEGORIES)).float()
_GROUPS: Final = sorted({group_of(index) for index in range(len(CLASSES))}, key=sorted)
_IN_GROUP: Final = torch.tensor(
    [[float(index in group) for group in _GROUPS] for index in range(len(CLASSES))]
)


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    Attributes
    ----------
    epochs : int
        Each shows every photo once, in one of its versions.
    batch : int
    new_rate, tuned_rate : float
        Highest learning rates of the heads and of what was pretrained.
    decay : float
        Weight decay.
    seed : int
    """

    epochs: int = 16
    batch: int = 32
    new_rate: float = 2e-3
    tuned_rate: float = 2e-4
    decay: float = 0.02
    seed: int = 0


def teach(
    features: Features,
    weights: NDArray[np.float32],
    schedule: Schedule,
    versions: Versions,
    *,
    loud: bool = True,
) -> Upper:
    """Teach from the pretrained state on.

    Parameters
    ----------
    features : Features
    weights : float32, one a photo
        How much each photo counts.
    schedule : Schedule
    versions : Versions
        That the features are of; of narrow sides those of a closer look are shown more often.
    loud : bool
        Whether each epoch's loss is printed.
    """
    torch.manual_seed(schedule.seed)
    rng = np.random.default_rng(schedule.seed)
    upper = Upper().to(memory_format=torch.channels_last)  # a third faster on processors
    optimizer = torch.optim.AdamW(
        [
            {"params": upper.new_part(), "lr": schedule.new_rate},
            {"params": upper.tuned_part(), "lr": schedule.tuned_rate},
        ],
        weight_decay=schedule.decay,
    )
    each = versions.whole + versions.closer
    photos = len(features.example) // each
    right = features.right[::each]
    narrow = np.asarray(right[:, _NARROW].any(axis=1) & ~right[:, ~_NARROW].any(axis=1))
    steps = schedule.epochs * -(-photos // schedule.batch)
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [schedule.new_rate, schedule.tuned_rate], total_steps=steps, pct_start=0.15
    )
    averaged = torch.optim.swa_utils.AveragedModel(
        upper, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995)
    )
    for epoch in range(schedule.epochs):
        upper.train()
        total = 0.0
        order = rng.permutation(photos)
        for start in range(0, photos, schedule.batch):
            chosen = order[start : start + schedule.batch]
            closer = narrow[chosen] & (rng.random(len(chosen)) < _CLOSER_OF_SIDES)
            shown = np.where(
                closer,
                versions.whole + rng.integers(max(1, versions.closer), size=len(chosen)),
                rng.integers(each, size=len(chosen)),
            )
            rows = chosen * each + np.minimum(shown, each - 1)
            loss = _loss(upper, features, rows, torch.from_numpy(weights[chosen]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(upper.parameters(), 5.0)
            optimizer.step()
            rates.step()
            averaged.update_parameters(upper)
            total += float(loss.detach()) * len(chosen)
        if loud:
            print(f"epoch {epoch + 1}: loss {total / photos:.3f}", flush=True)
    taught = averaged.module
    assert isinstance(taught, Upper)
    return taught.eval()


def _loss(
    upper: Upper, features: Features, rows: NDArray[np.intp], weights: torch.Tensor
) -> torch.Tensor:
    fine = _tensor(features.fine[rows])
    middle = _tensor(features.middle[rows])
    right = torch.from_numpy(features.right[rows])
    classes, facts, maps = upper(fine, middle)
    loss = _one_of(classes, right, weights)
    log = functional.log_softmax(classes, 1)
    for members, weight in ((_IN_CATEGORY, _CATEGORY_WEIGHT), (_IN_GROUP, _GROUP_WEIGHT)):
        # A photo whose answers lie in several groups teaches none of them.
        allowed = (right.float() @ members) > 0
        merged = torch.log(log.exp() @ members + 1e-7)
        loss = loss + weight * _one_of(merged, allowed, weights)
    known = torch.from_numpy(features.facts[rows])
    loss = loss + _FACTS_WEIGHT * _facts_loss(facts, known)
    cells = torch.from_numpy(features.maps[rows])
    loss = loss + _SIDES_WEIGHT * _sides_loss(facts, right)
    return loss + _MAPS_WEIGHT * _maps_loss(maps, cells)


def _tensor(kept: NDArray[np.float16]) -> torch.Tensor:
    tensor = torch.from_numpy(kept.astype(np.float32))
    return tensor.contiguous(memory_format=torch.channels_last)


def _one_of(logits: torch.Tensor, allowed: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Cross entropy where any of the allowed answers is right, slightly smoothed."""
    log = functional.log_softmax(logits, 1)
    hit = torch.logsumexp(log.masked_fill(~allowed, -1e4), 1)
    smooth = log.mean(1)
    return -(((1 - _SMOOTHING) * hit + _SMOOTHING * smooth) * weights).mean()


def _facts_loss(facts: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    is_known = ~torch.isnan(known)
    target = torch.nan_to_num(known)
    directions = (facts - target)[:, :_DIRECTIONS] ** 2 * is_known[:, :_DIRECTIONS]
    states = functional.binary_cross_entropy_with_logits(
        facts[:, _DIRECTIONS:], target[:, _DIRECTIONS:], reduction="none"
    )
    return 3 * directions.mean() + (states * is_known[:, _DIRECTIONS:]).mean()


def _sides_loss(facts: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """That the directions tell left from right; see `photocheck.view.opposites.handedness`."""
    sign = right[:, _LEFT].any(1).float() - right[:, _RIGHT].any(1).float()
    towards_left = facts[:, 0] * facts[:, 3] - facts[:, 1] * facts[:, 2]
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


def strangeness_of(upper: Upper, features: Features, batch: int = 64) -> NDArray[np.float64]:
    """How strange each photo is to the pretrained classifier; see `photocheck.view.familiar`."""
    known = Known()
    found: list[float] = []
    with torch.no_grad():
        for start in range(0, len(features.example), batch):
            middle = torch.from_numpy(features.middle[start : start + batch].astype(np.float32))
            found += map(strangeness, known(upper.seen(middle)[1]).numpy())
    return np.array(found)
