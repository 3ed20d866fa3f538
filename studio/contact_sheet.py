"""A contact sheet of a run: its photos with the outlines of their masks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.truth import PhotoTruth

_CAPTION = 16
_OUTLINES = {2: (60, 220, 60), 1: (250, 160, 30), 0: (60, 60, 250)}
"""Colours (BGR) by channel of the masks: device, screen, label."""
_GLARE = (255, 0, 255)


def contact_sheet(
    folder: Path, photos: Sequence[PhotoTruth], columns: int = 8, tile: int = 220
) -> NDArray[np.uint8]:
    """Photos in rows, captions below: H×W×3 uint8 BGR."""
    tiles = [_tile(folder, photo, tile) for photo in photos]
    blank = np.zeros((tile + _CAPTION, tile, 3), np.uint8)
    tiles += [blank] * (-len(tiles) % columns)
    rows = [
        np.concatenate(tiles[at : at + columns], axis=1) for at in range(0, len(tiles), columns)
    ]
    return np.concatenate(rows)


def _tile(folder: Path, photo: PhotoTruth, tile: int) -> NDArray[np.uint8]:
    picture = cv2.imread(str(folder / photo.file), cv2.IMREAD_COLOR)
    masks = cv2.imread(str(folder / photo.masks), cv2.IMREAD_COLOR)
    glare = cv2.imread(str(folder / photo.glare), cv2.IMREAD_GRAYSCALE)
    canvas = np.zeros((tile + _CAPTION, tile, 3), np.uint8)
    if picture is None or masks is None or glare is None:
        return canvas
    for channel, colour in _OUTLINES.items():
        _outline(picture, masks[..., channel], 128, colour)
    _outline(picture, glare, 60, _GLARE)
    scale = tile / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    canvas[: small.shape[0], : small.shape[1]] = small
    words = f"{photo.index} {photo.kind[:6]} {photo.view}"
    if photo.faults:
        words += " !" + photo.faults[0].split(".")[-1]
    cv2.putText(canvas, words, (2, tile + 12), 0, 0.36, (255, 255, 255), 1, cv2.LINE_AA)
    return canvas


def _outline(
    picture: NDArray[Any], mask: NDArray[Any], level: int, colour: tuple[int, int, int]
) -> None:
    found = cv2.findContours((mask > level).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[
        0
    ]
    cv2.drawContours(picture, found, -1, colour, 1)
