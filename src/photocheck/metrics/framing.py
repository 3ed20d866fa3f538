"""How a device lies in the frame: how large, and how much of it the frame cuts off."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Framing(NamedTuple):
    """A device's place in the frame.

    Attributes
    ----------
    share : float
        Of the frame's area that the device covers, 0 to 1.
    span : float
        The longer side of its bounding box, as a share (0 to 1) of that side of the frame.
    cut : float
        Largest share (0 to 1) of a frame's side that the device lies on, of those sides.
    sides : tuple of str
        The frame's sides that it lies on: "top", "bottom", "left", "right".
    box : (x, y, w, h)
        Its bounding box in fractions of the frame.
    """

    share: float
    span: float
    cut: float
    sides: tuple[str, ...]
    box: tuple[float, float, float, float]


def framing(mask: NDArray[np.bool_]) -> Framing | None:
    """Measure where a device lies in the frame.

    Parameters
    ----------
    mask : H×W bool
        True on the device; a coarse grid laid over the whole frame.

    Returns
    -------
    Framing or None
        None if the mask is empty.

    Raises
    ------
    ValueError
        If `mask` has another shape or dtype, or no cells.
    """
    if mask.ndim != 2 or mask.dtype != np.bool_ or 0 in mask.shape:
        raise ValueError(
            "expected a mask of H×W bool with at least one cell, "
            f"got shape {mask.shape} of {mask.dtype}"
        )
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    height, width = mask.shape
    box = (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1 - columns[0]) / width),
        float((rows[-1] + 1 - rows[0]) / height),
    )
    on_side = {
        "top": mask[0].mean(),
        "bottom": mask[-1].mean(),
        "left": mask[:, 0].mean(),
        "right": mask[:, -1].mean(),
    }
    return Framing(
        share=float(mask.mean()),
        span=max(box[2:]),
        cut=float(max(on_side.values())),
        sides=tuple(side for side, share in on_side.items() if share > 0),
        box=box,
    )
