"""The estimate of a photo's view by the model that comes with the package."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from photocheck.errors import ModelError
from photocheck.photo import Photo
from photocheck.view.familiar import strangeness
from photocheck.view.looks import look
from photocheck.view.network import LIT, Network, installed
from photocheck.view.opposites import doubted, handedness
from photocheck.view.reading import (
    box_of,
    covered_share,
    devices_in,
    over_frame,
    probabilities,
    screen_state,
)
from photocheck.view.types import ViewEstimate

logger = logging.getLogger(__name__)

_INSIDE: Final = 0.5


Estimator = Callable[[Photo], ViewEstimate | None]
"""What estimates views: a function of a photo; None where it can't say anything."""


def estimate(photo: Photo) -> ViewEstimate | None:
    """Estimate a photo's view with the model that comes with the package.

    Returns
    -------
    ViewEstimate or None
        None where the model can't be used, which is logged once; `photocheck.view.installed` says
        why. A photo of no device has no mask.
    """
    network = _installed_or_none()
    if network is None:
        return None
    seen = look(network, photo.rgb)
    likelihood = probabilities(
        doubted(
            seen.classes / seen.temperature,
            network.classes,
            network.trust,
            network.turn,
            handedness(seen.facts) if seen.closer else 0.0,
        ),
        network.classes,
        strangeness(seen.whole.known) - network.strange,
    )
    shown = sum(share for (category, _), share in likelihood.items() if category != "none")
    if shown < _INSIDE or not seen.mask.any():
        return ViewEstimate(likelihood)
    height, width = photo.rgb.shape[:2]
    screen, whole = (over_frame(seen.whole.maps[i], height, width, network.size) for i in (1, 2))
    lit = float(1 / (1 + np.exp(-seen.whole.facts[LIT])))
    return ViewEstimate(
        likelihood,
        screen=screen_state(likelihood, lit, screen, seen.mask),
        mask=seen.mask,
        box=box_of(seen.mask),
        covered=round(covered_share(seen.mask, whole > _INSIDE), 4),
        devices=devices_in(seen.mask),
    )


@lru_cache(maxsize=1)
def _installed_or_none() -> Network | None:
    try:
        return installed()
    except ModelError as error:
        logger.warning("photos have no view: %s", error)
        return None
