"""A linear probe: multinomial logistic regression on features of a frozen network.

Nothing but the probe is taught, so that it tells how well photos of one kind prepare for photos of
another, rather than how well a network can be bent.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from tqdm import tqdm
from training.backbone import Backbone, pooled

from photocheck import Photo

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

STRENGTHS = tuple(float(10**power) for power in np.arange(0, -3.6, -0.5))
"""Of the L2 penalty, strong to weak."""
_ITERATIONS = 300


@dataclass(frozen=True)
class Probe:
    """A taught probe.

    Attributes
    ----------
    middle, spread : D floats
        Of the photos that it was taught on; features are standardised by them.
    weights : D×C floats
    offsets : C floats
    strength : float
        Of the L2 penalty.
    """

    middle: Floats
    spread: Floats
    weights: Floats
    offsets: Floats
    strength: float

    def probabilities(self, features: Floats) -> Floats:
        """Of each class for each photo: N×C, rows sum to 1."""
        return _softmax((features - self.middle) / self.spread @ self.weights + self.offsets)


def features_of(paths: Sequence[Path], backbone: Backbone, cache: Path) -> Floats:
    """Pooled features of photos, N×D; those of a file that was seen before come from the cache.

    Their square roots are taken: few features of a photo are large, most are near 0 (F. Perronnin
    et al., "Improving the Fisher kernel", ECCV 2010). Without photos, an empty array.
    """
    folder = cache / f"{backbone.sha256[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    rows = [
        _features(path, backbone, folder)
        for path in tqdm(paths, unit="photo", file=sys.stderr, disable=None)
    ]
    return np.sqrt(np.maximum(np.array(rows, np.float64), 0))


def _features(path: Path, backbone: Backbone, folder: Path) -> NDArray[np.float32]:
    data = path.read_bytes()
    kept = folder / f"{hashlib.sha256(data).hexdigest()}.npy"
    if not kept.is_file():
        found = pooled(backbone.feature_map(Photo.open(data).rgb))
        # Another process may write the same file; a name of one's own keeps both whole.
        part = kept.with_suffix(f".{os.getpid()}.npy")
        np.save(part, found)
        part.replace(kept)
    return np.asarray(np.load(kept), np.float32)


def teach(features: Floats, labels: Indices, classes: int, strength: float) -> Probe:
    """A probe for photos of known class.

    Classes weigh the same however many photos they have. A class without a photo is never
    answered.

    Parameters
    ----------
    features : N×D floats
    labels : N integers
        Below `classes`.
    strength : float
        Of the L2 penalty on the weights, not on the offsets.
    """
    middle, spread = features.mean(0), features.std(0) + 1e-6
    # Scaled to unit length on average, so that a penalty means the same for any D.
    scaled = (features - middle) / (spread * np.sqrt(features.shape[1]))
    present = np.unique(labels)
    wanted = (labels[:, None] == present).astype(float)
    weight = (1 / wanted.sum(0))[np.searchsorted(present, labels)] / len(present)
    shape = (features.shape[1] + 1, len(present))

    def loss(flat: Floats) -> tuple[float, Floats]:
        own = flat.reshape(shape)
        chances = _softmax(scaled @ own[1:] + own[0])
        error = (chances - wanted) * weight[:, None]
        surprise = -np.log((chances * wanted).sum(1) + 1e-300)
        slope = np.vstack([error.sum(0), scaled.T @ error + strength * own[1:]])
        penalty = strength / 2 * float((own[1:] ** 2).sum())
        return float((weight * surprise).sum()) + penalty, slope.ravel()

    found = minimize(
        loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    own = found.x.reshape(shape)
    weights = np.zeros((features.shape[1], classes))
    weights[:, present] = own[1:] / np.sqrt(features.shape[1])
    offsets = np.full(classes, -np.inf)
    offsets[present] = own[0]
    return Probe(middle, spread, weights, offsets, strength)


def choose(
    features: Floats, labels: Indices, classes: int, others: Floats, other_labels: Indices
) -> Probe:
    """The probe with the strongest penalty that is as good on other designs as any.

    As good: its balanced accuracy is less than one standard error below the best (L. Breiman et
    al., "Classification and Regression Trees", 1984). A simpler probe carries further.
    """
    probes = [teach(features, labels, classes, strength) for strength in STRENGTHS]
    right = [_balanced(probe.probabilities(others).argmax(1), other_labels) for probe in probes]
    best = max(right)
    enough = best - np.sqrt(best * (1 - best) / len(other_labels))
    return next(probe for probe, share in zip(probes, right, strict=True) if share >= enough)


def _balanced(said: Indices, truth: Indices) -> float:
    """Share of right answers, all classes weighing the same."""
    return float(np.mean([(said[truth == label] == label).mean() for label in np.unique(truth)]))


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True))
