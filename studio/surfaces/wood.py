"""Wood: a board is cut from a log, whose rings are what we see as grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Texture
from studio.paint import hsv, noise
from studio.surfaces.pattern import (
    PIXELS,
    Drawn,
    Plane,
    blend,
    grit,
    plane,
    shaded,
    some_noise,
    step,
)


@dataclass(frozen=True)
class _Species:
    light: tuple[int, int, int]  # sRGB of the early wood
    dark: tuple[int, int, int]  # … and of the late wood
    spacing: float  # of the rings, cm
    contrast: float  # of the rings
    pores: float  # dark short streaks
    flecks: float  # light short streaks


_SPECIES: Final[dict[str, _Species]] = {
    "oak": _Species((205, 168, 120), (160, 118, 72), 0.45, 0.55, 0.6, 0.5),
    "pine": _Species((228, 194, 142), (190, 132, 74), 0.7, 0.8, 0.1, 0.0),
    "beech": _Species((216, 170, 128), (194, 142, 100), 0.5, 0.35, 0.3, 0.8),
    "maple": _Species((226, 200, 164), (204, 170, 128), 0.6, 0.3, 0.1, 0.2),
    "ash": _Species((218, 196, 162), (176, 142, 100), 0.6, 0.7, 0.5, 0.0),
    "birch": _Species((232, 212, 178), (214, 186, 144), 0.8, 0.3, 0.1, 0.1),
    "cherry": _Species((186, 120, 78), (150, 86, 50), 0.6, 0.4, 0.2, 0.1),
    "teak": _Species((172, 122, 72), (110, 70, 38), 0.5, 0.6, 0.5, 0.0),
    "mahogany": _Species((140, 70, 44), (96, 42, 26), 0.7, 0.4, 0.6, 0.2),
    "walnut": _Species((116, 82, 58), (66, 44, 30), 0.6, 0.6, 0.4, 0.0),
    "rosewood": _Species((98, 52, 36), (44, 22, 16), 0.4, 0.8, 0.3, 0.0),
    "wenge": _Species((70, 54, 44), (34, 26, 22), 0.25, 0.6, 0.4, 0.0),
    "grey": _Species((168, 162, 154), (120, 114, 106), 0.5, 0.6, 0.5, 0.0),
    "bamboo": _Species((218, 186, 122), (198, 158, 92), 0.9, 0.3, 0.2, 0.0),
    "white": _Species((226, 222, 214), (202, 196, 186), 0.5, 0.4, 0.3, 0.0),
}


def _fibres(rng: np.random.Generator, length: float, width: float) -> Plane:
    """Noise drawn out downward; deviation 1."""
    rows, columns = max(4, int(PIXELS / (2 * length))), max(4, int(PIXELS / (1.4 * width)))
    values = cv2.resize(
        rng.standard_normal((rows, columns), dtype=np.float32),
        (PIXELS, PIXELS),
        interpolation=cv2.INTER_CUBIC,
    )
    return np.asarray(values / values.std(), np.float32)


def _grain(
    rng: np.random.Generator,
    across: Plane,
    along: Plane,
    board: NDArray[np.int32],
    species: _Species,
) -> Texture:
    """SRGB of wood at places (cm) on numbered boards, each cut elsewhere from the log."""
    count = int(board.max()) + 1

    def each(low: float, high: float) -> Plane:
        return np.asarray(rng.uniform(low, high, count).astype(np.float32)[board])

    def sampled(picture: Plane, pixels_per_cm: float) -> Plane:
        return np.asarray(
            cv2.remap(
                picture,
                (across + shift_x) * np.float32(pixels_per_cm),
                (along + shift_y) * np.float32(pixels_per_cm),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REFLECT_101,
            ),
            np.float32,
        )

    shift_x, shift_y = each(0, 70), each(0, 70)
    # The cut runs aslant past the heart of the log: straight lines far from it, arches near it.
    heart = each(-25, 25) + np.where(each(0, 1) < 0.5, 0.0, 20.0)
    depth = (
        each(1, 8) + along * each(-0.12, 0.12) + 0.9 * sampled(noise(rng, PIXELS, PIXELS, 3, 5), 9)
    )
    side = across - heart + 0.5 * sampled(noise(rng, PIXELS, PIXELS, 3, 6), 11)
    radius = np.sqrt(side * side + depth * depth)
    radius = radius + 0.12 * sampled(noise(rng, PIXELS, PIXELS, 4, 24), 14)
    spacing = species.spacing * each(0.7, 1.4)
    # Rings of unequal years.
    years = radius / spacing + 0.35 * np.sin(radius * 0.9) + 0.2 * np.sin(radius * 2.3)
    part = np.mod(years, 1).astype(np.float32)
    ring = np.where(part < 0.82, (part / 0.82) ** 2.2, (1 - part) / 0.18)
    strength = 0.55 + 0.45 * np.sin(np.floor(years) * 12.9898) ** 2
    fine = sampled(_fibres(rng, 40, 0.7), 28)
    coarse = sampled(_fibres(rng, 70, 2.5), 16)
    share = (
        0.30
        + species.contrast * (0.75 * ring * strength - 0.25)
        + 0.07 * fine
        + 0.09 * coarse
        + each(-0.18, 0.18)
    )
    colour = blend(
        [value / 255 for value in species.light],
        [value / 255 for value in species.dark],
        share,
    )
    if species.pores > 0:
        pore = step(sampled(_fibres(rng, 9, 0.6), 24), 1.5, 2.6) * (0.35 + 0.65 * (1 - ring))
        colour = shaded(colour, 1 - 0.5 * species.pores * pore)
    if species.flecks > 0:
        fleck = step(sampled(_fibres(rng, 5, 1.0), 20), 1.7, 2.6)
        colour = shaded(colour, 1 + 0.12 * species.flecks * fleck)
    return np.asarray(colour, np.float32)


def _knots(
    rng: np.random.Generator, across: Plane, along: Plane, size: float
) -> tuple[Plane, Plane, Plane]:
    """Grain led around a few knots: changed places, and how much of each pixel is knot."""
    inside = np.zeros_like(across)
    for _ in range(rng.integers(1, 5)):
        x, y = rng.uniform(0, size, 2)
        radius = rng.uniform(0.4, 1.3)
        dx, dy = across - x, (along - y) * 0.6
        distance = np.sqrt(dx * dx + dy * dy)
        push = np.exp(-((distance / (2.2 * radius)) ** 2))
        across = across + np.sign(dx) * push * radius * 1.2
        along = along + 8 * push * rng.choice([-1, 1])
        inside = np.maximum(inside, step(-distance, -radius, -radius * 0.75))
    return across.astype(np.float32), along.astype(np.float32), inside


def _species(rng: np.random.Generator, *names: str) -> _Species:
    name = str(rng.choice(names or sorted(_SPECIES)))
    species = _SPECIES[name]
    # No two trees, stains or varnishes are alike.
    gain = rng.uniform(0.82, 1.08) * rng.uniform(0.96, 1.04, 3)
    light, dark = (
        tuple(int(value) for value in np.clip(np.asarray(tone) * gain, 4, 250))
        for tone in (species.light, species.dark)
    )
    return _Species(
        (light[0], light[1], light[2]),
        (dark[0], dark[1], dark[2]),
        species.spacing,
        species.contrast * rng.uniform(0.5, 1.2),
        species.pores * rng.uniform(0.5, 1.3),
        species.flecks,
    )


def _finish(rng: np.random.Generator) -> tuple[float, float]:
    """Roughness and specular: raw or oiled, varnished, or polished like a mirror."""
    kind = rng.choice(3, p=[0.45, 0.4, 0.15])
    if kind == 0:
        return float(rng.uniform(0.5, 0.85)), 0.3
    if kind == 1:
        return float(rng.uniform(0.2, 0.45)), 0.45
    return float(rng.uniform(0.06, 0.16)), 0.5


def table_top(rng: np.random.Generator) -> Drawn:
    """One broad board, or boards glued side by side without a gap."""
    size = float(rng.uniform(45, 75))
    across, along = plane(size)
    board = np.zeros(across.shape, np.int32)
    if rng.random() < 0.5:
        board = np.asarray(across // rng.uniform(4, 14), np.int32)
    species = _species(rng)
    knots = None
    if rng.random() < 0.3:
        across, along, knots = _knots(rng, across, along, size)
    colour = _grain(rng, across, along, board, species)
    if knots is not None:
        heart = np.asarray(species.dark, np.float32) / 255 * 0.6
        colour = blend(colour, np.broadcast_to(heart, colour.shape), knots * 0.8)
    roughness, specular = _finish(rng)
    return Drawn(colour, roughness, specular, size)


def planks(rng: np.random.Generator) -> Drawn:
    """Boards with gaps: floor, decking, garden table, old planks."""
    size = float(rng.uniform(50, 90))
    across, along = plane(size)
    width, length = rng.uniform(5, 15), rng.uniform(40, 150)
    column = np.asarray(across // width, np.int32)
    shifts = rng.uniform(0, length, int(column.max()) + 1).astype(np.float32)
    place = along + shifts[column]
    board = column * 8 + np.asarray(np.minimum(place // length, 7), np.int32)
    colour = _grain(rng, across, place, board, _species(rng))
    to_gap = np.minimum(
        np.minimum(across % width, width - across % width),
        np.minimum(place % length, length - place % length),
    )
    gap = rng.uniform(0.05, 0.35)
    colour = shaded(colour, 1 - 0.35 * step(-to_gap, -gap * 2.5, -gap))
    colour = shaded(colour, 1 - 0.85 * step(-to_gap, -gap, -gap * 0.5))
    roughness, specular = _finish(rng)
    return Drawn(colour, roughness, specular, size)


def parquet(rng: np.random.Generator) -> Drawn:
    """Small blocks in a herringbone or in squares, each with its grain along it."""
    size = float(rng.uniform(70, 105))
    across, along = plane(size)
    width = float(rng.uniform(4, 7))
    many = int(rng.integers(3, 6))
    if rng.random() < 0.5:  # squares of parallel blocks, turned by turns
        column, row = across // (width * many), along // (width * many)
        turned = (column + row) % 2 == 1
        local_x, local_y = across % (width * many), along % (width * many)
        x = np.where(turned, local_y, local_x)
        y = np.where(turned, local_x, local_y)
        board = ((column * 32 + row) * 8 + x // width).astype(np.int32)
        to_gap = np.minimum(x % width, width - x % width)
        to_gap = np.minimum(to_gap, np.minimum(y, width * many - y))
    else:  # herringbone, seen along 45 degrees
        s, t = (across + along) / np.sqrt(2) + 200, (along - across) / np.sqrt(2) + 200
        i, j = np.floor(s / width), np.floor(t / width)
        phase = np.mod(i - j, 2 * many)
        flat = phase < many
        # A lying block is `many` wide and one high; a standing one the other way round.
        x = np.where(flat, t - j * width, s - i * width)
        y = np.where(
            flat,
            s - (i - phase) * width,
            t - (j - (2 * many - 1 - phase)) * width,
        )
        start_i = np.where(flat, i - phase, i)
        start_j = np.where(flat, j, j - (2 * many - 1 - phase))
        board = (np.mod(start_i, 61) * 61 + np.mod(start_j, 61)).astype(np.int32)
        length = width * many
        to_gap = np.minimum(np.minimum(x, width - x), np.minimum(y, length - y))
    colour = _grain(
        rng,
        x.astype(np.float32),
        y.astype(np.float32),
        board,
        _species(rng, "oak", "beech", "walnut", "teak", "cherry", "ash"),
    )
    colour = shaded(colour, 1 - 0.6 * step(-to_gap.astype(np.float32), -0.09, -0.03))
    roughness, specular = _finish(rng)
    return Drawn(colour, roughness, specular, size)


def painted_board(rng: np.random.Generator) -> Drawn:
    """Paint on wood: brush strokes, and chips through to the wood."""
    size = float(rng.uniform(45, 70))
    across, along = plane(size)
    wood = _grain(rng, across, along, np.zeros(across.shape, np.int32), _species(rng))
    tone = (
        np.asarray(hsv(rng.uniform(), rng.uniform(0, 0.06), rng.uniform(0.75, 0.95)))
        if rng.random() < 0.6
        else np.asarray(hsv(rng.uniform(), rng.uniform(0.1, 0.6), rng.uniform(0.15, 0.85)))
    )
    strokes = _fibres(rng, 60, 1.2)
    paint = tone.astype(np.float32) * (1 + 0.018 * strokes + 0.012 * grit(rng, 1.5))[..., None]
    bare = np.zeros_like(across)
    if rng.random() < 0.5:
        field = some_noise(rng, rng.uniform(3, 8), 6, 0.4, 0.65) + 0.4 * strokes
        start = rng.uniform(1.2, 2.4)
        bare = step(field, start, start + 0.12)
    if rng.random() < 0.4:  # boards below
        width = rng.uniform(6, 14)
        gap = np.minimum(across % width, width - across % width)
        paint = shaded(paint, 1 - 0.6 * step(-gap, -0.2, -0.06))
    rough = rng.uniform(0.15, 0.7)
    roughness = np.asarray(rough + (0.8 - rough) * bare, np.float32)
    return Drawn(blend(paint, wood, bare), roughness, 0.4, size)


def laminate(rng: np.random.Generator) -> Drawn:
    """Office furniture: plain or speckled, or a dull print of wood."""
    size = float(rng.uniform(40, 80))
    kind = rng.choice(3, p=[0.5, 0.2, 0.3])
    rough = float(rng.uniform(0.25, 0.6))
    if kind == 2:
        across, along = plane(size)
        colour = _grain(rng, across, along, np.zeros(across.shape, np.int32), _species(rng))
        colour = colour * 0.75 + colour.mean((0, 1)) * 0.25
        return Drawn(np.asarray(colour, np.float32), rough, 0.4, size)
    grey = rng.random() < 0.7
    tone = np.asarray(
        hsv(
            rng.uniform(),
            rng.uniform(0, 0.05) if grey else rng.uniform(0.1, 0.5),
            float(rng.choice([rng.uniform(0.75, 0.95), rng.uniform(0.05, 0.75)])),
        ),
        np.float32,
    )
    colour = shaded(tone, 1 + 0.012 * grit(rng, 1.2) + 0.01 * some_noise(rng, 3, 4))
    if kind == 1:
        speck = grit(rng, 1.3)
        colour = blend(colour, tone * rng.uniform(0.5, 0.85), step(speck, 1.3, 1.8))
        colour = blend(colour, tone * 0.5 + 0.5, step(-speck, 1.5, 2.0))
    return Drawn(np.asarray(colour, np.float32), rough, 0.45, size)
