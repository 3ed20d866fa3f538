"""Screen captures: flat pictures that no camera took."""

from __future__ import annotations

import cv2
import numpy as np

from studio.develop import Developed
from studio.screens import Screen, paint

_CONTENTS = ("settings", "about", "sign out", "home", "web", "chat", "dialler", "lock", "page")


def capture(rng: np.random.Generator, long_side: int) -> tuple[Developed, Screen]:
    """A capture of a phone's, tablet's or computer's screen, with no device in it."""
    kind = str(rng.choice(["smartphone", "smartphone", "tablet", "laptop"]))
    aspect = {"smartphone": 0.47, "tablet": 0.72, "laptop": 1.65}[kind] * rng.uniform(0.95, 1.05)
    size = (
        (long_side, round(long_side / aspect))
        if aspect > 1
        else (
            round(long_side * aspect),
            long_side,
        )
    )
    content = None if kind == "laptop" else str(rng.choice(_CONTENTS))
    screen = paint(content, rng, *size, kind=kind)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 97))]
    coded = cv2.imencode(".jpg", screen.picture[..., ::-1], quality)[1]
    nothing = np.zeros((size[1], size[0]), np.float32)
    developed = Developed(
        screen.picture, coded.tobytes(), nothing, nothing, nothing, nothing, 0.0, 1.0
    )
    return developed, screen
