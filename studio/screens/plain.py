"""Screens with little on them, and broken ones."""

from __future__ import annotations

import numpy as np

from studio.paint import noise
from studio.screens import system
from studio.screens.canvas import Canvas


def black(canvas: Canvas) -> None:
    """Lit, but nearly all black."""
    canvas.fill((0, 0, 0))
    canvas.status_bar((200, 200, 200))


def white(canvas: Canvas) -> None:
    """An empty white page."""
    canvas.fill((252, 252, 252))
    if canvas.rng.random() < 0.6:
        canvas.dark = False
        canvas.status_bar()


def boot(canvas: Canvas) -> None:
    """The maker's mark on black or white while it starts."""
    light = canvas.rng.random() < 0.3
    canvas.fill((245, 245, 245) if light else (0, 0, 0))
    ink = (20, 20, 20) if light else (240, 240, 240)
    middle = canvas.height * 0.45
    size = canvas.unit * canvas.rng.uniform(6, 12)
    if canvas.rng.random() < 0.5:
        name = str(canvas.rng.choice(["NOVA", "pixa", "ONDO", "lumen", "KITE", "vero"]))
        canvas.text(canvas.width / 2, middle, name, 12, ink, "mm", True)
    else:
        x = canvas.width / 2
        canvas.draw.ellipse((x - size, middle - size, x + size, middle + size), fill=ink)
    if canvas.rng.random() < 0.5:
        y, half = canvas.height * 0.62, canvas.width * 0.18
        x = canvas.width / 2
        canvas.draw.line((x - half, y, x + half, y), (90, 90, 90), max(2, int(canvas.unit)))
        end = x - half + 2 * half * canvas.rng.uniform(0.1, 0.9)
        canvas.draw.line((x - half, y, end, y), ink, max(2, int(canvas.unit)))


def charging(canvas: Canvas) -> None:
    """A battery on black."""
    canvas.fill((0, 0, 0))
    x, y, unit = canvas.width / 2, canvas.height / 2, canvas.unit
    canvas.draw.rounded_rectangle(
        (x - 14 * unit, y - 24 * unit, x + 14 * unit, y + 24 * unit),
        3 * unit,
        outline=(200, 200, 200),
        width=max(2, int(unit)),
    )
    share = canvas.rng.uniform(0.02, 1)
    ink = (220, 50, 40) if share < 0.2 else (70, 210, 90)
    top = y + 22 * unit - 44 * unit * share
    canvas.draw.rectangle((x - 12 * unit, top, x + 12 * unit, y + 22 * unit), fill=ink)
    canvas.text(x, y + 32 * unit, f"{int(share * 100)} %", 7, (220, 220, 220), "mm")


def always_on(canvas: Canvas) -> None:
    """Thin dim digits on black."""
    canvas.fill((0, 0, 0))
    level = int(canvas.rng.uniform(90, 190))
    ink = (level, level, level)
    y = canvas.height * canvas.rng.uniform(0.2, 0.45)
    canvas.text(canvas.width / 2, y, canvas.clock(), canvas.rng.uniform(16, 26), ink, "mm")
    canvas.text(canvas.width / 2, y + 18 * canvas.unit, canvas.word(), 4, ink, "mm")


def colour_bars(canvas: Canvas) -> None:
    """A test picture."""
    count = 7
    for index in range(count):
        shade = tuple(255 if (index + 1) >> bit & 1 else 0 for bit in range(3))
        left = index * canvas.width / count
        canvas.draw.rectangle(
            (left, 0, left + canvas.width / count, canvas.height),
            fill=(shade[0], shade[1], shade[2]),
        )


def dead_lines(canvas: Canvas) -> None:
    """A usual screen with lines that no longer work."""
    (system.home if canvas.rng.random() < 0.5 else system.lock)(canvas)
    for _ in range(int(canvas.rng.integers(1, 9))):
        x = canvas.rng.uniform(0, canvas.width)
        ink = ((0, 255, 60), (255, 0, 200), (255, 255, 255), (0, 0, 0))[int(canvas.rng.integers(4))]
        canvas.draw.line((x, 0, x, canvas.height), ink, int(canvas.rng.integers(1, 4)))


def broken(canvas: Canvas) -> None:
    """A panel that leaks: black and coloured blots over what it shows."""
    (system.home if canvas.rng.random() < 0.5 else system.settings)(canvas)
    picture = np.asarray(canvas.image).copy()
    field = noise(canvas.rng, canvas.height, canvas.width, 4, 2)
    level = canvas.rng.uniform(0.6, 1.4)
    picture[field > level] = 0
    picture[(field > level - 0.06) & (field <= level)] = (150, 60, 255)
    canvas.fill(picture)
