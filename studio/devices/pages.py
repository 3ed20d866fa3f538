"""What electronic paper shows: a page of a book, a shelf of covers, notes, a sleeping picture."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.paint import font, noise

PAGES: Final = ("page", "chapter", "library", "notes", "sleep", "blank")

_SYLLABLES: Final = tuple(
    "an be ca do er fa gi ho in ja ke lo me no or pa qui ra so te un ve wi ze "  # noqa: SIM905
    "the and of to was her his with that had for not but all so one out".split()
)


def words(rng: np.random.Generator, number: int) -> list[str]:
    """Words of no language."""
    drawn = rng.integers(len(_SYLLABLES), size=(number, 3))
    lengths = rng.choice([1, 2, 3], size=number, p=[0.35, 0.4, 0.25])
    return [
        "".join(_SYLLABLES[index] for index in row[:length])
        for row, length in zip(drawn, lengths, strict=True)
    ]


def paint(content: str, rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """A picture of grey ink on grey paper, H×W×3 uint8 sRGB.

    Raises
    ------
    ValueError
        If the content is not one of PAGES.
    """
    if content not in PAGES:
        raise ValueError(f"expected a content ({', '.join(PAGES)}), got {content!r}")
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    if content in {"page", "chapter"}:
        _text(draw, rng, width, height, chapter=content == "chapter")
    elif content == "library":
        _library(draw, rng, width, height)
    elif content == "notes":
        _notes(draw, rng, width, height)
    elif content == "sleep":
        image = _sleep(rng, width, height)
    ink = np.asarray(image, np.float32) / 255
    # The ghost of the page before, which electronic paper never quite loses.
    ghost = np.roll(ink, (height // 23, width // 31), (0, 1))
    ink = np.clip(ink - 0.03 * (1 - ghost), 0, 1)
    paper, black = rng.uniform(0.68, 0.8), rng.uniform(0.13, 0.24)
    grey = black + ink * (paper - black)
    tint = np.array([1.0, 1.0, rng.uniform(0.94, 1.0)])
    return np.asarray(np.clip(grey[..., None] * tint * 255, 0, 255), np.uint8)


def _text(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int, *, chapter: bool
) -> None:
    size = width * rng.uniform(0.03, 0.052)
    letters, small = font(size), font(size * 0.6)
    margin = width * rng.uniform(0.06, 0.11)
    line = size * rng.uniform(1.35, 1.7)
    y = margin * 1.1
    draw.text((width / 2, margin * 0.5), " ".join(words(rng, 3)).title(), 70, small, anchor="mm")
    if chapter:
        y = height * 0.3
        big = font(size * 2)
        title = " ".join(words(rng, 2)).title()
        draw.text((width / 2, height * 0.16), f"{rng.integers(2, 30)}", 0, big, anchor="mm")
        draw.text((width / 2, height * 0.23), title, 0, font(size * 1.3), anchor="mm")
    stock = words(rng, 900)
    while y < height - margin * 1.5:
        left = margin + (size * 1.5 if rng.random() < 0.15 else 0)
        row, used = [], 0.0
        while stock and used < width - margin - left:
            row.append(stock.pop())
            used += draw.textlength(row[-1] + " ", letters)
        if len(row) > 2:
            stock.append(row.pop())
        used = sum(draw.textlength(word, letters) for word in row)
        gap = (width - margin - left - used) / max(len(row) - 1, 1)
        if rng.random() < 0.12:  # the last line of a paragraph
            row, gap = row[: max(1, len(row) // 2)], size * 0.3
        x = left
        for word in row:
            draw.text((x, y), word, 0, letters)
            x += draw.textlength(word, letters) + gap
        y += line
    foot = f"{rng.integers(1, 99)} %"
    draw.text((width - margin, height - margin * 0.6), foot, 60, small, anchor="rm")
    draw.text((margin, height - margin * 0.6), f"{rng.integers(2, 400)}", 60, small, anchor="lm")


def _library(draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int) -> None:
    top = height * 0.1
    draw.line((0, top, width, top), 90, 2)
    draw.text((width * 0.05, top / 2), words(rng, 1)[0].title(), 0, font(top * 0.4), anchor="lm")
    columns, rows = (3, 3) if rng.random() < 0.6 else (2, 2)
    cell_x, cell_y = width / columns, (height - top) / rows
    for row in range(rows):
        for column in range(columns):
            x, y = column * cell_x + cell_x * 0.12, top + row * cell_y + cell_y * 0.08
            right, lower = x + cell_x * 0.76, y + cell_y * 0.74
            tone = int(rng.integers(20, 235))
            draw.rectangle((x, y, right, lower), tone, 40)
            ink = 255 if tone < 128 else 0
            middle = (x + right) / 2
            for index, word in enumerate(words(rng, 2)):
                place = (middle, y + cell_y * (0.15 + 0.1 * index))
                draw.text(place, word.upper(), ink, font(cell_x * 0.11), anchor="mm")
            radius = cell_x * rng.uniform(0.1, 0.24)
            centre = y + cell_y * 0.5
            shape = (middle - radius, centre - radius, middle + radius, centre + radius)
            (draw.ellipse if rng.random() < 0.5 else draw.rectangle)(shape, (tone + 110) % 256)
            caption = " ".join(words(rng, 2))
            draw.text((x, lower + cell_y * 0.03), caption, 60, font(cell_x * 0.08))


def _notes(draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int) -> None:
    step = height / 22
    for line in range(2, 21):
        draw.line((width * 0.05, line * step, width * 0.95, line * step), 175, 1)
    for line in range(2, int(rng.integers(5, 16))):
        x, points = width * 0.07, []
        for _ in range(int(rng.integers(30, 110))):
            points.append((x, line * step - step * 0.15 - step * 0.45 * rng.random()))
            x += width * 0.008
        draw.line(points, 20, max(2, width // 300), joint="curve")


def _sleep(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    field = noise(rng, height, width, 4, 3)
    levels = (np.clip(field * 0.25 + 0.5, 0, 1) * 6).astype(np.uint8) * 42
    image = Image.fromarray(cv2.GaussianBlur(levels, (0, 0), 1.5))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.2, height * 0.44, width * 0.8, height * 0.56), 250)
    title = " ".join(words(rng, 2)).title()
    draw.text((width / 2, height / 2), title, 0, font(width * 0.06), anchor="mm")
    return image
