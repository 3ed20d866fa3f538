"""Screens of programs: pages, chats, maps, video, camera, desktops, terminals."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from studio.paint import noise
from studio.screens.canvas import Canvas


def _lines(
    canvas: Canvas, left: float, top: float, right: float, bottom: float, size: float
) -> None:
    """Running text in a column."""
    y = top
    while y < bottom:
        words = max(2, int((right - left) / (size * canvas.unit * 3.1)))
        canvas.text(
            left,
            y,
            canvas.sentence(words)[: int((right - left) / (size * canvas.unit * 0.5))],
            size,
        )
        y += size * canvas.unit * 1.5


def web(canvas: Canvas) -> None:
    """A page with a bar, pictures and paragraphs."""
    canvas.background()
    unit, width = canvas.unit, canvas.width
    bar = (40, 40, 46) if canvas.dark else (228, 228, 232)
    canvas.draw.rectangle((0, 0, width, 15 * unit), fill=bar)
    canvas.status_bar()
    address = (6 * unit, 8 * unit, width - 6 * unit, 14 * unit)
    canvas.draw.rounded_rectangle(
        address, 3 * unit, fill=(250, 250, 250) if not canvas.dark else (60, 60, 66)
    )
    canvas.text(10 * unit, 11 * unit, canvas.word().lower() + ".example", 3.4)
    y = 20 * unit
    while y < canvas.height:
        if canvas.rng.random() < 0.3:
            _picture(canvas, (5 * unit, y, width - 5 * unit, y + 38 * unit))
            y += 42 * unit
        else:
            canvas.text(5 * unit, y + 3 * unit, canvas.sentence(4).capitalize(), 5, bold=True)
            _lines(canvas, 5 * unit, y + 10 * unit, width - 5 * unit, y + 28 * unit, 3.3)
            y += 33 * unit


def _picture(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = (int(value) for value in box)
    size = (max(right - left, 2), max(bottom - top, 2))
    first, second = (np.asarray(canvas.colour(0.5, 0.9)) for _ in range(2))
    share = np.clip(0.5 + 0.4 * noise(canvas.rng, size[1], size[0], 4, 3), 0, 1)[..., None]
    picture = (first * (1 - share) + second * share).astype(np.uint8)
    canvas.image.paste(Image.fromarray(picture), (left, top))


def page(canvas: Canvas) -> None:
    """A page of a book or a document."""
    canvas.dark = bool(canvas.rng.random() < 0.1)
    canvas.background()
    margin = canvas.width * 0.09
    canvas.text(canvas.width / 2, margin, canvas.sentence(3).title(), 4.5, anchor="mm", bold=True)
    _lines(canvas, margin, margin * 2, canvas.width - margin, canvas.height - margin, 3.4)


def chat(canvas: Canvas) -> None:
    """Bubbles left and right."""
    canvas.background()
    canvas.status_bar()
    unit, width = canvas.unit, canvas.width
    canvas.text(width / 2, 12 * unit, canvas.word(), 5, anchor="mm", bold=True)
    y = 22 * unit
    while y < canvas.height - 20 * unit:
        high = canvas.rng.uniform(9, 24) * unit
        wide = canvas.rng.uniform(30, 68) * width / 100
        own = canvas.rng.random() < 0.5
        left = width - 4 * unit - wide if own else 4 * unit
        ground = canvas.accent if own else ((58, 58, 64) if canvas.dark else (226, 226, 230))
        canvas.draw.rounded_rectangle((left, y, left + wide, y + high), 4 * unit, fill=ground)
        words = canvas.sentence(max(2, int(wide / (14 * unit))))
        canvas.text(left + 4 * unit, y + 5 * unit, words, 3.4, (255, 255, 255) if own else None)
        y += high + 3 * unit
    if canvas.rng.random() < 0.5:
        keyboard(canvas)


def keyboard(canvas: Canvas) -> None:
    """A keyboard over the lower third."""
    top, width = canvas.height * 0.66, canvas.width
    ground = (34, 34, 38) if canvas.dark else (210, 213, 219)
    canvas.draw.rectangle((0, top, width, canvas.height), fill=ground)
    step = (canvas.height - top) / 4.6
    for row, keys in enumerate(("qwertzuiop", "asdfghjkl", "yxcvbnm", " ")):
        wide = width / 10.3 if row < 3 else width * 0.5
        left = (width - wide * len(keys)) / 2
        for place, key in enumerate(keys):
            x, y = left + place * wide, top + (row + 0.2) * step
            box = (x + wide * 0.07, y, x + wide * 0.93, y + step * 0.82)
            canvas.draw.rounded_rectangle(
                box, canvas.unit, fill=(88, 88, 94) if canvas.dark else (252, 252, 252)
            )
            canvas.text(x + wide / 2, y + step * 0.4, key, 4, anchor="mm")


def map_(canvas: Canvas) -> None:
    """Streets, water and a route."""
    canvas.fill((242, 239, 232) if not canvas.dark else (40, 46, 56))
    rng, unit = canvas.rng, canvas.unit
    for _ in range(6):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        size = rng.uniform(8, 30) * unit
        ink = ((190, 220, 175), (165, 205, 235))[int(rng.integers(2))]
        canvas.draw.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=ink)
    for _ in range(26):
        points = rng.uniform(-0.2, 1.2, (2, 2)) * [canvas.width, canvas.height]
        line = tuple(points.ravel())
        canvas.draw.line(line, (255, 255, 255), int(rng.uniform(0.8, 3) * unit))
    route = [
        tuple(point) for point in rng.uniform(0.1, 0.9, (5, 2)) * [canvas.width, canvas.height]
    ]
    canvas.draw.line(route, (60, 120, 240), int(2 * unit), joint="curve")
    canvas.status_bar((30, 30, 30))


def video(canvas: Canvas) -> None:
    """A film between black bars."""
    canvas.fill((0, 0, 0))
    high = min(canvas.height, canvas.width * 9 / 16)
    top = (canvas.height - high) / 2
    _picture(canvas, (0, top, canvas.width, top + high))
    unit, bottom = canvas.unit, top + high
    canvas.draw.line(
        (4 * unit, bottom - 5 * unit, canvas.width - 4 * unit, bottom - 5 * unit),
        (200, 200, 200),
        2,
    )
    canvas.draw.polygon(
        (
            (canvas.width / 2 - 4 * unit, canvas.height / 2 - 5 * unit),
            (canvas.width / 2 - 4 * unit, canvas.height / 2 + 5 * unit),
            (canvas.width / 2 + 5 * unit, canvas.height / 2),
        ),
        fill=(255, 255, 255),
    )


def camera(canvas: Canvas) -> None:
    """A viewfinder with its controls."""
    canvas.fill((0, 0, 0))
    top, bottom = canvas.height * 0.1, canvas.height * 0.78
    _picture(canvas, (0, top, canvas.width, bottom))
    x, y, radius = canvas.width / 2, canvas.height * 0.88, 9 * canvas.unit
    canvas.draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=(255, 255, 255), width=3
    )
    radius *= 0.8
    canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 255, 255))


def desktop(canvas: Canvas) -> None:
    """Windows on a desktop, with a bar."""
    canvas.wallpaper()
    unit, rng, width, height = canvas.unit, canvas.rng, canvas.width, canvas.height
    for row in range(int(rng.integers(1, 6))):
        x, y = 5 * unit, (6 + row * 15) * unit
        canvas.draw.rounded_rectangle(
            (x, y, x + 8 * unit, y + 8 * unit), unit, fill=canvas.colour(0.7, 0.9)
        )
        canvas.text(x + 4 * unit, y + 10.5 * unit, canvas.word(), 2.2, (255, 255, 255), "mm")
    for _ in range(int(rng.integers(0, 4))):
        left, top = rng.uniform(0.05, 0.5) * width, rng.uniform(0.03, 0.4) * height
        right = min(width, left + rng.uniform(0.3, 0.7) * width)
        bottom = min(height * 0.93, top + rng.uniform(0.3, 0.7) * height)
        dark = rng.random() < 0.35
        canvas.dark = bool(dark)
        canvas.draw.rectangle(
            (left, top, right, bottom), fill=(30, 32, 38) if dark else (250, 250, 252)
        )
        canvas.draw.rectangle(
            (left, top, right, top + 4.5 * unit), fill=(60, 64, 74) if dark else (222, 225, 230)
        )
        canvas.text(left + 2 * unit, top + 2.3 * unit, canvas.word(), 2.4)
        _lines(canvas, left + 2 * unit, top + 8 * unit, right - 2 * unit, bottom - 4 * unit, 2.2)
    canvas.dark = bool(rng.random() < 0.6)
    bar = (26, 28, 34) if canvas.dark else (234, 236, 240)
    canvas.draw.rectangle((0, height - 6 * unit, width, height), fill=bar)
    start = width / 2 - 25 * unit if rng.random() < 0.5 else 3 * unit
    for place in range(8):
        x = start + place * 6.5 * unit
        canvas.draw.rounded_rectangle(
            (x, height - 5 * unit, x + 4 * unit, height - unit), unit, fill=canvas.colour(0.7, 0.9)
        )
    canvas.text(width - 2 * unit, height - 3 * unit, canvas.clock(), 2.4, anchor="rm")


def terminal(canvas: Canvas) -> None:
    """Lines of text on black."""
    canvas.fill((10, 10, 12) if canvas.rng.random() < 0.8 else (0, 30, 45))
    y = 4 * canvas.unit
    size = float(canvas.rng.uniform(1.9, 3.2))
    filled = canvas.rng.uniform(0.2, 1) * canvas.height
    while y < filled:
        ink = (205, 208, 214) if canvas.rng.random() < 0.75 else canvas.colour(0.6, 0.9)
        canvas.text(2 * canvas.unit, y, canvas.sentence(int(canvas.rng.integers(1, 9))), size, ink)
        y += size * canvas.unit * 1.35


def login(canvas: Canvas) -> None:
    """A user's picture and a field for his password."""
    canvas.wallpaper()
    picture = cv2.GaussianBlur(np.asarray(canvas.image), (0, 0), canvas.unit * 2)
    canvas.fill(np.asarray(picture, np.uint8))
    x, y, unit = canvas.width / 2, canvas.height * 0.38, canvas.unit
    canvas.draw.ellipse(
        (x - 11 * unit, y - 11 * unit, x + 11 * unit, y + 11 * unit), fill=(210, 212, 216)
    )
    canvas.text(x, y + 17 * unit, canvas.word(), 5, (255, 255, 255), "mm")
    canvas.draw.rounded_rectangle(
        (x - 20 * unit, y + 24 * unit, x + 20 * unit, y + 30 * unit), unit, fill=(245, 245, 248)
    )
