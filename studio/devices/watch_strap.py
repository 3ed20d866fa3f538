"""Straps of watches: rubber, leather, links, woven, milanese; flat, closed, worn, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.devices.watch_weave import StrapKind, strap_material
from studio.model import Material, Part
from studio.solids import Solid, box, cylinder, part, rounded_rectangle, slab

StrapPose = Literal["flat", "loop", "worn", "none"]
Line = NDArray[np.float64]
Place = tuple[float, float, float]

_STEPS: Final = 60
_LAPPED: Final = frozenset({"rubber", "leather"})
_STEEL: Final = Material((0.55, 0.55, 0.56), 0.2, 1.0)
_THICK: Final[dict[StrapKind, float]] = {
    "rubber": 0.25,
    "leather": 0.26,
    "links": 0.28,
    "woven": 0.17,
    "milanese": 0.14,
}


@dataclass(frozen=True)
class Strap:
    """What is fixed about a strap, centimetres.

    Attributes
    ----------
    kind : str
    width : float
        At the case; it narrows by `taper` to its end.
    taper : float
    upper, lower : float
        Lengths of the half with the buckle (at 12 o'clock) and of the other.
    stitched : bool
        Light stitches along the edges of leather.
    holes : str
        round, long or none.
    start, rise : float
        y and z at which it leaves the case.
    filled : bool
        A piece of it fills the gap between a case with lugs and their bars.
    below : float
        z of the table under a watch that lies on its rear.
    """

    kind: StrapKind
    width: float
    taper: float
    upper: float
    lower: float
    stitched: bool
    holes: Literal["round", "long", "none"]
    start: float
    rise: float
    filled: bool
    below: float

    @property
    def thick(self) -> float:
        """Its thickness."""
        return _THICK[self.kind]


@dataclass(frozen=True)
class Wrist:
    """The oval around which a strap closes: half axes in y and z, and the z of its middle."""

    across: float
    deep: float
    middle: float


def wrist_of(rng: np.random.Generator, strap: Strap) -> Wrist:
    """The oval of a closed strap, which touches the case where the strap starts."""
    across = max(strap.start + float(rng.uniform(0.55, 0.95)), 2.75)
    deep = float(rng.uniform(2.2, 2.7))
    below = deep * float(np.sqrt(1 - (strap.start / across) ** 2))
    return Wrist(across, deep, strap.rise - below)


def strap_parts(
    rng: np.random.Generator, strap: Strap, pose: StrapPose, wrist: Wrist, hue: float
) -> tuple[list[Part], dict[str, Place], str]:
    """Both halves and the buckle, named points, and the colour's name."""
    if pose == "none":
        return [], {}, "none"
    closed = pose in {"loop", "worn"}
    material, name, scale = strap_material(
        rng, strap.kind, hue, strap.width, strap.lower, strap.stitched, strap.holes
    )
    parts: list[Part] = []
    landmarks: dict[str, Place] = {}
    for side in (1, -1):
        line = _around(strap, wrist, side) if closed else _lying(rng, strap, side)
        label = "strap_top" if side > 0 else "strap_bottom"
        if strap.kind == "links":
            parts.append(part(label, _links(strap, line, side), material, sharp=40))
        else:
            # Only the lower half has holes: they are in the lower part of the picture.
            parts.append(_ribbon(label, strap, line, side, material, scale))
        middle = line[_STEPS // 3]
        landmarks[label] = (0.0, float(middle[0]), float(middle[1]))
        if strap.filled:
            parts.append(part(f"{label}_end", _end_piece(strap, side), _plain(material)))
        if side > 0:
            parts += _buckle(strap, line, _plain(material), closed=closed)
            landmarks["buckle"] = (0.0, float(line[-1, 0]), float(line[-1, 1]))
    return parts, landmarks, name


def _plain(material: Material) -> Material:
    """The same without its picture."""
    colour = np.asarray(material.colour)
    if colour.ndim < 3:
        return material
    red, green, blue = (float(each) for each in colour.mean((0, 1)))
    roughness = float(np.mean(material.roughness))
    return Material((red, green, blue), roughness, material.metallic, material.specular)


def _end_piece(strap: Strap, side: int) -> Solid:
    """What leads from under the case to the bar."""
    rod = cylinder(strap.thick * 0.55, -strap.width / 2, strap.width / 2, 16).rotate((0, 90, 0))
    inner = rod.translate((0, side * (strap.start - 1.0), 0.0))
    return manifold3d.Manifold.batch_hull(
        [inner, rod.translate((0, side * strap.start, strap.rise))]
    )


def _lying(rng: np.random.Generator, strap: Strap, side: int) -> Line:
    """The middle line, N×2 (y, z), of a half that lies on the table beside the case."""
    length = strap.upper if side > 0 else strap.lower
    along = np.linspace(0, length, _STEPS + 1)
    floor = strap.below + strap.thick / 2 + 0.01
    descent = float(rng.uniform(1.6, 2.8))
    share = np.clip(along / descent, 0, 1)
    z = strap.rise + (floor - strap.rise) * share * share * (3 - 2 * share)
    # What has been worn keeps a bend: the end rises again.
    rest = np.clip(along - descent, 0, None)
    z = z + float(rng.uniform(0, 0.035)) * rest**2 + 0.04 * np.sin(along * 1.3) ** 2 * share
    step = np.diff(z)
    y = strap.start + np.r_[0, np.cumsum(np.sqrt(np.maximum(np.diff(along) ** 2 - step**2, 1e-6)))]
    return np.stack([side * y, z], axis=1)


def _around(strap: Strap, wrist: Wrist, side: int) -> Line:
    """The middle line of a half that is closed around the wrist; the lower one lies outside."""
    first = np.arccos(np.clip(strap.start / wrist.across, -1, 1))
    lapped = strap.kind in _LAPPED
    meeting = -np.pi / 2 + (0.12 if lapped else 0.01)
    last = meeting - (1.0 if lapped and side < 0 else 0.0)
    angle = np.linspace(first, last, 400)
    over = np.clip((meeting + 0.35 - angle) / 0.35, 0, 1) if lapped and side < 0 else 0 * angle
    grown = over * (strap.thick + 0.03)
    y = (wrist.across + grown) * np.cos(angle)
    z = wrist.middle + (wrist.deep + grown) * np.sin(angle)
    line = np.stack([side * y, z], axis=1)
    travelled = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    even = np.linspace(0, travelled[-1], _STEPS + 1)
    return np.stack([np.interp(even, travelled, line[:, axis]) for axis in (0, 1)], axis=1)


def _frames(line: Line, side: int) -> tuple[Line, Line]:
    """Tangent and outward direction, N×2 (y, z) each."""
    tangent = np.gradient(line, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    outward = side * np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    return tangent, outward


def _widths(strap: Strap, travelled: Line, *, tip: bool) -> Line:
    """Width along the strap, perhaps with a rounded end."""
    length = float(travelled[-1])
    width = strap.width * (1 - strap.taper * np.clip(travelled / length * 1.4, 0, 1))
    if not tip:
        return np.asarray(width)
    left = np.clip((length - travelled) / 0.75, 0, 1)
    return np.asarray(width * np.where(left < 1, np.sqrt(1 - (1 - left) ** 2 * 0.93), 1.0))


def _ribbon(
    name: str, strap: Strap, line: Line, side: int, material: Material, scale: float
) -> Part:
    """A band led along a line, with the picture laid along it."""
    _, outward = _frames(line, side)
    travelled = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    widths = _widths(strap, travelled, tip=side < 0 and strap.kind in _LAPPED)
    rounding = min(0.1, strap.thick * 0.45)
    steps = 4
    angles = np.concatenate([np.linspace(0, np.pi / 2, steps) + q * np.pi / 2 for q in range(4)])
    flat = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    count = len(flat)
    vertices, normals, uv = [], [], []
    for index in range(len(line)):
        outline = rounded_rectangle(float(widths[index]), strap.thick, rounding, steps)
        out = np.array([0.0, *outward[index]])
        point = np.array([0.0, *line[index]])
        vertices.append(point + outline[:, :1] * (1.0, 0.0, 0.0) + outline[:, 1:] * out)
        normals.append(flat[:, :1] * (1.0, 0.0, 0.0) + flat[:, 1:] * out)
        u = outline[:, 0] / strap.width + 0.5
        v = np.full(count, 0.5 - side * travelled[index] * scale)
        uv.append(np.stack([u, v], axis=1))
    here = np.arange(count)
    following = (here + 1) % count
    faces = []
    for index in range(len(line) - 1):
        low, high = index * count, (index + 1) * count
        faces += [
            np.c_[low + here, low + following, high + following],
            np.c_[low + here, high + following, high + here],
        ]
    for index, sign in ((0, -1.0), (len(line) - 1, 1.0)):
        first = len(vertices) * count
        ring = vertices[index]
        tangent = line[min(index + 1, len(line) - 1)] - line[max(index - 1, 0)]
        tangent = sign * tangent / np.linalg.norm(tangent)
        vertices.append(ring)
        normals.append(np.tile([0.0, *tangent], (count, 1)))
        uv.append(uv[index])
        fan = np.c_[np.full(count - 2, first), first + here[1:-1], first + here[2:]]
        faces.append(fan if sign > 0 else fan[:, ::-1])
    corners, indices = np.concatenate(vertices), np.concatenate(faces)
    triangles = corners[indices]
    volume = np.einsum("ni,ni->", triangles[:, 0], np.cross(triangles[:, 1], triangles[:, 2]))
    if volume < 0:
        indices = indices[:, ::-1]
    return Part(
        name,
        corners.astype(np.float32),
        np.concatenate(normals).astype(np.float32),
        np.ascontiguousarray(indices).astype(np.uint32),
        material,
        np.concatenate(uv).astype(np.float32),
    )


def _placed(solid: Solid, line: Line, index: int, side: int, lift: float = 0.0) -> Solid:
    """Put a solid on the line: its y along it away from the case, its z outward."""
    tangent, outward = _frames(line, side)
    out = outward[index]
    y, z = line[index] + lift * out
    axes = np.array([[side, 0, 0], [0, *tangent[index]], [0, *out]], float).T
    return solid.transform(np.c_[axes, (0.0, y, z)])


def _links(strap: Strap, line: Line, side: int) -> Solid:
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    number = max(6, round(length / 0.62))
    pitch = length / number
    found = []
    for link in range(number):
        at = round((link + 0.5) / number * _STEPS)
        wide = strap.width * (1 - strap.taper * min(1.0, link / number * 1.4))
        centre = slab(wide * 0.38, pitch * 0.94, 0.06, -0.14, 0.15, 0.05, 0.05, 3, 3)
        outer = slab(wide * 0.29, pitch * 0.94, 0.06, -0.13, 0.13, 0.05, 0.05, 3, 3)
        pieces = [centre.translate((0, pitch * 0.25, 0))] if link < number - 1 else [centre]
        pieces += [outer.translate((sign * wide * 0.35, 0, 0)) for sign in (-1, 1)]
        found.append(_placed(manifold3d.Manifold.compose(pieces), line, at, side))
    return manifold3d.Manifold.compose(found)


def _buckle(strap: Strap, line: Line, plain: Material, *, closed: bool) -> list[Part]:
    """At the end of the upper half: a pin buckle, a stud's plate, or a folding clasp."""
    wide = strap.width * (1 - strap.taper)
    if strap.kind in {"links", "milanese", "woven"}:
        plate = slab(wide + 0.1, 1.6, 0.12, -0.06, 0.06, 0.04, 0.04, 5, 3)
        lift = strap.thick / 2 + 0.05
        return [part("buckle", _placed(plate, line, _STEPS - 1, 1, lift), _STEEL)]
    frame = slab(wide + 0.5, 1.15, 0.3, -0.12, 0.12, 0.06, 0.06, 7, 4)
    frame -= slab(wide + 0.12, 0.75, 0.16, -1, 1, 0.01, 0.01, 6, 2)
    tongue = cylinder(0.07, 0, 0.95, 12, 0.02).rotate((-90, 0, 0)).translate((0, -0.35, 0.09))
    buckle = _placed((frame + tongue).translate((0, 0.3, 0)), line, _STEPS, 1, 0.04)
    parts = [part("buckle", buckle, _STEEL)]
    hollow = (strap.thick if not closed else 2 * strap.thick) + 0.03
    keeper = slab(wide + 0.2, hollow + 0.12, 0.08, -0.2, 0.2, 0.02, 0.02, 4, 3)
    keeper -= box((wide + 0.06, hollow, 1.0))
    keeper = keeper.rotate((90, 0, 0))
    lift = 0.06 if not closed else strap.thick / 2 + 0.03
    loops = [
        _placed(keeper, line, _STEPS - back, 1, lift) for back in ((7,) if closed else (7, 13))
    ]
    parts.append(part("keepers", manifold3d.Manifold.compose(loops), plain))
    return parts
