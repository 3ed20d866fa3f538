"""Scenes and faults made of good photos: what they show is known exactly.

A device is cut out and laid before another scene, a second one beside it; it is cropped so that a
part is outside the frame, fingers lie over it. D. Dwibedi et al., "Cut, Paste and Learn", ICCV
2017: what such a picture has of wrong edges and light teaches less wrongly than a few backgrounds
would.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

DEVICE, SCREEN, WHOLE = range(3)
_HALF: Final = 127
_FLAWED_SHARE: Final = 0.12
"""Share of a device that must be outside the frame, or hidden, for that to be a fault."""
_LEAST_SHARE: Final = 0.02


@dataclass(frozen=True)
class Composition:
    """A picture, where its device is, and what is wrong with it.

    Attributes
    ----------
    rgb : H×W×3 uint8
    masks : H×W×3 uint8
        Device, screen, device with what is covered of it; 255 is all of a pixel.
    known : tuple of 3 bool
        Which of these masks are known.
    outside : float
        Share of the device beyond the frame.
    covered : float
        Share of the device that something lies over.
    several : bool
        Whether there is a second device.
    """

    rgb: Picture
    masks: Picture
    known: tuple[bool, bool, bool]
    outside: float = 0.0
    covered: float = 0.0
    several: bool = False

    @property
    def device_share(self) -> float:
        """Share of the frame that is device."""
        return float((self.masks[..., DEVICE] > _HALF).mean())

    @property
    def is_cut_off(self) -> bool:
        """Whether enough of the device is outside to ask for another photo."""
        return self.outside > _FLAWED_SHARE

    @property
    def is_covered(self) -> bool:
        """Whether enough of the device is hidden to ask for another photo."""
        return self.covered > _FLAWED_SHARE


def before(scene: Picture, composed: Composition, rng: np.random.Generator) -> Composition:
    """The device before another scene, with matched light and a shadow.

    Parameters
    ----------
    scene : H×W×3 uint8
        Of any size.
    composed : Composition
    rng : Generator

    Returns
    -------
    Composition
        The same one where there is next to nothing of a device.
    """
    if composed.device_share < _LEAST_SHARE:
        return composed
    height, width = composed.rgb.shape[:2]
    share = _feathered(composed.masks[..., DEVICE], rng)
    behind = _filling(scene, height, width, rng).astype(np.float32)
    # Part of the way to the light that the device was taken in.
    ours = composed.rgb[composed.masks[..., DEVICE] <= _HALF]
    if len(ours):
        behind *= (max(float(ours.mean()), 8.0) / max(float(behind.mean()), 8.0)) ** float(
            rng.uniform(0, 0.7)
        )
    if rng.random() < 0.6:
        behind *= 1 - _shadow(share, rng)
    mixed = share[..., None] * composed.rgb + (1 - share[..., None]) * behind
    return replace(composed, rgb=_bytes(mixed))


def beside(other: Composition, composed: Composition, rng: np.random.Generator) -> Composition:
    """A second device in the frame, beside or partly behind the first.

    Parameters
    ----------
    other, composed : Composition
    rng : Generator

    Returns
    -------
    Composition
        The masks are those of the first device; the same one where either has next to no device.
    """
    if min(other.device_share, composed.device_share) < _LEAST_SHARE:
        return composed
    height, width = composed.rgb.shape[:2]
    rows, columns = np.nonzero(other.masks[..., DEVICE] > _HALF)
    window = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    patch, outline = other.rgb[window], other.masks[window][..., DEVICE]
    area = float((composed.masks[..., DEVICE] > _HALF).sum())
    factor = float(np.sqrt(area * rng.uniform(0.4, 1.2) / max(1.0, float((outline > _HALF).sum()))))
    size = (max(4, round(patch.shape[1] * factor)), max(4, round(patch.shape[0] * factor)))
    patch = _resized(patch, size)
    outline = _resized(outline, size)
    canvas = composed.rgb.copy()
    alpha = np.zeros((height, width), np.uint8)
    top = int(rng.integers(-size[1] // 3, max(1, height - 2 * size[1] // 3)))
    left = int(rng.integers(-size[0] // 3, max(1, width - 2 * size[0] // 3)))
    seen = np.s_[
        max(0, top) : min(height, top + size[1]), max(0, left) : min(width, left + size[0])
    ]
    part = np.s_[
        max(0, -top) : max(0, -top) + canvas[seen].shape[0],
        max(0, -left) : max(0, -left) + canvas[seen].shape[1],
    ]
    canvas[seen], alpha[seen] = patch[part], outline[part]
    first = composed.masks[..., DEVICE].astype(np.float32) / 255
    second = _feathered(alpha, rng) * (1 - first)
    if float(second.sum()) < _FLAWED_SHARE * area:
        return composed  # hidden behind the first, or outside
    mixed = second[..., None] * canvas + (1 - second[..., None]) * composed.rgb
    return replace(composed, rgb=_bytes(mixed), several=True)


def cropped(composed: Composition, outside: float, rng: np.random.Generator) -> Composition:
    """The frame moved so that a share of the device is beyond one of its sides.

    Parameters
    ----------
    composed : Composition
    outside : float
        0 to below 1.
    rng : Generator

    Returns
    -------
    Composition
        The same one where there is next to nothing of a device.
    """
    device = composed.masks[..., DEVICE] > _HALF
    if composed.device_share < _LEAST_SHARE:
        return composed
    axis = int(rng.integers(2))
    along = np.cumsum(device.sum(axis=1 - axis)) / device.sum()
    cut = int(np.searchsorted(along, outside)) if outside > 0 else 0
    window: Any = np.s_[cut:] if axis == 0 else np.s_[:, cut:]
    if rng.random() < 0.5:  # from the other side
        cut = int(np.searchsorted(along, 1 - outside)) + 1
        window = np.s_[:cut] if axis == 0 else np.s_[:, :cut]
    rgb, masks = composed.rgb[window], composed.masks[window]
    if min(rgb.shape[:2]) < 16:
        return composed
    kept = float((masks[..., DEVICE] > _HALF).sum()) / float(device.sum())
    return replace(
        composed,
        rgb=np.ascontiguousarray(rgb),
        masks=np.ascontiguousarray(masks),
        outside=1 - kept * (1 - composed.outside),
    )


def with_fingers(composed: Composition, rng: np.random.Generator) -> Composition:
    """Fingers that reach over the device from outside.

    Parameters
    ----------
    composed : Composition
    rng : Generator

    Returns
    -------
    Composition
        Its first two masks lose what is hidden, the third keeps it.
    """
    device = composed.masks[..., DEVICE] > _HALF
    if composed.device_share < _LEAST_SHARE:
        return composed
    height, width = device.shape
    rows, columns = np.nonzero(device)
    span = float(np.sqrt(device.sum()))
    skin = _skin(rng) * float(np.clip(composed.rgb[device].mean() / 110, 0.35, 1.3))
    canvas = composed.rgb.astype(np.float32)
    hidden = np.zeros((height, width), np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    across = np.array([-np.sin(angle), np.cos(angle)])
    target = np.array([columns.mean(), rows.mean()]) + rng.normal(0, 0.15, 2) * span
    thickness = span * float(rng.uniform(0.12, 0.3))
    for index in range(int(rng.integers(1, 5))):
        tip = target + across * index * thickness * 1.1 + rng.normal(0, 0.12, 2) * span
        end = tip + np.array([np.cos(angle), np.sin(angle)]) * 3 * max(height, width)
        finger = np.zeros((height, width), np.uint8)
        ends = [tuple(int(v) for v in point) for point in (tip, end)]
        cv2.line(finger, ends[0], ends[1], 255, max(2, int(thickness)), cv2.LINE_AA)
        alpha = _feathered(finger, rng)
        # Rounder than flat: darker towards its edges.
        depth = cv2.distanceTransform(finger, cv2.DIST_L2, 3) / max(1.0, thickness / 2)
        shade = 0.6 + 0.4 * np.sqrt(np.clip(depth, 0, 1))
        colour = skin * shade[..., None]
        canvas = alpha[..., None] * colour + (1 - alpha[..., None]) * canvas
        hidden = np.maximum(hidden, alpha)
    masks = composed.masks.copy()
    masks[..., DEVICE] = _bytes(masks[..., DEVICE] * (1 - hidden))
    masks[..., SCREEN] = _bytes(masks[..., SCREEN] * (1 - hidden))
    seen = float((masks[..., DEVICE] > _HALF).sum())
    whole = float((masks[..., WHOLE] > _HALF).sum())
    return replace(
        composed, rgb=_bytes(canvas), masks=masks, covered=max(0.0, 1 - seen / max(whole, 1.0))
    )


def with_screen(
    content: Picture | None, composed: Composition, rng: np.random.Generator
) -> Composition:
    """The screen showing something else, or nothing.

    Parameters
    ----------
    content : H×W×3 uint8 or None
        None is a screen that is off, with a weak mirror image of its surroundings.
    composed : Composition
        Of a device whose screen is known.
    rng : Generator
    """
    screen = composed.masks[..., SCREEN]
    if float((screen > _HALF).mean()) < _LEAST_SHARE:
        return composed
    rows, columns = np.nonzero(screen > _HALF)
    corners = cv2.boxPoints(cv2.minAreaRect(np.stack([columns, rows], 1).astype(np.float32)))
    height, width = screen.shape
    if content is None:
        shown = np.full((height, width, 3), rng.uniform(2, 28), np.float32)
        mirrored = cv2.GaussianBlur(composed.rgb[:, ::-1], (0, 0), max(height, width) / 40)
        shown += mirrored.astype(np.float32) * float(rng.uniform(0, 0.25))
    else:
        own = content.shape[:2]
        source = np.array([[0, own[0]], [0, 0], [own[1], 0], [own[1], own[0]]], np.float32)
        matrix = cv2.getPerspectiveTransform(source, np.roll(corners, int(rng.integers(4)), 0))
        shown = cv2.warpPerspective(content, matrix, (width, height)).astype(np.float32)
        shown *= float(np.exp(rng.normal(0, 0.3)))
    alpha = screen.astype(np.float32)[..., None] / 255
    return replace(composed, rgb=_bytes(alpha * shown + (1 - alpha) * composed.rgb))


def without_device(composed: Composition, rng: np.random.Generator) -> Composition | None:
    """A part of the picture with nothing of the device; None if no such part is found."""
    height, width = composed.rgb.shape[:2]
    for _ in range(8):
        side = rng.uniform(0.35, 0.8, 2) * (height, width)
        rows, columns = int(side[0]), int(side[1])
        top, left = int(rng.integers(height - rows)), int(rng.integers(width - columns))
        span = np.s_[top : top + rows, left : left + columns]
        if min(rows, columns) > 16 and not composed.masks[span][..., [DEVICE, WHOLE]].any():
            return replace(
                composed,
                rgb=np.ascontiguousarray(composed.rgb[span]),
                masks=np.ascontiguousarray(composed.masks[span]),
            )
    return None


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _feathered(mask: Picture, rng: np.random.Generator) -> Floats:
    soft = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.5, 1.5)))
    return np.asarray(soft, np.float32) / np.float32(255)


def _shadow(share: Floats, rng: np.random.Generator) -> Floats:
    """Of the device on what lies behind it, H×W×1, 0 to 1."""
    height, width = share.shape
    reach = float(rng.uniform(0.01, 0.06)) * max(height, width)
    move = np.array([[1, 0, rng.normal(0, reach)], [0, 1, abs(rng.normal(0, reach))]], np.float32)
    moved = cv2.warpAffine(share, move, (width, height))
    soft = cv2.GaussianBlur(moved, (0, 0), max(0.5, reach))
    return np.asarray(soft * float(rng.uniform(0.2, 0.7)), np.float32)[..., None]


def _filling(rgb: Picture, height: int, width: int, rng: np.random.Generator) -> Picture:
    """Any part of a picture that has the proportions wanted, at that size."""
    factor = max(height / rgb.shape[0], width / rgb.shape[1]) * float(rng.uniform(1, 1.6))
    size = (max(width, round(rgb.shape[1] * factor)), max(height, round(rgb.shape[0] * factor)))
    grown = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    top = int(rng.integers(grown.shape[0] - height + 1))
    left = int(rng.integers(grown.shape[1] - width + 1))
    return np.asarray(grown[top : top + height, left : left + width], np.uint8)


def _skin(rng: np.random.Generator) -> Floats:
    """A colour of skin, from light to dark."""
    light, dark = np.array([236, 198, 172], np.float32), np.array([78, 48, 34], np.float32)
    tone = light + (dark - light) * np.float32(rng.uniform(0, 1))
    return np.asarray(tone + rng.normal(0, 6, 3), np.float32)


def _bytes(values: NDArray[np.floating]) -> Picture:
    return np.asarray(np.clip(values, 0, 255) + 0.5, np.uint8)
