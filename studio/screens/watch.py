"""Faces of smartwatches."""

from __future__ import annotations

import numpy as np

from studio.screens.canvas import Canvas, Ink


def _ground(canvas: Canvas) -> None:
    if canvas.rng.random() < 0.8:
        canvas.fill((0, 0, 0))
    else:
        canvas.fill(
            canvas.colour(float(canvas.rng.uniform(0, 0.8)), float(canvas.rng.uniform(0.2, 0.9)))
        )


def _hand(canvas: Canvas, angle: float, length: float, wide: float, ink: Ink) -> None:
    x, y, reach = canvas.width / 2, canvas.height / 2, canvas.unit * length
    end = (x + reach * np.sin(angle), y - reach * np.cos(angle))
    canvas.draw.line((x, y, *end), ink, max(2, int(wide * canvas.unit)))


def dial(canvas: Canvas) -> None:
    """Hands and ticks."""
    _ground(canvas)
    rng, unit = canvas.rng, canvas.unit
    ink = (255, 255, 255) if rng.random() < 0.8 else canvas.colour(0.5, 1.0)
    x, y = canvas.width / 2, canvas.height / 2
    for tick in range(60):
        major = tick % 5 == 0
        if not major and rng.random() < 0.3:
            continue
        angle = tick * np.pi / 30
        inner, outer = (39 if major else 43) * unit, 46 * unit
        line = (
            x + inner * np.sin(angle),
            y - inner * np.cos(angle),
            x + outer * np.sin(angle),
            y - outer * np.cos(angle),
        )
        canvas.draw.line(line, ink, max(1, int((1.6 if major else 0.6) * unit)))
    if rng.random() < 0.4:
        for hour in range(1, 13):
            angle = hour * np.pi / 6
            place = (x + 33 * unit * np.sin(angle), y - 33 * unit * np.cos(angle))
            canvas.text(*place, str(hour), 8, ink, "mm")
    for _ in range(int(rng.integers(0, 4))):
        angle = rng.uniform(0, 6.28)
        place = (x + 20 * unit * np.sin(angle), y - 20 * unit * np.cos(angle))
        radius = 7 * unit
        box = (place[0] - radius, place[1] - radius, place[0] + radius, place[1] + radius)
        canvas.draw.ellipse(box, outline=canvas.colour(0.8, 1.0), width=max(1, int(unit)))
    time = float(rng.uniform(0, 6.28))
    _hand(canvas, time, 24, 4, ink)
    _hand(canvas, (time * 12) % 6.28, 38, 2.6, ink)
    _hand(canvas, rng.uniform(0, 6.28), 42, 0.8, canvas.accent)


def digits(canvas: Canvas) -> None:
    """The time in figures, a few values around it."""
    _ground(canvas)
    ink = (255, 255, 255) if canvas.rng.random() < 0.5 else canvas.colour(0.6, 1.0)
    x, unit = canvas.width / 2, canvas.unit
    y = canvas.height * canvas.rng.uniform(0.35, 0.6)
    size = float(canvas.rng.uniform(20, 32))
    canvas.text(x, y, canvas.clock(), size, ink, "mm", bool(canvas.rng.random() < 0.6))
    canvas.text(
        x,
        y - (size * 0.5 + 9) * unit,
        f"{canvas.word()[:3]} {canvas.rng.integers(1, 31)}",
        8,
        canvas.accent,
        "mm",
    )
    for side in (-1, 1):
        value = str(canvas.rng.integers(40, 9999))
        canvas.text(
            x + side * 20 * unit,
            y + (size * 0.5 + 10) * unit,
            value,
            8,
            canvas.colour(0.7, 1.0),
            "mm",
        )


def rings(canvas: Canvas) -> None:
    """Rings of activity, with the time."""
    canvas.fill((0, 0, 0))
    x, y, unit = canvas.width / 2, canvas.height / 2, canvas.unit
    for ring in range(int(canvas.rng.integers(1, 4))):
        radius = (42 - 10 * ring) * unit
        box = (x - radius, y - radius, x + radius, y + radius)
        red, green, blue = canvas.colour(0.9, 1.0)
        canvas.draw.arc(box, -90, 270, (red // 5, green // 5, blue // 5), int(8 * unit))
        canvas.draw.arc(
            box, -90, -90 + canvas.rng.uniform(40, 359), (red, green, blue), int(8 * unit)
        )
    canvas.text(x, y, canvas.clock(), 10, (255, 255, 255), "mm")


def tiles(canvas: Canvas) -> None:
    """Round icons, or a list."""
    canvas.fill((0, 0, 0))
    unit = canvas.unit
    if canvas.rng.random() < 0.5:
        for row in range(-3, 4):
            for column in range(-3, 4):
                x = canvas.width / 2 + (column + 0.5 * (row % 2)) * 23 * unit
                y = canvas.height / 2 + row * 20 * unit
                ink = canvas.colour(float(canvas.rng.uniform(0.3, 0.9)), 0.95)
                canvas.draw.ellipse(
                    (x - 9 * unit, y - 9 * unit, x + 9 * unit, y + 9 * unit), fill=ink
                )
        return
    for row in range(5):
        top = (12 + row * 24) * unit
        canvas.draw.rounded_rectangle(
            (8 * unit, top, canvas.width - 8 * unit, top + 21 * unit), 6 * unit, fill=(44, 44, 48)
        )
        canvas.text(28 * unit, top + 10 * unit, canvas.word(), 8, (255, 255, 255))
        canvas.draw.ellipse(
            (12 * unit, top + 5 * unit, 23 * unit, top + 16 * unit), fill=canvas.colour(0.8, 0.95)
        )
