"""After teaching: weights averaged with the pretrained ones, and the category told anew.

M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022: between the pretrained and
the tuned weights lie ones that are better than both on photos from other places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from training.cache import Features
from training.labels import CATEGORIES
from training.learn import CATEGORY_OF, Lot, drawn
from training.network import Upper

_PENALTIES: Final = (0.003, 0.01, 0.03)
_BATCH: Final = 64


def averaged(tuned: Upper, share: float) -> Upper:
    """The network with this share (0 to 1) of the tuned weights, the rest as pretrained.

    The heads, which begin from nothing, stay as they were taught.
    """
    mixed = Upper()
    begun = {name: value.clone() for name, value in mixed.state_dict().items()}
    with torch.no_grad():
        for name, value in mixed.state_dict().items():
            taught = tuned.state_dict()[name]
            if name.startswith(("deep.", "last.")) and value.is_floating_point():
                value.copy_(begun[name].lerp(taught, share))
            else:
                value.copy_(taught)
    return mixed.eval()


def pooled_features(upper: Upper, features: Features) -> NDArray[np.float32]:
    """N×1280 float32."""
    found = []
    with torch.no_grad():
        for start in range(0, len(features.right), _BATCH):
            middle = features.middle[start : start + _BATCH].astype(np.float32)
            found.append(upper.features(torch.from_numpy(middle))[1].numpy())
    return np.concatenate(found)


def category_head(
    features: NDArray[np.float32], categories: NDArray[np.intp], penalty: float, steps: int = 400
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A multinomial logistic regression.

    Parameters
    ----------
    features : N×1280 float32
    categories : N int
        Indices of `labels.CATEGORIES`.
    penalty : float
        Of the squared weights of standardized features.
    steps : int

    Returns
    -------
    weights : 8×1280 float32
    bias : 8 float32
        Of the features as they are.
    """
    mean, scale = features.mean(0), features.std(0) + 1e-3
    inputs = torch.from_numpy((features - mean) / scale)
    target = torch.from_numpy(categories)
    layer = torch.nn.Linear(inputs.shape[1], len(CATEGORIES))
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer: Any = torch.optim.LBFGS(layer.parameters(), max_iter=steps, history_size=20)

    def cost() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(layer(inputs), target)
        loss = loss + penalty * (layer.weight**2).sum() / len(CATEGORIES)
        torch.autograd.backward(loss)
        return loss

    optimizer.step(cost)
    weights = layer.weight.detach().numpy() / scale
    return weights.astype(np.float32), (layer.bias.detach().numpy() - weights @ mean).astype(
        np.float32
    )


def with_category_head(
    upper: Upper, weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> Upper:
    """The network with a second head for the category; the log odds of both are averaged.

    Views within a category stay as likely as before.
    """
    upper.category = torch.nn.Linear(weights.shape[1], weights.shape[0])
    with torch.no_grad():
        upper.category.weight.copy_(torch.from_numpy(weights))
        upper.category.bias.copy_(torch.from_numpy(bias))
    return upper.eval()


def balanced_draw(
    upper: Upper, lots: Sequence[Lot], count: int, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Pooled features and categories of versions drawn by their chances."""
    rng = np.random.default_rng(seed)
    features, categories = [], []
    for _ in range(count // _BATCH):
        batch = drawn(lots, _BATCH, rng)
        told = ~batch.right.all(1)
        features.append(pooled_features(upper, batch)[told])
        first = batch.right[told].argmax(1)
        categories.append(CATEGORY_OF.numpy()[first])
    return np.concatenate(features), np.concatenate(categories).astype(np.intp)
