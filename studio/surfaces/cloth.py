"""Cloth: weaves, checks, prints, knitting, pile, leather, and how they crease."""

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
    shade,
    some_noise,
    step,
)


def _dye(rng: np.random.Generator, low: float = 0.06, high: float = 0.92) -> Texture:
    muted = rng.random() < 0.6
    return np.asarray(
        hsv(
            rng.uniform(),
            rng.uniform(0, 0.3) if muted else rng.uniform(0.3, 0.9),
            rng.uniform(low, high),
        ),
        np.float32,
    )


def _thread_shading(
    rng: np.random.Generator, across: Plane, down: Plane, thread: float, twill: int
) -> tuple[Plane, Plane]:
    """Shading of single threads, and where the warp (1) or the weft (0) lies on top."""
    uneven = 0.12 * thread * some_noise(rng, 40, 3)
    column, row = (across + uneven) / thread, (down + uneven) / thread
    i, j = np.floor(column), np.floor(row)
    warp = ((i + j) % (twill + 1) < (1 if twill == 1 else twill)).astype(np.float32)
    round_warp = np.sin(np.pi * (column - i))
    round_weft = np.sin(np.pi * (row - j))
    rounding = np.where(warp > 0.5, round_warp, round_weft)
    return np.asarray(0.72 + 0.38 * rounding, np.float32), warp


def _creased(rng: np.random.Generator, drawn: Drawn, depth: float) -> Drawn:
    """With folds: a relief, and the shade of those too fine for it."""
    if depth <= 0:
        return drawn
    # Long soft ridges along one main direction, as cloth is pulled; few fine ones.
    turn = float(rng.uniform(0, 180))
    spin = cv2.getRotationMatrix2D((PIXELS / 2, PIXELS / 2), turn, 1.45)
    long = some_noise(rng, rng.uniform(1.5, 3), 2, rng.uniform(2, 4), 0.35)
    ridge = -np.abs(bend(rng, some_noise(rng, rng.uniform(1.5, 3), 2, 2.5, 0.3), 30, 3))
    field = cv2.warpAffine(
        0.5 * long + ridge, spin, (PIXELS, PIXELS), borderMode=cv2.BORDER_REFLECT
    )
    fine = -np.abs(some_noise(rng, rng.uniform(4, 9), 2, 1, 0.4)) * step(
        some_noise(rng, 3, 2), -0.2, 1.5
    )
    relief = depth * (0.5 * field + 0.1 * fine)
    relief = np.asarray(relief - relief.max(), np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    soft = cv2.GaussianBlur(0.35 * field + 0.3 * fine, (0, 0), 4)
    tone = shade(soft, 1.1 * min(depth, 1.0), angle)
    return Drawn(
        np.asarray(drawn.colour * tone[..., None], np.float32),
        drawn.roughness,
        drawn.specular,
        drawn.size_cm,
        0.0,
        relief,
    )


def weave(rng: np.random.Generator) -> Drawn:
    """Plain cloth: linen, cotton, denim, canvas."""
    size = float(rng.uniform(18, 40))
    across, down = plane(size)
    thread = float(rng.uniform(0.07, 0.2))
    twill = int(rng.choice([1, 1, 2, 3]))
    shading, warp = _thread_shading(rng, across, down, thread, twill)
    first = _dye(rng)
    second = (
        first * rng.uniform(0.7, 1.2)
        if rng.random() < 0.6
        else np.asarray((0.85, 0.84, 0.8), np.float32)
    )
    colour = blend(np.clip(second, 0, 1), first, warp)
    slub = some_noise(rng, 8, 5, 6) * warp + some_noise(rng, 40, 4, 0.15) * (1 - warp)
    colour = colour * (shading * (1 + 0.07 * slub + 0.06 * grit(rng, 0.8)))[..., None]
    drawn = Drawn(np.asarray(colour, np.float32), float(rng.uniform(0.8, 1)), 0.1, size)
    return _creased(rng, drawn, float(rng.choice([0, rng.uniform(0.2, 0.8)])))


def checks(rng: np.random.Generator) -> Drawn:
    """Gingham and tartan, stripes: dyed threads crossing."""
    size = float(rng.uniform(25, 60))
    across, down = plane(size)
    shading, warp = _thread_shading(rng, across, down, size / 250, 2)
    palette = np.stack([_dye(rng) for _ in range(4)])
    repeat = float(rng.uniform(2, 14))
    edges = np.sort(rng.uniform(0, 0.5, rng.integers(1, 6)))
    pick = rng.integers(0, 4, len(edges) + 1)

    def bands(place: Plane) -> Texture:
        share = np.abs((place / repeat) % 1 - 0.5)
        return np.asarray(palette[pick[np.searchsorted(edges, share)]], np.float32)

    upright, lying = bands(across), bands(down)
    if rng.random() < 0.3:  # stripes
        lying = np.broadcast_to(palette[pick[0]], lying.shape).astype(np.float32)
        colour = 0.85 * upright + 0.15 * lying
    else:
        colour = blend(lying, upright, 0.25 + 0.5 * warp)
    colour = (
        colour * (shading * (1 + 0.05 * some_noise(rng, 4, 6) + 0.06 * grit(rng, 0.8)))[..., None]
    )
    drawn = Drawn(np.asarray(colour, np.float32), 0.95, 0.1, size)
    return _creased(rng, drawn, float(rng.choice([0, rng.uniform(0.2, 0.9)])))


def _motif(
    rng: np.random.Generator,
    canvas: Texture,
    centre: tuple[float, float],
    size: float,
    dyes: Texture,
) -> None:
    """A printed flower, leaf, dot, curl or star, drawn in place."""
    x, y = centre
    turn = float(rng.uniform(0, 360))
    kind = rng.choice(4, p=[0.5, 0.2, 0.15, 0.15])

    def tone(index: int) -> tuple[float, float, float]:
        red, green, blue = dyes[index % len(dyes)]
        return float(red), float(green), float(blue)

    def place(dx: float, dy: float) -> tuple[int, int]:
        return int((x + dx) * 8), int((y + dy) * 8)

    if kind == 0:
        petals = int(rng.integers(4, 9))
        for petal in range(petals):
            angle = np.radians(turn + petal * 360 / petals)
            cv2.ellipse(
                canvas,
                place(size * 0.5 * np.cos(angle), size * 0.5 * np.sin(angle)),
                (int(size * 0.5 * 8), int(size * rng.uniform(0.22, 0.3) * 8)),
                float(np.degrees(angle)),
                0,
                360,
                tone(0),
                -1,
                cv2.LINE_AA,
                3,
            )
        cv2.circle(canvas, place(0, 0), int(size * 0.25 * 8), tone(1), -1, cv2.LINE_AA, 3)
    elif kind == 1:
        cv2.ellipse(
            canvas,
            place(0, 0),
            (int(size * 8), int(size * 0.35 * 8)),
            turn,
            0,
            360,
            tone(2),
            -1,
            cv2.LINE_AA,
            3,
        )
        angle = np.radians(turn)
        end = size * np.cos(angle), size * np.sin(angle)
        cv2.line(canvas, place(-end[0], -end[1]), place(*end), tone(1), 1, cv2.LINE_AA, 3)
    elif kind == 2:
        cv2.circle(
            canvas,
            place(0, 0),
            int(size * 0.4 * 8),
            tone(int(rng.integers(0, 4))),
            -1,
            cv2.LINE_AA,
            3,
        )
    else:
        angle = np.linspace(0, rng.uniform(4, 9), 40)
        radius = size * 1.6 * angle / 9
        points = np.stack([x + radius * np.cos(angle + turn), y + radius * np.sin(angle + turn)], 1)
        cv2.polylines(
            canvas, [np.int32(points * 8)], False, tone(3), max(1, int(size * 0.12)), cv2.LINE_AA, 3
        )


def printed(rng: np.random.Generator) -> Drawn:
    """Bed linen, tablecloths and curtains with flowers, leaves, dots or curls."""
    size = float(rng.uniform(35, 70))
    light = rng.random() < 0.65
    ground = (
        np.asarray(hsv(rng.uniform(), rng.uniform(0, 0.2), rng.uniform(0.8, 0.96)), np.float32)
        if light
        else _dye(rng, 0.1, 0.6)
    )
    canvas = np.empty((PIXELS, PIXELS, 3), np.float32)
    canvas[:] = ground
    dyes = np.stack([_dye(rng, 0.2) for _ in range(4)])
    scale = float(rng.uniform(10, 60))
    spacing = scale * rng.uniform(1.6, 4)
    loose = rng.uniform(0.05, 0.5)
    for row in range(int(PIXELS / spacing) + 2):
        for column in range(int(PIXELS / spacing) + 2):
            centre = (
                (column + 0.5 * (row % 2) + rng.normal(0, loose)) * spacing,
                (row + rng.normal(0, loose)) * spacing,
            )
            _motif(rng, canvas, centre, scale * rng.uniform(0.4, 1), dyes)
    canvas = cv2.GaussianBlur(canvas, (0, 0), 0.8)
    across, down = plane(size)
    shading, _ = _thread_shading(rng, across, down, size / 340, 1)
    colour = canvas * ((0.7 + 0.3 * shading) * (1 + 0.03 * grit(rng, 0.7)))[..., None]
    drawn = Drawn(np.asarray(colour, np.float32), 0.9, 0.1, size)
    return _creased(rng, drawn, float(rng.uniform(0.2, 1.2)))


def bedsheet(rng: np.random.Generator) -> Drawn:
    """A plain sheet or duvet in folds."""
    size = float(rng.uniform(40, 80))
    across, down = plane(size)
    shading, _ = _thread_shading(rng, across, down, size / 340, 1)
    tone = (
        np.asarray(hsv(rng.uniform(), rng.uniform(0, 0.08), rng.uniform(0.75, 0.95)), np.float32)
        if rng.random() < 0.5
        else _dye(rng)
    )
    colour = tone * ((0.85 + 0.15 * shading) * (1 + 0.02 * grit(rng, 0.8)))[..., None]
    if rng.random() < 0.3:
        repeat = rng.uniform(1, 8)
        band = step(np.cos(2 * np.pi * across / repeat).astype(np.float32), 0.2, 0.4)
        colour = blend(
            np.asarray(colour, np.float32),
            np.asarray(colour * rng.uniform(0.6, 0.95), np.float32),
            band,
        )
    drawn = Drawn(np.asarray(colour, np.float32), 0.9, 0.1, size)
    return _creased(rng, drawn, float(rng.uniform(0.6, 1.6)))


def knit(rng: np.random.Generator) -> Drawn:
    """A knitted blanket: columns of V-shaped stitches."""
    size = float(rng.uniform(18, 45))
    across, down = plane(size)
    stitch = float(rng.uniform(0.35, 1.0))
    across = across + 0.08 * stitch * some_noise(rng, 14, 3)
    down = down + 0.08 * stitch * some_noise(rng, 14, 3)
    half = np.floor(across / (stitch / 2))
    inside = (across / (stitch / 2)) % 1
    slant = np.where(half % 2 == 0, inside, 1 - inside)
    row = (down - slant * stitch * 0.55) / (stitch * 0.7)
    lobe = np.sin(np.pi * (row % 1)) ** 0.7 * np.sin(np.pi * (0.08 + 0.84 * inside)) ** 0.5
    ply = 0.5 + 0.5 * np.sin((slant * 2.2 + row * 3) * 2 * np.pi)
    tone = _dye(rng, 0.15)
    yarn = np.asarray((0.32 + 0.62 * lobe + 0.08 * ply * lobe), np.float32)
    yarn = yarn * (1 + 0.08 * grit(rng, 0.8) + 0.05 * some_noise(rng, 5, 5))
    colour = tone * yarn[..., None]
    if rng.random() < 0.4:
        band = (np.floor(row) % rng.integers(6, 20)) < rng.integers(2, 6)
        colour = np.where(band[..., None], _dye(rng, 0.15) * yarn[..., None], colour)
    drawn = Drawn(np.asarray(colour, np.float32), 1.0, 0.05, size)
    return _creased(rng, drawn, float(rng.choice([0, rng.uniform(0.3, 0.9)])))


def towel(rng: np.random.Generator) -> Drawn:
    """Terry, fleece, felt or velvet: a soft pile that light and shade the hand left on it."""
    size = float(rng.uniform(20, 50))
    loop = float(rng.choice([rng.uniform(2.5, 5), rng.uniform(0.7, 1.5)]))
    pile = grit(rng, loop)
    brushed = some_noise(rng, rng.uniform(3, 7), 3)
    tone = _dye(rng, 0.08)
    strength = 0.16 if loop > 2 else 0.07
    colour = (
        tone
        * np.clip(0.95 + strength * pile + 0.08 * grit(rng, 0.8) + 0.06 * brushed, 0.1, 1.4)[
            ..., None
        ]
    )
    drawn = Drawn(np.asarray(colour, np.float32), 1.0, 0.03, size)
    return _creased(rng, drawn, float(rng.choice([0, rng.uniform(0.3, 1.2)])))


def carpet(rng: np.random.Generator) -> Drawn:
    """Short pile in one or many colours, or a patterned rug."""
    size = float(rng.uniform(40, 90))
    tuft = float(rng.uniform(1.0, 2.6))
    tone = _dye(rng, 0.12, 0.75)
    colour = np.broadcast_to(tone, (PIXELS, PIXELS, 3)).astype(np.float32)
    if rng.random() < 0.5:
        across, down = plane(size)
        colour = colour.copy()
        for _ in range(rng.integers(2, 5)):
            u = np.abs((across / size * rng.integers(1, 5)) % 1 - 0.5) * 2
            v = np.abs((down / size * rng.integers(1, 5)) % 1 - 0.5) * 2
            field = np.maximum(u, v) if rng.random() < 0.5 else (u + v) / 1.4
            start, width = rng.uniform(0.2, 0.9), rng.uniform(0.05, 0.25)
            band = (field > start) & (field < start + width)
            colour = np.where(band[..., None], _dye(rng, 0.1, 0.85), colour)
        colour = bend(rng, colour, 1.5, 60)
    else:
        colour = blend(
            colour, _dye(rng, 0.1, 0.8), step(grit(rng, tuft), 0.3, 1.3) * rng.uniform(0, 0.7)
        )
    pile = 1 + 0.22 * grit(rng, tuft) + 0.12 * grit(rng, 0.7) + 0.06 * some_noise(rng, 3, 4)
    return Drawn(
        np.asarray(colour * np.clip(pile, 0.2, 1.6)[..., None], np.float32), 1.0, 0.02, size
    )


def leather(rng: np.random.Generator) -> Drawn:
    """Sofa, seat, bag or desk pad: grain of small cells, creases, perhaps a seam."""
    size = float(rng.uniform(25, 50))
    _, edge = cells(rng, int(rng.integers(9000, 26000)), 2.5)
    grain = step(edge, 0.5, 3.5)
    crease = np.exp(-np.abs(bend(rng, some_noise(rng, 6, 4), 25)) * 16)
    hide = np.asarray(
        hsv(rng.uniform(0.02, 0.1), rng.uniform(0.2, 0.7), rng.uniform(0.08, 0.6))
        if rng.random() < 0.6
        else hsv(rng.uniform(), rng.uniform(0, 0.4), float(rng.choice([0.07, 0.1, 0.6, 0.85]))),
        np.float32,
    )
    height = grain - 0.7 * crease
    tone = (
        (0.8 + 0.2 * grain)
        * (1 - 0.25 * crease)
        * shade(height.astype(np.float32), 0.12, rng.uniform(0, 6))
    )
    colour = hide * (tone * (1 + 0.05 * some_noise(rng, 3, 5)))[..., None]
    roughness = np.asarray(np.clip(rng.uniform(0.3, 0.6) + 0.2 * (1 - grain), 0, 1), np.float32)
    if rng.random() < 0.4:
        across, down = plane(size)
        place = size * rng.uniform(0.15, 0.85)
        colour = colour * (1 - 0.65 * step(-np.abs(across - place), -0.12, -0.04))[..., None]
        for offset in (-0.4, 0.4):
            on = (np.abs(across - place - offset) < 0.06) & (down % 0.5 < 0.36)
            colour = np.where(on[..., None], hide * rng.uniform(0.8, 1.6) + 0.08, colour)
    drawn = Drawn(np.asarray(colour, np.float32), roughness, 0.4, size)
    return _creased(rng, drawn, float(rng.choice([0, rng.uniform(0.1, 0.5)])))
