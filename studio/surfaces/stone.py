"""Stone, concrete, tiles, glass and metal."""

from __future__ import annotations

import cv2
import numpy as np

from studio.paint import hsv
from studio.surfaces.pattern import (
    PIXELS,
    Drawn,
    Plane,
    Texture,
    bend,
    blend,
    cells,
    grit,
    plane,
    some_noise,
    step,
)


def _tone(rng: np.random.Generator, low: float, high: float, colourful: float = 0.12) -> Texture:
    hue = rng.uniform(0.02, 0.14) if rng.random() < 0.75 else rng.uniform()
    return np.asarray(hsv(hue, rng.uniform(0, colourful), rng.uniform(low, high)), np.float32)


def _veins(rng: np.random.Generator, cells_: float, sharpness: float) -> Plane:
    """Crooked lines that fade in and out, 0 to 1."""
    field = bend(rng, some_noise(rng, cells_, 6, 1.0, 0.55), 30, 5)
    line = np.exp(-np.abs(field) * sharpness)
    return np.asarray(line * step(some_noise(rng, 3, 3), -0.5, 1.2), np.float32)


def _marble_colour(rng: np.random.Generator) -> Texture:
    base, other = _tone(rng, 0.1, 0.95), _tone(rng, 0.05, 0.95)
    if rng.random() < 0.5:
        base = _tone(rng, 0.8, 0.95, 0.08)
    cloud = some_noise(rng, rng.uniform(2, 5), 6, 1.0, 0.6)
    colour = blend(base, 0.65 * base + 0.35 * other, 0.5 + 0.3 * cloud)
    for sharp, strength in ((8.0, 0.35), (22.0, 0.6), (50.0, 0.8)):
        vein = _veins(rng, float(rng.uniform(1.5, 4)), sharp * rng.uniform(0.7, 1.5))
        colour = blend(colour, other, strength * rng.uniform(0.3, 1) * vein)
    return np.asarray(colour * (1 + 0.012 * grit(rng, 0.7))[..., None], np.float32)


def marble(rng: np.random.Generator) -> Drawn:
    """Polished, veined."""
    return Drawn(
        _marble_colour(rng), float(rng.uniform(0.05, 0.35)), 0.5, float(rng.uniform(40, 80))
    )


def breccia(rng: np.random.Generator) -> Drawn:
    """Lumps of stone in another stone, as in many floors."""
    labels, edge = cells(rng, int(rng.integers(60, 500)), 14)
    base, mortar = _tone(rng, 0.45, 0.9, 0.25), _tone(rng, 0.2, 0.8, 0.25)
    spread = rng.uniform(0.03, 0.15)
    tone = (1 + spread * rng.standard_normal(4096)).astype(np.float32)[labels % 4096]
    colour = base * (tone + 0.07 * some_noise(rng, 6, 6, 1, 0.7))[..., None]
    width = rng.uniform(2, 12)
    ragged = edge + width * 0.5 * some_noise(rng, 24, 4)
    colour = blend(
        colour, mortar * (1 + 0.08 * grit(rng, 1.5))[..., None], step(-ragged, -width, -width * 0.3)
    )
    colour = blend(colour, mortar * 0.5, 0.5 * _veins(rng, 4, 40))
    return Drawn(colour, float(rng.uniform(0.06, 0.4)), 0.5, float(rng.uniform(40, 90)))


def granite(rng: np.random.Generator) -> Drawn:
    """Crystals of three or four minerals."""
    base = _tone(rng, 0.15, 0.85, 0.3)
    colour = np.broadcast_to(base, (PIXELS, PIXELS, 3))
    drift = some_noise(rng, 5, 4)
    for _ in range(4):
        size = float(np.exp(rng.uniform(np.log(0.8), np.log(5))))
        mineral = _tone(rng, 0.03, 0.98, 0.35)
        start = rng.uniform(0.2, 1.5)
        share = step(grit(rng, size) + 0.35 * drift * rng.choice([-1, 1]), start, start + 0.35)
        colour = blend(colour, mineral, share * rng.uniform(0.6, 1))
    return Drawn(colour, float(rng.uniform(0.05, 0.35)), 0.5, float(rng.uniform(30, 55)))


def terrazzo(rng: np.random.Generator) -> Drawn:
    """Chips of stone cast in cement."""
    base = _tone(rng, 0.4, 0.92)
    colour = np.asarray(base * (1 + 0.02 * grit(rng, 1))[..., None], np.float32)
    for count, gap in ((6000, 3.0), (1500, 6.0)):
        labels, edge = cells(rng, count, 4)
        tones = np.stack([_tone(rng, 0.1, 0.97, 0.4) for _ in range(6)])
        pick = rng.integers(0, 6, 8192)[labels % 8192]
        shown = (rng.random(8192) < 0.35)[labels % 8192]
        share = step(edge, gap, gap + 1.5) * shown
        colour = blend(colour, tones[pick].astype(np.float32), share)
    return Drawn(colour, float(rng.uniform(0.1, 0.5)), 0.5, float(rng.uniform(40, 70)))


def concrete(rng: np.random.Generator) -> Drawn:
    """Cast or screeded: blotches, pinholes, a crack."""
    base = _tone(rng, 0.45, 0.75, 0.08)
    blotch = some_noise(rng, 3, 7, 1.0, 0.62)
    colour = base * (1 + 0.07 * blotch + 0.05 * grit(rng, 0.9))[..., None]
    hole = step(grit(rng, 2.0), 3.0, 3.4)
    colour = colour * (1 - 0.6 * hole)[..., None]
    if rng.random() < 0.4:
        colour = colour * (1 - 0.7 * _veins(rng, 1.3, 170))[..., None]
    return Drawn(
        np.asarray(colour, np.float32),
        float(rng.uniform(0.5, 0.95)),
        0.3,
        float(rng.uniform(50, 100)),
    )


def tiles(rng: np.random.Generator) -> Drawn:
    """Floor or wall tiles with grout: plain, stone-like, or with a printed ornament."""
    size = float(rng.uniform(50, 100))
    across, down = plane(size)
    count = int(rng.integers(2, 9))
    width = size / count
    height = width if rng.random() < 0.7 else width / 2
    row = np.floor(down / height)
    shifted = across + (row % 2) * width / 2 * (rng.random() < 0.4)
    x, y = shifted % width, down % height
    number = ((shifted // width) * 37 + row * 11).astype(np.int32) % 997
    gap = float(rng.uniform(0.1, 0.4))
    to_gap = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y))
    kind = rng.choice(3, p=[0.4, 0.35, 0.25])
    if kind == 0:
        colour = _tone(rng, 0.25, 0.97, 0.3) * (1 + 0.015 * some_noise(rng, 4, 5))[..., None]
    elif kind == 1:
        colour = _marble_colour(rng)
    else:
        colour = _ornament(rng, x / width, y / height)
    tone = (1 + 0.03 * rng.standard_normal(997)).astype(np.float32)[number]
    colour = colour * tone[..., None]
    # A rounded rim catches the light on two sides.
    colour = colour * (1 + 0.1 * step(-to_gap, -gap * 2, -gap))[..., None]
    grout = (
        _tone(rng, 0.15, 0.85) * (1 + 0.1 * some_noise(rng, 12, 5) + 0.05 * grit(rng, 1))[..., None]
    )
    joint = step(-to_gap.astype(np.float32), -gap * 0.6, -gap * 0.4)
    gloss = float(rng.uniform(0.05, 0.5))
    roughness = np.asarray(gloss + (0.9 - gloss) * joint, np.float32)
    return Drawn(
        blend(np.asarray(colour, np.float32), np.asarray(grout, np.float32), joint),
        roughness,
        0.5,
        size,
    )


def _ornament(rng: np.random.Generator, x: Plane, y: Plane) -> Texture:
    """A motif alike in all four quarters."""
    u, v = np.abs(x - 0.5) * 2, np.abs(y - 0.5) * 2
    u, v = np.maximum(u, v), np.minimum(u, v)
    radius = np.hypot(u, v)
    angle = np.arctan2(v, u)
    colour = np.broadcast_to(_tone(rng, 0.7, 0.95, 0.2), (*x.shape, 3))
    for _ in range(4):
        edge = radius + rng.uniform(0.05, 0.3) * np.cos(angle * float(rng.choice([4, 8, 12])))
        start = rng.uniform(0.15, 1.1)
        ring = step(edge.astype(np.float32), start, start + 0.03) * step(
            -edge.astype(np.float32), -start - rng.uniform(0.08, 0.3), -start - 0.05
        )
        colour = blend(colour, _tone(rng, 0.1, 0.7, 0.7), ring)
    return np.asarray(colour, np.float32)


def gloss(rng: np.random.Generator) -> Drawn:
    """A glass or lacquered top that mirrors what stands on it."""
    dark = rng.random() < 0.75
    tone = _tone(rng, 0.02, 0.12, 0.5) if dark else _tone(rng, 0.6, 0.95, 0.2)
    haze = 1 + 0.04 * some_noise(rng, 3, 5)
    smear = some_noise(rng, 5, 5, rng.uniform(0.5, 3))
    roughness = np.asarray(
        np.clip(rng.uniform(0.03, 0.12) * (1 + 0.25 * smear), 0.02, 0.4), np.float32
    )
    dust = step(grit(rng, 0.8), 3.2, 3.8) * rng.uniform(0, 0.5)
    colour = blend(np.asarray(tone * haze[..., None], np.float32), (0.7, 0.7, 0.68), dust)
    return Drawn(colour, roughness, float(rng.uniform(0.5, 0.9)), float(rng.uniform(40, 70)))


def metal(rng: np.random.Generator) -> Drawn:
    """A brushed or scoured sheet."""
    line = cv2.resize(
        rng.standard_normal((PIXELS, 12), dtype=np.float32),
        (PIXELS, PIXELS),
        interpolation=cv2.INTER_CUBIC,
    )
    tone = np.asarray(hsv(0.6, 0.02, rng.uniform(0.55, 0.8)), np.float32)
    colour = tone * (1 + 0.05 * line + 0.04 * some_noise(rng, 3, 5))[..., None]
    roughness = np.asarray(np.clip(rng.uniform(0.2, 0.45) * (1 + 0.15 * line), 0.05, 1), np.float32)
    return Drawn(
        np.asarray(colour, np.float32), roughness, 0.5, float(rng.uniform(30, 60)), metallic=1.0
    )
