"""Keyboards of laptops: caps, legends, number pad, pointing stick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import manifold3d
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.model import Material, Part
from studio.paint import font, linear
from studio.solids import Solid, lathe, part, slab

Key = tuple[str, float]
Colour = tuple[float, float, float]
Tone = Literal["dark", "light", "shell"]

_PIXELS: Final = 1000
_LETTERS: Final[dict[str, tuple[str, str, str]]] = {
    "qwerty": ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
    "qwertz": ("qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-"),
    "azerty": ("azertyuiop^$", "qsdfghjklmù", "wxcvbn,;:!"),
}
_SHIFTED: Final = "~!@#$%^&*()_+"
_PAD: Final = ("home up end dn", "nm / * -", "7 8 9 +", "4 5 6 +", "1 2 3 en", "0 0 . en")


@dataclass(frozen=True)
class Keyboard:
    """What is fixed about a keyboard.

    Attributes
    ----------
    width, depth, middle : float
        Its extent, and the y of its middle, centimetres.
    layout : str
        qwerty, qwertz or azerty.
    number_pad : bool
    island : bool
        Flat keys set apart, else tall ones close together.
    tone : str
        Of the caps: dark, light, or that of the shell.
    low_row : bool
        The function keys are lower than the others.
    stick : bool
        A pointing stick amid the letters.
    """

    width: float
    depth: float
    middle: float
    layout: str
    number_pad: bool
    island: bool
    tone: Tone
    low_row: bool
    stick: bool


@dataclass(frozen=True)
class Cap:
    """One key: legend, small legend above it, middle and size, centimetres."""

    legend: str
    above: str
    x: float
    y: float
    width: float
    height: float


def caps(keyboard: Keyboard) -> list[Cap]:
    """All keys, about the keyboard's middle."""
    total = keyboard.width
    block = total * (15 / 19.2 if keyboard.number_pad else 1.0)
    unit = block / 15
    heights = np.array([0.6 if keyboard.low_row else 1.0, 1, 1, 1, 1, 1])
    heights = heights / heights.sum() * keyboard.depth
    middles = keyboard.depth / 2 - np.cumsum(heights) + heights / 2
    found: list[Cap] = []
    for index, row in enumerate(_rows(keyboard.layout)):
        left = -total / 2
        y, height = float(middles[index]), float(heights[index])
        for place, (legend, weight) in enumerate(row):
            wide = weight * unit
            x = left + wide / 2
            above = _SHIFTED[place] if index == 1 and place < len(_SHIFTED) else ""
            if legend == "^v":
                for name, aside in (("^", 0.25), ("v", -0.25)):
                    found.append(Cap(name, "", x, y + aside * height, wide, height / 2))
            else:
                found.append(Cap(legend, above, x, y, wide, height))
            left += wide
        if keyboard.number_pad:
            step = unit
            for column, name in enumerate(_PAD[index].split()):
                x = total / 2 - (3.5 - column) * step
                found.append(Cap(name if name != "en" else "", "", x, y, step, height))
    return found


def _rows(layout: str) -> list[list[Key]]:
    upper, home, lower = _LETTERS[layout]
    functions = [("esc", 1.0), *((f"f{key}", 1.0) for key in range(1, 13)), ("del", 2.0)]
    return [
        functions,
        [*((each, 1.0) for each in "`1234567890-="), ("back", 2.0)],
        [("tab", 1.5), *((each, 1.0) for each in upper), ("\\", 1.5)],
        [("caps", 1.75), *((each, 1.0) for each in home), ("enter", 2.25)],
        [("shift", 2.25), *((each, 1.0) for each in lower), ("shift", 2.75)],
        [
            ("ctrl", 1.25),
            ("fn", 1.0),
            ("win", 1.0),
            ("alt", 1.0),
            ("", 5.0),
            ("alt", 1.0),
            ("ctrl", 1.0),
            ("<", 1.25),
            ("^v", 1.25),
            (">", 1.25),
        ],
    ]


def keyboard_parts(keyboard: Keyboard, top: float, shell: Colour) -> list[Part]:
    """Caps (their tops a little above `top`), the tray below them, and the pointing stick.

    The caps stay at or below `top` + 0.01, so that a lid can close over them.
    """
    floor = top - 0.12
    gap = 0.3 if keyboard.island else 0.12
    rim = 0.02 if keyboard.island else 0.09
    keys: list[Solid] = []
    known: dict[tuple[float, float], Solid] = {}
    for cap in caps(keyboard):
        wide, high = cap.width - gap, cap.height - gap * (0.6 if cap.height < 1.2 else 1.0)
        size = (round(wide, 4), round(high, 4))
        if size not in known:
            known[size] = slab(*size, 0.13, floor, top + 0.01, 0.001, rim, 3, 3)
        keys.append(known[size].translate((cap.x, cap.y, 0)))
    ground, ink = _tones(keyboard.tone, shell)
    picture = _legends(keyboard, ground, ink)
    drawn = part(
        "keys",
        manifold3d.Manifold.compose(keys),
        Material(picture, 0.5, 0.0, 0.4),
        uv_size=(keyboard.width, keyboard.depth),
    )
    here = np.array([0.0, keyboard.middle, 0.0])
    tray = slab(keyboard.width + 0.2, keyboard.depth + 0.2, 0.2, floor - 0.05, floor, 0.001, 0.001)
    darker = _darker(shell, 0.5) if keyboard.island else (0.008, 0.008, 0.008)
    parts = [
        part("tray", tray, Material(darker, 0.6)).moved(np.eye(3), here),
        drawn.moved(np.eye(3), here),
    ]
    if keyboard.stick:
        nub = lathe([(0.22, floor), (0.26, top - 0.03), (0.24, top + 0.02), (0.02, top + 0.03)], 16)
        at = (-keyboard.width * 0.07, keyboard.middle - keyboard.depth * 0.08, 0)
        parts.append(part("stick", nub.translate(at), Material((0.5, 0.01, 0.015), 0.85)))
    return parts


def _darker(colour: Colour, factor: float) -> Colour:
    red, green, blue = (factor * each for each in colour)
    return (red, green, blue)


def _tones(tone: Tone, shell: Colour) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ground = {"dark": (0.009, 0.009, 0.01), "light": (0.6, 0.6, 0.61), "shell": shell}[tone]
    pale = float(np.mean(ground)) > 0.2
    ink = (0.05, 0.05, 0.055) if pale else (0.6, 0.6, 0.6)
    return np.asarray(ground, np.float32), np.asarray(ink, np.float32)


def _legends(
    keyboard: Keyboard, ground: NDArray[np.float32], ink: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The picture of all caps from above, linear."""
    scale = _PIXELS / keyboard.width
    rows = round(keyboard.depth * scale)
    image = Image.new("L", (_PIXELS, rows))
    draw = ImageDraw.Draw(image)
    for cap in caps(keyboard):
        x = (cap.x + keyboard.width / 2) * scale
        y = (keyboard.depth / 2 - cap.y) * scale
        wide, high = cap.width * scale, cap.height * scale
        if len(cap.legend) > 1:
            draw.text((x - wide * 0.3, y), cap.legend, 255, font(min(high * 0.34, 14)), anchor="lm")
        elif cap.above:
            draw.text((x - wide * 0.18, y + high * 0.16), cap.legend, 255, font(17), anchor="mm")
            draw.text((x - wide * 0.18, y - high * 0.16), cap.above, 255, font(14), anchor="mm")
        else:
            size = min(22.0, high * 0.55)
            spot = (x - wide * 0.12, y - high * 0.08)
            draw.text(spot, cap.legend.upper(), 255, font(size), anchor="mm", stroke_width=0)
    share = linear(np.asarray(image, np.uint8))[..., None]
    return np.asarray(ground * (1 - share) + ink * share, np.float32)
