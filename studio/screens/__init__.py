"""What screens show: `paint` draws one content, invented, for a kind of device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from studio.screens import apps, plain, system, watch
from studio.screens.canvas import Canvas, Screen

_PAINTERS: Final[dict[str, Callable[[Canvas], None]]] = {
    "home": system.home,
    "lock": system.lock,
    "settings": system.settings,
    "about": system.about,
    "dialler": system.dialler,
    "sign out": system.sign_out,
    "setup": system.setup,
    "web": apps.web,
    "chat": apps.chat,
    "map": apps.map_,
    "video": apps.video,
    "camera": apps.camera,
    "desktop": apps.desktop,
    "terminal": apps.terminal,
    "login": apps.login,
    "page": apps.page,
    "black": plain.black,
    "white": plain.white,
    "boot": plain.boot,
    "charging": plain.charging,
    "clock": plain.always_on,
    "bars": plain.colour_bars,
    "lines": plain.dead_lines,
    "broken": plain.broken,
    "dial": watch.dial,
    "digits": watch.digits,
    "rings": watch.rings,
    "tiles": watch.tiles,
}
CONTENTS: Final[tuple[str, ...]] = tuple(_PAINTERS)
"""Names of contents."""

_USUAL: Final[dict[str, dict[str, float]]] = {
    "smartphone": {
        "lock": 18,
        "home": 18,
        "settings": 9,
        "about": 6,
        "dialler": 9,
        "sign out": 4,
        "setup": 5,
        "web": 7,
        "chat": 5,
        "map": 3,
        "video": 3,
        "camera": 4,
        "terminal": 2,
        "black": 2,
        "white": 3,
        "boot": 4,
        "charging": 3,
        "clock": 4,
        "bars": 1,
        "lines": 2,
        "broken": 1.5,
    },
    "laptop": {
        "desktop": 38,
        "web": 12,
        "page": 10,
        "terminal": 16,
        "login": 10,
        "video": 3,
        "boot": 4,
        "white": 3,
        "black": 1,
        "settings": 3,
        "lines": 1,
    },
    "smartwatch": {"dial": 32, "digits": 32, "rings": 16, "tiles": 12, "boot": 3, "white": 1},
    "ereader": {"page": 1},
    "console": {"home": 4, "video": 3, "desktop": 2, "boot": 1, "settings": 1},
}
_USUAL["tablet"] = {**_USUAL["smartphone"], "desktop": 12, "page": 8, "web": 14}

__all__ = ["CONTENTS", "Screen", "paint"]


def paint(
    content: str | None,
    rng: np.random.Generator,
    width: int,
    height: int,
    kind: str = "smartphone",
) -> Screen:
    """Draw a content, or one that is usual on that kind of device.

    Raises
    ------
    ValueError
        If there is no such content or kind; the message names the known ones.
    """
    if kind not in _USUAL:
        raise ValueError(f"expected a kind with a screen ({', '.join(_USUAL)}), got {kind!r}")
    if content is None:
        names, weights = zip(*_USUAL[kind].items(), strict=True)
        content = str(rng.choice(names, p=np.array(weights) / sum(weights)))
    if content not in _PAINTERS:
        raise ValueError(f"expected a screen content ({', '.join(CONTENTS)}), got {content!r}")
    # Drawn at a size where lettering is sharp, whatever was asked for.
    scale = max(1.0, 480 / max(min(width, height), 1))
    canvas = Canvas(rng, round(width * scale), round(height * scale))
    _PAINTERS[content](canvas)
    picture = np.asarray(canvas.image, np.uint8)
    if scale > 1:
        picture = np.asarray(
            cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8
        )
    return Screen(picture, content, dict(canvas.texts))
