"""From a shot to a photo with its truth: set up, render, develop, record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.capture import capture
from studio.develop import Developed, develop, sample
from studio.errors import StudioError
from studio.recipe import Shot
from studio.record import record, record_capture
from studio.render import render
from studio.stage import Stage, set_up
from studio.truth import PhotoTruth

_ATTEMPTS: Final = 8
_LEAST_DEVICE: Final = 0.006
_LEAST_VISIBLE: Final = 0.35


@dataclass(frozen=True)
class Photo:
    """A photo, its masks, and what is known of it."""

    developed: Developed
    truth: PhotoTruth


def shoot(shot: Shot, long_side: int, samples: int, *, denoise: bool = True) -> Photo:
    """Make one photo.

    Raises
    ------
    StudioError
        If the device stays hidden in every attempt, or a package of the extra is missing.
    """
    if shot.view == "capture":
        developed, screen = capture(np.random.default_rng(shot.seed), long_side)
        return Photo(developed, record_capture(shot, developed, screen))
    for attempt in range(_ATTEMPTS):
        rng = np.random.default_rng([shot.seed, attempt])
        stage = set_up(shot, rng)
        rendered = render(
            stage.scene, long_side, samples, int(rng.integers(2**31)), denoise=denoise
        )
        if stage.thing is None or _is_seen(rendered.device, stage, long_side):
            chosen = sample(rng, plain=shot.plain)
            wished: dict[str, Any] = dict(shot.wishes.development)
            chosen = replace(chosen, **wished)
            developed = develop(rendered, chosen, rng)
            truth = record(shot, stage, developed, chosen, rendered, attempt + 1)
            return Photo(developed, truth)
    raise StudioError(
        f"expected {shot.design} to be visible in {shot.view}, got {_ATTEMPTS} hidden attempts: "
        f"look at it with python -m studio.preview {shot.design}"
    )


def _is_seen(coverage: NDArray[np.float32], stage: Stage, long_side: int) -> bool:
    """Whether enough of the device is in view, and not behind fingers or the photographer."""
    if stage.thing is None or coverage.mean() < _LEAST_DEVICE:
        return False
    camera = stage.scene.camera
    width, height = camera.size(long_side)
    pixels = camera.project(stage.thing.vertices(), long_side)
    if not np.isfinite(pixels).all():
        return False
    hull = cv2.convexHull(pixels.astype(np.float32))
    silhouette = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(silhouette, np.round(hull).astype(np.int32), 1)
    return bool(coverage.sum() >= _LEAST_VISIBLE * silhouette.sum())
