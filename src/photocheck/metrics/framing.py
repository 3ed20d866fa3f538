"""How a device lies in the frame: how large, and how much of it the frame cuts off."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import Box, box_of


class FramingMeasurement(NamedTuple):
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
    box: Box


def framing(mask: NDArray[np.bool_]) -> FramingMeasurement | None:
    """Measure where a device lies in the frame.

    Parameters
    ----------
    mask : H×W bool
        True on the device; a coarse grid laid over the whole frame.

    Returns
    -------
    FramingMeasurement or None
        None if the mask is empty.

    Raises
    ------
    ValueError
        If `mask` has another shape or dtype, or no cells.

    Examples
    --------
    >>> mask = np.zeros((20, 20), np.bool_)
    >>> mask[5:15, :10] = True
    >>> framing(mask)[:4]
    (0.25, 0.5, 0.5, ('left',))
    """
    if mask.ndim != 2 or mask.dtype != np.bool_ or 0 in mask.shape:
        raise ValueError(
            "expected a mask of H×W bool with at least one cell, "
            f"got shape {mask.shape} of {mask.dtype}"
        )
    box = box_of(mask)
    if box is None:
        return None
    on_side = {
        "top": mask[0].mean(),
        "bottom": mask[-1].mean(),
        "left": mask[:, 0].mean(),
        "right": mask[:, -1].mean(),
    }
    return FramingMeasurement(
        share=float(mask.mean()),
        span=max(box[2:]),
        cut=float(max(on_side.values())),
        sides=tuple(side for side, share in on_side.items() if share > 0),
        box=box,
    )
