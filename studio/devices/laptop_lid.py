"""The lid of a laptop: shell, logo, bezel, display, webcam, hinge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.devices.lettering import lettering
from studio.model import Material, Part
from studio.paint import linear, noise
from studio.screens import Screen
from studio.solids import Solid, box, cylinder, part, slab, union

Hinge = Literal["bar", "knuckles", "wide"]
Finish = Literal["plain", "brushed", "woven", "dotted"]

PIXELS: Final = 900
"""Of the display's width."""
_RUBBER: Final = Material((0.015, 0.015, 0.015), 0.85)
_EYE: Final = Material((0.01, 0.01, 0.03), 0.05)


@dataclass(frozen=True)
class Lid:
    """What is fixed about a lid, centimetres.

    Attributes
    ----------
    thickness : float
    bezel, head, chin : float
        Beside, above and below the display.
    glass : bool
        Glass from edge to edge over a glossy display, else a frame that stands a little higher.
    glossy : bool
    black_bezel : bool
        Else of the shell's colour.
    logo : str
        word, disc, ring, bars or none; `logo_at` centre or corner.
    logo_turned : bool
        It reads upright when the lid is open, else from the user's side of the closed lid.
    chin_word : bool
    hinge : str
    finish : str
    strip : float
        Depth of a darker strip at the hinge; 0 for none.
    """

    thickness: float
    bezel: float
    head: float
    chin: float
    glass: bool
    glossy: bool
    black_bezel: bool
    logo: Literal["word", "disc", "ring", "bars", "none"]
    logo_at: Literal["centre", "corner"]
    logo_turned: bool
    chin_word: bool
    hinge: Hinge
    finish: Finish
    strip: float

    def display(self, width: float, depth: float) -> tuple[float, float]:
        """Width and height of the display."""
        return width - 2 * self.bezel, depth - self.head - self.chin


def lid_parts(
    rng: np.random.Generator,
    lid: Lid,
    size: tuple[float, float, float],
    shell: Material,
    maker: str,
    screen: Screen | None,
) -> list[Part]:
    """The closed lid about the base's middle: its inner face at z = 0, looking down.

    `size` is width, depth and corner radius. The end with the hinge is at +y, so that the
    display's upper edge is at -y.
    """
    width, depth, radius = size
    fillet = min(0.22, lid.thickness * 0.45)
    outer = slab(width, depth, radius, 0.0, lid.thickness, 0.04, fillet, 10, 6)
    surface = _finished(rng, lid, shell)
    parts = [part("lid", outer, surface, sharp=40, uv_size=(width, depth))]
    if lid.strip > 0:
        strip = box((width - 0.5, lid.strip, 0.02), (0, depth / 2 - 0.3 - lid.strip / 2, 0))
        tone = Material(_scaled(shell, 0.45), 0.5)
        parts.append(part("strip", strip.translate((0, 0, lid.thickness - 0.004)), tone))
    parts += _face(rng, lid, size, shell, maker, screen)
    if lid.logo != "none":
        chrome = rng.random() < 0.55
        tone = Material((0.55, 0.55, 0.56), 0.12, 1.0)
        if not chrome:
            tone = Material(_scaled(shell, 2.2 if np.mean(shell.colour) < 0.2 else 0.35), 0.3)
        parts.append(part("logo", _logo(lid, size, maker), tone))
    return parts


def _scaled(material: Material, factor: float) -> tuple[float, float, float]:
    colour = material.colour if isinstance(material.colour, tuple) else (0.1, 0.1, 0.1)
    red, green, blue = (min(each * factor + 0.004, 0.9) for each in colour)
    return (red, green, blue)


def _finished(rng: np.random.Generator, lid: Lid, shell: Material) -> Material:
    """The shell's material with the finish that lids have."""
    if lid.finish == "plain":
        return Material(_grid(np.ones((4, 4), np.float32), shell), shell.roughness, shell.metallic)
    rows, columns = 320, 480
    if lid.finish == "brushed":
        streaks = noise(rng, rows, columns, 1, 150, 0.03)
        values = 1 + 0.03 * streaks
    else:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        period = 8.0
        if lid.finish == "woven":
            values = 1 + 0.16 * np.sin((x + y) * 2 * np.pi / period) * np.sin(
                (x - y) * 2 * np.pi / period
            )
        else:
            values = 1 - 0.3 * ((x % period - 4) ** 2 + (y % period - 4) ** 2 < 4)
    return Material(_grid(values, shell), shell.roughness, shell.metallic)


def _grid(values: NDArray[np.floating], shell: Material) -> NDArray[np.float32]:
    colour = np.asarray(shell.colour, np.float32)
    return np.asarray(np.clip(values[..., None] * colour, 0, 0.95), np.float32)


def _face(
    rng: np.random.Generator,
    lid: Lid,
    size: tuple[float, float, float],
    shell: Material,
    maker: str,
    screen: Screen | None,
) -> list[Part]:
    """What the user sees: frame, display, camera, the maker's name."""
    width, depth, radius = size
    wide, high = lid.display(width, depth)
    middle = (lid.head - lid.chin) / 2
    sink = 0.0 if lid.glass else 0.025
    lip = slab(width - 0.24, depth - 0.24, radius, -0.03, 0.02, 0.008, 0.001, 8, 3)
    opening = slab(wide, high, 0.04, -1, 1, 0.001, 0.001, 2, 2).translate((0, middle, 0))
    tone = (0.005, 0.005, 0.0055) if lid.black_bezel or lid.glass else _scaled(shell, 0.9)
    frame = Material(tone, 0.05 if lid.glass else float(rng.uniform(0.35, 0.6)))
    parts = [part("bezel", lip - opening, frame)]
    pane = slab(wide, high, 0.03, -0.03 + sink, 0.015, 0.001, 0.001, 2, 2)
    off = float(rng.uniform(0.003, 0.016))
    rows = max(8, round(PIXELS / 2 * high / wide))
    colour = np.full((rows, PIXELS // 2, 3), off, np.float32)
    emission = None
    if screen is not None:
        picture = cv2.resize(screen.picture, (PIXELS, rows * 2), interpolation=cv2.INTER_AREA)
        # Even black leaks a little light through an LCD.
        emission = (linear(picture.astype(np.uint8)) + np.float32(0.003)).astype(np.float32)
    roughness = 0.04 if lid.glossy else float(rng.uniform(0.18, 0.32))
    material = Material(colour, roughness, 0.0, 0.5, emission)
    drawn = part("front", pane, material, layer="screen")
    # Seen from below, x is as it was and the top of the picture is at -y.
    across = drawn.vertices[:, 0] / wide + 0.5
    down = drawn.vertices[:, 1] / high + 0.5
    laid = Part(
        drawn.name,
        drawn.vertices,
        drawn.normals,
        drawn.faces,
        material,
        np.stack([across, down], axis=1).astype(np.float32),
        "screen",
    )
    parts.append(laid.moved(np.eye(3), np.array([0.0, middle, 0.0])))
    y = -depth / 2 + max(lid.head * 0.5, 0.25)
    eye = union(
        [
            cylinder(0.13, -0.036, 0.0, 14).translate((0, y, 0)),
            cylinder(0.05, -0.035, 0.0, 8).translate((0.6, y, 0)),
        ]
    )
    parts.append(part("webcam", eye, _EYE))
    if not lid.glass:
        pads = [
            cylinder(0.28, -0.035, 0.0, 12).translate((side * (width / 2 - 1.2), y, 0))
            for side in (-1, 1)
        ]
        parts.append(part("bumpers", union(pads), _RUBBER))
    if lid.chin_word and lid.chin > 1.2:
        word = lettering(maker, min(0.7, lid.chin * 0.4), -0.01, 0.004).rotate((180, 0, 0))
        at = (0, depth / 2 - lid.chin * 0.5, -0.03)
        parts.append(part("chin_word", word.translate(at), Material((0.4, 0.4, 0.4), 0.4)))
    return parts


def _logo(lid: Lid, size: tuple[float, float, float], maker: str) -> Solid:
    width, depth, _ = size
    low, high = lid.thickness - 0.02, lid.thickness + 0.006
    tall = depth * (0.1 if lid.logo == "word" else 0.075)
    if lid.logo_at == "corner":
        tall *= 0.6
    if lid.logo == "word":
        mark = lettering(maker, tall, low, high)
    elif lid.logo == "bars":
        mark = union(
            box((tall * 0.35, tall * (2.4 - step * 0.5), high - low)).translate(
                (tall * 0.6 * (step - 1), -tall * 0.25 * step, (low + high) / 2)
            )
            for step in range(3)
        )
    else:
        bottom = low if lid.logo == "ring" else low - 1
        letters = lettering(maker[:2].lower(), tall * 1.25, bottom, high + 0.001)
        outer = cylinder(tall * 1.25, low, high, 40)
        mark = (
            outer - letters
            if lid.logo == "disc"
            else (outer - cylinder(tall * 1.12, -9, 9, 40)) + letters
        )
    if lid.logo_turned:
        mark = mark.rotate((0, 0, 180))
    if lid.logo_at == "corner":
        return mark.translate((width * 0.36, -depth * 0.41, 0))
    return mark


def hinge_part(lid: Lid, width: float, depth: float, height: float, shell: Material) -> Part:
    """The barrels between base and lid, about the axis at the base's upper back edge."""
    radius = min(0.36, lid.thickness * 0.75, height * 0.4)
    reach = width * 0.37
    if lid.hinge == "bar":
        rods = [cylinder(radius, -width * 0.33, width * 0.33, 24, 0.03)]
    else:
        half = 1.5 if lid.hinge == "knuckles" else width * 0.09
        rods = [
            cylinder(radius, -half, half, 24, 0.03).translate((0, 0, side * reach))
            for side in (-1, 1)
        ]
    turned = union(rods).rotate((0, 90, 0))
    placed = turned.translate((0, depth / 2 - radius * 0.25, height + 0.02))
    dark = Material((0.012, 0.012, 0.012), 0.45)
    tone = Material(_scaled(shell, 0.6), 0.4, shell.metallic) if lid.hinge == "bar" else dark
    return part("hinge", placed, tone)
