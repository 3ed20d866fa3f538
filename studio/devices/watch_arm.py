"""A forearm that wears a watch."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.devices.watch_strap import Wrist
from studio.model import Material, Part
from studio.paint import noise
from studio.solids import loft, part

_SKINS: Final = (
    (0.62, 0.40, 0.30),
    (0.52, 0.32, 0.22),
    (0.40, 0.23, 0.15),
    (0.25, 0.13, 0.08),
    (0.10, 0.055, 0.035),
)


def forearm(rng: np.random.Generator, wrist: Wrist, thick: float) -> tuple[Part, ...]:
    """The arm within a closed strap: along x, towards the elbow on one side, cut off beyond.

    `thick` is the strap's thickness. It is scenery: the watch is what is photographed.
    """
    elbow = 1.0 if rng.random() < 0.5 else -1.0
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rings = []
    bend = float(rng.uniform(-0.06, 0.06))
    for x in np.linspace(-11, 17, 30):
        grow = 1 + 0.024 * max(x - 2, 0) + 0.02 * max(-x - 2, 0)
        across, deep = (wrist.across - thick / 2 - 0.02), (wrist.deep - thick / 2 - 0.02)
        # Towards the hand it grows broad, and flat.
        flat = 1.0 - 0.01 * max(-x - 2, 0)
        rings.append(
            np.stack(
                [
                    np.full(40, elbow * x),
                    across * grow * np.cos(angle) + bend * max(abs(x) - 3, 0),
                    wrist.middle + deep * grow * flat * np.sin(angle),
                ],
                axis=1,
            )
        )
    solid = loft(rings)
    solid = solid if solid.volume() > 0 else loft(rings[::-1])
    tone = np.asarray(_SKINS[int(rng.choice(5, p=(0.3, 0.28, 0.22, 0.12, 0.08)))], np.float32)
    mottled = 1 + 0.05 * noise(rng, 256, 384, 6, 6)[..., None] * np.array([0.6, 1, 1], np.float32)
    picture = np.clip(tone * mottled, 0.01, 0.9).astype(np.float32)
    if rng.random() < 0.4:
        _hairs(rng, picture)
    skin = Material(picture, float(rng.uniform(0.45, 0.6)), 0.0, 0.35)
    return (part("forearm", solid, skin, sharp=80, uv_size=(40.0, 9.0), layer="scenery"),)


def _hairs(rng: np.random.Generator, picture: NDArray[np.float32]) -> None:
    rows, columns = picture.shape[:2]
    for _ in range(int(rng.integers(200, 700))):
        x, y = float(rng.uniform(0, columns)), float(rng.uniform(0, rows))
        angle = rng.normal(0.4, 0.5)
        end = (round(x + 7 * np.cos(angle)), round(y + 7 * np.sin(angle)))
        cv2.line(picture, (round(x), round(y)), end, (0.06, 0.04, 0.03), 1, cv2.LINE_AA)
