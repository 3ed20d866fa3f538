"""Where in the frame a coarse map is out of bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import Box, components


def tile_boxes(
    tiles: NDArray[np.float32], *, below: float | None = None, above: float | None = None
) -> list[Box]:
    """Bounding boxes of the connected tiles below or above a limit.

    Parameters
    ----------
    tiles : rows×columns float32
        For instance L*, as in `ExposureMeasurement.tiles`, or widths, as in
        `SharpnessMeasurement.widths`. NaN is neither below nor above.
    below, above : float, optional
        In the unit of `tiles`; None for no limit.

    Returns
    -------
    list of (x, y, w, h)
        In fractions of the frame, the largest area first.

    Examples
    --------
    >>> tile_boxes(np.array([[10, 80], [90, 90]], np.float32), below=20)
    [(0.0, 0.0, 0.5, 0.5)]
    """
    chosen = np.zeros(tiles.shape, np.bool_)
    if below is not None:
        chosen |= tiles < below
    if above is not None:
        chosen |= tiles > above
    rows, columns = tiles.shape
    return [part.box((rows, columns)) for part in components(chosen, diagonal=False)]
