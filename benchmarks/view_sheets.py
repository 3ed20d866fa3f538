"""Pictures of what the view model got wrong, and of the masks that it saw."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.sheets import write_sheet
from benchmarks.view_photos import QUESTIONS, judged
from benchmarks.view_tables import Group
from photocheck import Photo

_MASKS = 100
_COLUMNS = 10
_TILE = 160


def write_mistakes(group: Group, folder: Path) -> list[Path]:
    """One sheet a question, the surest mistakes first."""
    written = []
    for question in QUESTIONS:
        own = judged(question, group.seen)
        wrong = np.flatnonzero(~own.right)
        wrong = wrong[np.argsort(-own.chances[wrong].max(1))][:90] if wrong.size else wrong
        if not wrong.size:
            continue
        photos = []
        for index in wrong:
            photo, said = own.photos[index], own.said[index]
            true = question.classes[own.truth[index]]
            text = [
                f"{photo.category} {photo.view}",
                f"{question.classes[said]} {own.chances[index, said]:.2f}, is {true}",
                f"{photo.source} {photo.path.stem[-10:]}",
            ]
            photos.append((photo.path, text))
        target = folder / f"{question.title.lower().replace(' ', '_')}.png"
        write_sheet(target, photos)
        written.append(target)
    return written


def write_masks(group: Group, folder: Path) -> Path:
    """Every so many photos with the device's outline, a hundred in all."""
    step = max(1, len(group.seen) // _MASKS)
    tiles = [_tile(one.photo.path, one.estimate.mask) for one in group.seen[::step][:_MASKS]]
    while len(tiles) % _COLUMNS:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[at : at + _COLUMNS]) for at in range(0, len(tiles), _COLUMNS)]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "masks.png"
    cv2.imwrite(str(target), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
    return target


def _tile(path: Path, mask: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    rgb = Photo.open(path).rgb
    factor = _TILE / max(rgb.shape[:2])
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    if mask is not None:
        laid = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        outlines, _ = cv2.findContours(laid, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        cv2.drawContours(small, outlines, -1, (0, 255, 0), 1)
    tile = np.zeros((_TILE, _TILE, 3), np.uint8)
    tile[: size[1], : size[0]] = small
    return tile
