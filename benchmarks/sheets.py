"""Contact sheets: many photos on one PNG, each with a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck import Photo
from photocheck.view.preprocess import letterbox

_TILE = 240
_LINE = 16
_COLUMNS = 6


def write_sheet(target: Path, photos: Sequence[tuple[Path, Sequence[str]]]) -> None:
    """Draw photos with the lines of text below each, six in a row, into a PNG."""
    lines = max(len(text) for _, text in photos)
    tiles = [_tile(path, text, lines) for path, text in photos]
    columns = min(_COLUMNS, len(tiles))
    while len(tiles) % columns:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[start : start + columns]) for start in range(0, len(tiles), columns)]
    target.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(target), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))


def _tile(path: Path, text: Sequence[str], lines: int) -> NDArray[np.uint8]:
    tile = np.zeros((_TILE + _LINE * lines + 4, _TILE, 3), np.uint8)
    tile[:_TILE] = letterbox(Photo.open(path).rgb, _TILE)
    for number, line in enumerate(text, 1):
        place = (3, _TILE + _LINE * number - 3)
        cv2.putText(tile, line, place, cv2.FONT_HERSHEY_SIMPLEX, 0.38, (255,) * 3, 1, cv2.LINE_AA)
    return tile
