"""What an estimate of a photo's view holds, whoever made it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from photocheck.result import Region
from photocheck.view.labels import VIEWS

_SUM_TOLERANCE: Final = 1e-3


@dataclass(frozen=True, eq=False)
class ViewEstimate:
    """What a photo probably shows.

    Attributes
    ----------
    likelihood : mapping of (category, view) to float
        Probabilities, 0 to 1, that sum to 1; pairs of `VIEWS`. A pair left out has 0.
    screen : {"on", "off"} or None
        State of the screen; None where no screen is seen or it can't be told.
    mask : H×W bool array or None
        The device's region on a coarse grid laid over the whole frame; None if there is none.
    box : Region or None
        Around the device.
    appearance : tuple of float or None
        Colour, shape and detail of the device, for comparing photos of one set.
    covered : float or None
        Share (0 to 1) of the device behind fingers; the model that comes with the package was
        taught phones and tablets.
    devices : int or None
        How many devices are in the frame. Of the model that comes with the package, how many lie
        apart; devices that touch count as one.
    sure : bool
        Whether the likeliest category is so likely that such answers are right in at least 97 of
        100 photos.
    contradicted : set of str
        Categories that the photo surely does not show.
    out_of_distribution : float or None
        How unlike photos of devices, parcels and papers it is; log odds, above 0 where it is more
        like other things.
    faults : mapping of str to float
        Probabilities (0 to 1) that a careful person finds the photo at fault, by the fault:
        ``"cut_off"``, ``"glare"``. A fault that is not named was not looked for.

    Raises
    ------
    ValueError
        If a pair is unknown, the likelihoods are no probabilities, the mask is no H×W bool array,
        or another value is none of those above.
    """

    likelihood: Mapping[tuple[str, str], float]
    screen: Literal["on", "off"] | None = None
    mask: NDArray[np.bool_] | None = None
    box: Region | None = None
    appearance: tuple[float, ...] | None = None
    covered: float | None = None
    devices: int | None = None
    sure: bool = False
    contradicted: frozenset[str] = frozenset()
    out_of_distribution: float | None = None
    faults: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pair, value in self.likelihood.items():
            if not (
                isinstance(pair, tuple) and len(pair) == 2 and pair[1] in VIEWS.get(pair[0], ())
            ):
                raise ValueError(f"expected a pair of photocheck.view.VIEWS, got {pair!r}")
            if not (math.isfinite(value) and 0.0 <= value <= 1.0 + _SUM_TOLERANCE):
                raise ValueError(f"expected a probability for {pair}, got {value!r}")
        total = math.fsum(self.likelihood.values())
        if abs(total - 1.0) > _SUM_TOLERANCE:
            raise ValueError(f"expected likelihoods that sum to 1, they sum to {total:.6g}")
        if self.mask is not None and (
            not isinstance(self.mask, np.ndarray)
            or self.mask.ndim != 2
            or self.mask.dtype != np.bool_
            or 0 in self.mask.shape
        ):
            raise ValueError(
                "expected a mask of H×W bool with at least one cell, "
                f"got shape {np.shape(self.mask)} of {getattr(self.mask, 'dtype', type(self.mask))}"
            )
        if self.screen not in {None, "on", "off"}:
            raise ValueError(f"expected a screen that is 'on', 'off' or None, got {self.screen!r}")
        if self.box is not None and not isinstance(self.box, Region):
            raise ValueError(f"expected a box as Region, got {type(self.box).__name__}")
        if self.appearance is not None and not all(map(math.isfinite, self.appearance)):
            raise ValueError(f"expected an appearance of finite numbers, got {self.appearance!r}")
        if self.covered is not None and not 0 <= self.covered <= 1:
            raise ValueError(f"expected the covered share as 0 to 1, got {self.covered!r}")
        if self.devices is not None and self.devices < 0:
            raise ValueError(f"expected a number of devices, got {self.devices!r}")
        if not self.contradicted <= VIEWS.keys():
            raise ValueError(
                "expected contradicted categories of photocheck.view.VIEWS, "
                f"got {sorted(self.contradicted - VIEWS.keys())}"
            )
        for name, value in self.faults.items():
            if not 0 <= value <= 1:
                raise ValueError(f"expected the probability of {name!r} as 0 to 1, got {value!r}")
        if self.out_of_distribution is not None and not math.isfinite(self.out_of_distribution):
            raise ValueError(
                f"expected a finite out-of-distribution score, got {self.out_of_distribution!r}"
            )
