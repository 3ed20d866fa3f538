"""Where in the frame a coarse map is out of bounds."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def tile_boxes(
    tiles: NDArray[np.float32], *, below: float | None = None, above: float | None = None
) -> list[tuple[float, float, float, float]]:
    """Bounding boxes of the connected tiles darker than ``below`` or lighter than ``above``.

    Parameters
    ----------
    tiles
        Rows x columns of L*, as in `Exposure.tiles`.
    below
        L*; None for no lower limit.
    above
        L*; None for no upper limit.

    Returns
    -------
    Boxes (x, y, w, h) as fractions of the frame, largest area first.
    """
    chosen = np.zeros(tiles.shape, np.bool_)
    if below is not None:
        chosen |= tiles < below
    if above is not None:
        chosen |= tiles > above
    rows, columns = tiles.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(chosen.astype(np.uint8), connectivity=4)
    found = sorted(stats[1:].tolist(), key=lambda item: -int(item[cv2.CC_STAT_AREA]))
    return [(x / columns, y / rows, w / columns, h / rows) for x, y, w, h, _ in found]
