"""What straps are made of: colours, grain, stitches, holes and weaves."""

from __future__ import annotations

from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Material
from studio.paint import linear_hsv, noise

StrapKind = Literal["rubber", "leather", "links", "woven", "milanese"]
Picture = NDArray[np.float32]

_ROWS: Final = 1000
_DENSITY: Final = 42.0  # pixels to the centimetre


def strap_material(
    rng: np.random.Generator,
    kind: StrapKind,
    hue: float,
    width: float,
    length: float,
    stitched: bool,  # noqa: FBT001
    holes: str,
) -> tuple[Material, str, float]:
    """The material, its colour's name, and how much of the picture a centimetre takes.

    The picture's middle row is where the strap meets the case; the half with the holes runs
    downward from there.
    """
    scale = _DENSITY / _ROWS
    if kind == "links":
        tone, name = _metal(rng)
        return Material(tone, float(rng.uniform(0.14, 0.38)), 1.0), name, scale
    columns = max(16, round(width * _DENSITY))
    if kind == "milanese":
        tone, name = _metal(rng)
        return _milanese(tone, columns), name, scale
    colour, name = _colour(rng, kind, hue)
    picture = np.ones((_ROWS, columns, 3), np.float32) * np.asarray(colour, np.float32)
    if kind == "woven":
        picture = _woven(rng, picture)
    else:
        rough = {"rubber": 0.012, "leather": 0.08}[kind]
        picture *= 1 + rough * noise(rng, _ROWS, columns, 5, 24, 0.2)[..., None]
    if kind == "leather" and stitched:
        _stitch(rng, picture)
    if kind == "rubber" and rng.random() < 0.3:
        _groove(picture)
    if holes != "none":
        _pierce(picture, width, length, holes)
    roughness = {"rubber": rng.uniform(0.4, 0.65), "leather": rng.uniform(0.4, 0.7), "woven": 0.95}
    picture = np.clip(picture, 0.003, 0.92).astype(np.float32)
    return Material(picture, float(roughness[kind]), 0.0, 0.35), name, scale


def _metal(rng: np.random.Generator) -> tuple[tuple[float, float, float], str]:
    tones = {
        "steel": (0.56, 0.56, 0.57),
        "black": (0.04, 0.04, 0.042),
        "gold": (0.75, 0.52, 0.25),
    }
    name = ("steel", "black", "gold")[int(rng.choice(3, p=(0.65, 0.25, 0.1)))]
    return tones[name], name


def _colour(
    rng: np.random.Generator, kind: StrapKind, hue: float
) -> tuple[tuple[float, float, float], str]:
    if kind == "leather":
        if rng.random() < 0.4:
            return linear_hsv(0.07, 0.2, float(rng.uniform(0.08, 0.16))), "black"
        tone = linear_hsv(
            float(rng.uniform(0.04, 0.09)),
            float(rng.uniform(0.35, 0.7)),
            float(rng.uniform(0.25, 0.6)),
        )
        return tone, "brown"
    chance = rng.random()
    if chance < 0.55:
        return linear_hsv(hue, 0.1, float(rng.uniform(0.07, 0.16))), "black"
    if chance < 0.7:
        return linear_hsv(hue, 0.05, float(rng.uniform(0.3, 0.6))), "grey"
    if chance < 0.82:
        return linear_hsv(hue, 0.04, float(rng.uniform(0.85, 0.95))), "white"
    return (
        linear_hsv(
            float(rng.random()), float(rng.uniform(0.25, 0.8)), float(rng.uniform(0.35, 0.9))
        ),
        "coloured",
    )


def _woven(rng: np.random.Generator, picture: Picture) -> Picture:
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    period = 4.0
    threads = np.sin(x * 2 * np.pi / period) * np.sin(y * 2 * np.pi / period)
    woven = picture * (1 + 0.25 * threads)[..., None]
    if rng.random() < 0.4:
        other = np.asarray(linear_hsv(float(rng.random()), 0.6, 0.8), np.float32)
        stripe = np.abs(x / columns - 0.5) < rng.uniform(0.06, 0.2)
        woven = np.where(stripe[..., None], other * (1 + 0.25 * threads)[..., None], woven)
    return np.asarray(woven, np.float32)


def _milanese(tone: tuple[float, float, float], columns: int) -> Material:
    y, x = np.mgrid[0:_ROWS, 0:columns].astype(np.float32)
    slanted = np.sin((x + 0.5 * y) * 2 * np.pi / 4.2) * np.sin((x - 0.5 * y) * 2 * np.pi / 4.2)
    picture = np.asarray(tone, np.float32) * (0.75 + 0.3 * slanted)[..., None]
    roughness = (0.36 - 0.08 * slanted).astype(np.float32)
    return Material(np.clip(picture, 0.003, 0.95).astype(np.float32), roughness, 1.0)


def _stitch(rng: np.random.Generator, picture: Picture) -> None:
    thread = float(rng.choice([0.02, 0.45, 0.7]))
    inset = round(0.22 * _DENSITY)
    for x in (inset, picture.shape[1] - inset):
        for y in range(4, _ROWS - 10, 12):
            cv2.line(picture, (x, y), (x + 1, y + 7), (thread, thread, thread * 0.9), 2)


def _groove(picture: Picture) -> None:
    for share in (0.22, 0.78):
        x = round(share * picture.shape[1])
        picture[:, x - 2 : x + 2] *= 0.45


def _pierce(picture: Picture, width: float, length: float, holes: str) -> None:
    """Holes down the middle of the lower half."""
    middle = picture.shape[1] // 2
    first, pitch = length * 0.42, 0.75
    number = int((length * 0.92 - first) / pitch)
    for index in range(number):
        y = round(_ROWS / 2 + (first + pitch * index) * _DENSITY)
        if y > _ROWS - 12:
            break
        if holes == "long":
            half = (round(width * 0.16 * _DENSITY), round(0.07 * _DENSITY))
            for aside in (-1, 1):
                x = middle + aside * round(width * 0.2 * _DENSITY)
                corner, end = (x - half[0] // 2, y - half[1]), (x + half[0] // 2, y + half[1])
                cv2.rectangle(picture, corner, end, (0.004, 0.004, 0.004), -1)
        else:
            cv2.circle(picture, (middle, y), round(0.12 * _DENSITY), (0.004,) * 3, -1, cv2.LINE_AA)
