"""The whole outline of a device, with what is behind fingers: what no photo shows.

The outline is a fact of the geometry: the record tells which attempt became the photo, and the same
stage is set up again and projected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Thing
from studio.recipe import Shot
from studio.scene import Camera
from studio.stage import set_up
from studio.truth import PhotoTruth

_FINER = 4


def silhouette(thing: Thing, camera: Camera, long_side: int) -> NDArray[np.uint8]:
    """Where a thing would be seen if nothing stood before it.

    Parameters
    ----------
    thing : Thing
        In the world's place.
    camera : Camera
    long_side : int
        Of the picture, pixels.

    Returns
    -------
    H×W uint8
        Coverage of each pixel, 255 = all.
    """
    width, height = camera.size(long_side)
    fine = np.zeros((height * _FINER, width * _FINER), np.uint8)
    shift = 4
    for part in thing.parts:
        if part.layer == "scenery":
            continue
        pixels = camera.project(part.vertices, long_side) * _FINER
        corners = pixels[part.faces.reshape(-1, 3)]
        corners = corners[np.isfinite(corners).all(axis=(1, 2))]
        near = np.clip(corners, -8 * fine.shape[1], 8 * fine.shape[1])
        for triangle in np.round(near * 2**shift).astype(np.int32):
            cv2.fillConvexPoly(fine, triangle, 255, cv2.LINE_8, shift)
    return np.asarray(cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def whole_outlines(
    folder: Path, shots: Sequence[Shot], records: Sequence[PhotoTruth]
) -> Iterator[PhotoTruth]:
    """Write the whole outline beside each photo of a held device; yields those written.

    Parameters
    ----------
    folder : Path
        Of the run.
    shots : sequence of Shot
        Of the recipe that made it.
    records : sequence of PhotoTruth
    """
    by_index = {shot.index: shot for shot in shots}
    for truth in records:
        file = folder / truth.whole
        if not truth.hand or file.exists():
            continue
        rng = np.random.default_rng([truth.seed, truth.attempts - 1])
        stage = set_up(by_index[truth.index], rng)
        assert stage.thing is not None
        outline = silhouette(stage.thing, stage.scene.camera, max(truth.width, truth.height))
        cv2.imwrite(str(file), outline)
        yield truth
