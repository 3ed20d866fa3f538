"""Paper and board, with what is printed on them, and desk mats."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from studio.paint import font, hsv
from studio.surfaces.pattern import (
    PIXELS,
    Drawn,
    Texture,
    blend,
    grit,
    plane,
    shade,
    some_noise,
    step,
)

_SYLLABLES = (
    "ka lo mi ran ter vo es un pel da sti co ne ru fal on mer ti sa gen ho bri lu per".split()
)


def words(rng: np.random.Generator, count: int) -> list[str]:
    """Words of no language."""
    return ["".join(rng.choice(_SYLLABLES, int(rng.integers(1, 4)))) for _ in range(count)]


def print_column(
    draw: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    box: tuple[float, float, float, float],
    height: float,
    ink: tuple[int, int, int],
) -> None:
    """Fill a box (left, top, right, bottom, in pixels) with lines of text of a height."""
    left, top, right, bottom = box
    face = font(height)
    pool = words(rng, 60)
    y = top
    while y < bottom - height:
        short = rng.random() < 0.12
        limit = left + (right - left) * (rng.uniform(0.3, 0.9) if short else 1)
        line = ""
        while True:
            longer = f"{line} {pool[int(rng.integers(0, len(pool)))]}".strip()
            if draw.textlength(longer, font=face) > limit - left:
                break
            line = longer
        draw.text((left, y), line.capitalize() if short else line, fill=ink, font=face)
        y += height * 1.3


def _fibrous(rng: np.random.Generator, base: Texture) -> Texture:
    """Pulp: cloudy, with short light and dark fibres."""
    cloud = 1 + 0.03 * some_noise(rng, 10, 6, 1, 0.7) + 0.02 * grit(rng, 0.8)
    marks = np.zeros((PIXELS, PIXELS), np.float32)
    for _ in range(900):
        start = rng.uniform(0, PIXELS, 2)
        angle = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.5, 4))
        path = start + np.cumsum(rng.uniform(1, 5) * np.stack([np.cos(angle), np.sin(angle)], 1), 0)
        cv2.polylines(
            marks, [np.int32(path * 8)], False, float(rng.normal(0, 0.12)), 1, cv2.LINE_AA, 3
        )
    return np.asarray(base * (cloud + marks)[..., None], np.float32)


def plain(rng: np.random.Generator) -> Drawn:
    """The seamless paper of a studio: white, grey, black or a colour."""
    tone = np.asarray(
        hsv(rng.uniform(), rng.uniform(0, 0.03), float(rng.choice([0.95, 0.9, 0.6, 0.12])))
        if rng.random() < 0.75
        else hsv(rng.uniform(), rng.uniform(0.2, 0.8), rng.uniform(0.3, 0.9)),
        np.float32,
    )
    colour = tone * (1 + 0.008 * some_noise(rng, 6, 6) + 0.006 * grit(rng, 1))[..., None]
    return Drawn(
        np.asarray(colour, np.float32), float(rng.uniform(0.7, 1)), 0.2, float(rng.uniform(40, 80))
    )


def sheets(rng: np.random.Generator) -> Drawn:
    """Office paper strewn on a desk: printed, ruled or squared."""
    size = 46.0
    scale = PIXELS / size
    desk = hsv(rng.uniform(0.03, 0.12), rng.uniform(0.05, 0.5), rng.uniform(0.2, 0.8))
    picture = Image.new("RGB", (PIXELS, PIXELS), tuple(int(255 * value) for value in desk))
    for index in range(rng.integers(3, 6)):
        width, height = (int(side * scale) for side in (21, 29.7))
        white = int(rng.integers(225, 252))
        page = Image.new("RGB", (width, height), (white, white, white - int(rng.integers(0, 14))))
        draw = ImageDraw.Draw(page)
        kind = rng.choice(3, p=[0.6, 0.2, 0.2])
        if kind == 0:
            draw.text(
                (2 * scale, 1.5 * scale),
                " ".join(words(rng, 3)).title(),
                (20, 20, 24),
                font(0.6 * scale),
            )
            print_column(
                draw,
                rng,
                (2 * scale, 3.5 * scale, 19 * scale, 27 * scale),
                0.36 * scale,
                (30, 30, 34),
            )
        else:
            step_ = float(rng.choice([0.5, 0.8])) * scale
            for place in np.arange(step_, height, step_):
                draw.line((0, place, width, place), (150, 170, 205))
                if kind == 2:
                    draw.line((place, 0, place, height), (150, 170, 205))
        page = page.convert("RGBA").rotate(
            float(rng.normal(0, 25)), expand=True, resample=Image.Resampling.BICUBIC
        )
        place_x, place_y = (int(value) for value in rng.uniform(-0.3, 0.75, 2) * PIXELS)
        if index == 0:
            place_x, place_y = int(0.2 * PIXELS), int(0.1 * PIXELS)
        shadow = Image.new("RGBA", page.size, (0, 0, 0, 110))
        picture.paste(shadow, (place_x + 3, place_y + 4), page.getchannel("A"))
        picture.paste(page, (place_x, place_y), page)
    colour = np.asarray(picture, np.float32) / 255
    colour = colour * (1 + 0.01 * grit(rng, 1))[..., None]
    return Drawn(np.asarray(colour, np.float32), 0.8, 0.25, size)


def newspaper(rng: np.random.Generator) -> Drawn:
    """Columns of text, headlines, pictures; folded once or twice."""
    size = 42.0
    scale = PIXELS / size
    base = int(rng.integers(200, 232))
    picture = Image.new("RGB", (PIXELS, PIXELS), (base, base - 4, base - int(rng.integers(12, 28))))
    draw = ImageDraw.Draw(picture)
    ink = (44, 44, 46)
    columns = int(rng.integers(5, 8))
    width = PIXELS / columns
    for column in range(columns):
        y = rng.uniform(-3, 0) * scale
        while y < PIXELS:
            height = rng.uniform(3, 14) * scale
            left, right = column * width + 0.25 * scale, (column + 1) * width - 0.25 * scale
            kind = rng.choice(3, p=[0.55, 0.25, 0.2])
            if kind == 1:
                size_ = rng.uniform(0.6, 1.3) * scale
                for line in range(int(rng.integers(1, 4))):
                    draw.text(
                        (left, y + line * size_ * 1.1),
                        " ".join(words(rng, 2)).capitalize()[: int((right - left) / size_ * 1.9)],
                        ink,
                        font(size_),
                        stroke_width=1,
                        stroke_fill=ink,
                    )
                y += 3 * size_ * 1.15
            elif kind == 2:
                rows, across = max(int(height * 0.6), 8), max(int(right - left), 8)
                tones = 120 + 50 * some_noise(rng, 3, 4, pixels=128)
                photo = Image.fromarray(np.clip(tones, 20, 220).astype(np.uint8)).resize(
                    (across, rows)
                )
                if rng.random() < 0.4:
                    photo = Image.merge(
                        "RGB",
                        [
                            photo.point(lambda value, gain=gain: int(value * gain))
                            for gain in rng.uniform(0.7, 1.2, 3)
                        ],
                    )
                picture.paste(photo, (int(left), int(y)))
                y += rows + 0.4 * scale
            else:
                print_column(
                    draw, rng, (left, y, right, min(y + height, PIXELS)), 0.27 * scale, ink
                )
                y += height + 0.3 * scale
    colour = _fibrous(rng, np.asarray(picture, np.float32) / 255)
    across_cm, down_cm = plane(size)
    for _ in range(rng.integers(0, 3)):
        place = (across_cm if rng.random() < 0.5 else down_cm) - rng.uniform(0.2, 0.8) * size
        colour = (
            colour * (1 - 0.18 * np.exp(-((place / 0.12) ** 2)) + 0.06 * np.tanh(place))[..., None]
        )
    return Drawn(np.asarray(colour, np.float32), 0.95, 0.1, size)


def cardboard(rng: np.random.Generator) -> Drawn:
    """Corrugated board: flutes, tape, marks, dents."""
    size = float(rng.uniform(30, 55))
    scale = PIXELS / size
    tone = np.asarray(
        hsv(rng.uniform(0.075, 0.1), rng.uniform(0.35, 0.5), rng.uniform(0.55, 0.78)), np.float32
    )
    picture = np.empty((PIXELS, PIXELS, 3), np.float32)
    picture[:] = tone
    across, _ = plane(size)
    flute = np.sin(2 * np.pi * across / 0.7)
    colour = _fibrous(rng, picture) * (1 + 0.012 * flute)[..., None]
    image = Image.fromarray(np.uint8(np.clip(colour, 0, 1) * 255))
    draw = ImageDraw.Draw(image)
    ink = tuple(int(255 * value) for value in tone * rng.uniform(0.1, 0.45))
    for _ in range(rng.integers(0, 4)):
        x, y = rng.uniform(0, 0.8, 2) * PIXELS
        height = rng.uniform(0.8, 3) * scale
        if rng.random() < 0.5:
            draw.text((x, y), " ".join(words(rng, 2)).upper(), ink, font(height))
        else:  # this side up
            for shift in (0.0, 1.1):
                left = x + shift * height
                draw.polygon(
                    [
                        (left, y + height * 0.5),
                        (left + height * 0.4, y),
                        (left + height * 0.8, y + height * 0.5),
                    ],
                    fill=ink,
                )
                draw.rectangle(
                    (left + height * 0.25, y + height * 0.5, left + height * 0.55, y + height),
                    fill=ink,
                )
    colour = np.asarray(image, np.float32) / 255
    roughness = np.full((PIXELS, PIXELS), 0.9, np.float32)
    if rng.random() < 0.45:  # tape
        place, width = int(rng.uniform(0, 0.8) * PIXELS), int(5 * scale)
        tape = np.asarray(
            hsv(rng.uniform(0.07, 0.12), rng.uniform(0.1, 0.5), rng.uniform(0.6, 0.9)), np.float32
        )
        colour[:, place : place + width] = 0.45 * colour[:, place : place + width] + 0.55 * tape
        wrinkle = some_noise(rng, 8, 5, 3)[:, : max(0, min(width, PIXELS - place))]
        colour[:, place : place + width] *= (1 + 0.03 * wrinkle)[..., None]
        roughness[:, place : place + width] = 0.25
    dent = cv2.GaussianBlur(-np.abs(some_noise(rng, 4, 4)), (0, 0), 2)
    colour = colour * shade(dent, 0.35, rng.uniform(0, 6))[..., None]
    return Drawn(np.asarray(colour, np.float32), roughness, 0.2, size)


def kraft(rng: np.random.Generator) -> Drawn:
    """Wrapping paper, smooth or crumpled."""
    tone = np.asarray(
        hsv(rng.uniform(0.07, 0.1), rng.uniform(0.3, 0.5), rng.uniform(0.55, 0.8)), np.float32
    )
    picture = np.empty((PIXELS, PIXELS, 3), np.float32)
    picture[:] = tone
    colour = _fibrous(rng, picture)
    crumple = sum(
        (-np.abs(some_noise(rng, count, 2)) / count for count in (3, 6, 12)),
        np.zeros((PIXELS, PIXELS), np.float32),
    )
    strength = float(rng.choice([0.4, 3.0, 7.0]))
    colour = (
        colour
        * shade(cv2.GaussianBlur(crumple, (0, 0), 1.2), strength, rng.uniform(0, 6))[..., None]
    )
    return Drawn(np.asarray(colour, np.float32), 0.85, 0.2, float(rng.uniform(35, 60)))


def mat(rng: np.random.Generator) -> Drawn:
    """Desk mats, mouse mats, cutting mats and rubber."""
    size = float(rng.uniform(30, 60))
    across, down = plane(size)
    kind = rng.choice(3, p=[0.5, 0.25, 0.25])
    if kind == 1:  # cutting mat with a grid
        tone = np.asarray(
            hsv(float(rng.choice([0.45, 0.6, 0.9])), rng.uniform(0.4, 0.8), rng.uniform(0.15, 0.5)),
            np.float32,
        )
        line = np.zeros_like(across)
        for spacing, width, strength in ((1.0, 0.03, 0.5), (5.0, 0.06, 0.9)):
            for place in (across, down):
                on = np.abs((place + spacing / 2) % spacing - spacing / 2)
                line = np.maximum(line, strength * step(-on, -width - 0.03, -width))
        colour = blend(np.broadcast_to(tone, (PIXELS, PIXELS, 3)), (0.85, 0.85, 0.7), line * 0.7)
    elif kind == 2:  # a printed picture
        field = some_noise(rng, 2.5, 5)
        stops = np.stack(
            [
                np.asarray(hsv(rng.uniform(), rng.uniform(0.2, 0.9), rng.uniform(0.05, 0.9)))
                for _ in range(4)
            ]
        ).astype(np.float32)
        place = np.clip((field + 2.2) / 4.4, 0, 0.999) * 3
        low = place.astype(np.int32)
        colour = blend(stops[low], stops[low + 1], (place - low).astype(np.float32))
    else:
        colour = np.broadcast_to(
            np.asarray(
                hsv(rng.uniform(), rng.uniform(0, 0.25), rng.uniform(0.05, 0.4)), np.float32
            ),
            (PIXELS, PIXELS, 3),
        )
    mesh = 0.05 * np.sin(2 * np.pi * across / 0.11) * np.sin(2 * np.pi * down / 0.11)
    colour = colour * (1 + mesh + 0.06 * grit(rng, 0.8))[..., None]
    return Drawn(np.asarray(colour, np.float32), float(rng.uniform(0.6, 0.98)), 0.2, size)
