"""The two-pass predictor: the whole photo and, where that may tell more, the device alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.errors import ModelError
from photocheck.photo import Photo
from photocheck.view.calibration import (
    calibrated_logits,
    categories,
    contradicted,
    fault_probabilities,
    handedness,
    is_sure,
    out_of_distribution_score,
    probabilities,
    softmax,
)
from photocheck.view.labels import NARROW_SIDES, NO_DEVICE, VIEWS
from photocheck.view.model import Model, Outputs, installed
from photocheck.view.postprocess import (
    box_of,
    count_devices,
    covered_share,
    probability_map,
    remove_small_components,
    screen_state,
    sigmoid,
)
from photocheck.view.preprocess import Floats, Image, crop, crop_matrix, letterbox
from photocheck.view.types import ViewEstimate

logger = logging.getLogger(__name__)


Estimator = Callable[[Photo], ViewEstimate | None]
"""What estimates views: a function of a photo; None where it can't say anything."""


class Passes(NamedTuple):
    """What one or two passes of the network saw.

    Attributes
    ----------
    whole : Outputs
        Of the whole photo.
    closer : Outputs or None
        Of the device alone, where it was looked at.
    mask : h×w bool
        The device, without small components, on a grid over the photo.
    """

    whole: Outputs
    closer: Outputs | None
    mask: NDArray[np.bool_]

    @property
    def logits(self) -> Floats:
        """One a label: the mean of both passes, where there were two."""
        if self.closer is None:
            return self.whole.logits
        return np.asarray((self.whole.logits + self.closer.logits) / 2, np.float32)


def estimate(photo: Photo) -> ViewEstimate | None:
    """Estimate a photo's view with the model that comes with the package.

    Returns
    -------
    ViewEstimate or None
        None where the model can't be used, which is logged once; `photocheck.view.installed` says
        why. A photo of no device has no mask.
    """
    model = _installed_or_none()
    return None if model is None else predict(model, photo.rgb)


def predict(model: Model, rgb: Image) -> ViewEstimate:
    """What a model says of a picture, H×W×3 uint8."""
    calibration, limits = model.metadata.calibration, model.metadata.postprocessing
    passes = look(model, rgb)
    whole, closer, mask = passes
    score = out_of_distribution_score(whole.imagenet, model.metadata.is_device_of_imagenet())
    likelihood = probabilities(
        calibrated_logits(
            passes.logits,
            model.metadata.labels,
            calibration,
            two_pass=closer is not None,
            towards_left=0.0 if closer is None else handedness(closer.pose),
            out_of_distribution=score,
        ),
        model.metadata.labels,
    )
    shares = categories(likelihood)
    sure = is_sure(shares, calibration)
    against = contradicted(shares, tuple(VIEWS), calibration)
    faults = fault_probabilities(whole.faults, model.metadata.faults, calibration)
    if likelihood.get(NO_DEVICE, 0.0) > 0.5 or not mask.any():
        return ViewEstimate(
            likelihood, sure=sure, contradicted=against, out_of_distribution=score, faults=faults
        )
    height, width = rgb.shape[:2]
    screen, covering = (
        probability_map(whole.maps[index], height, width, model.metadata.size) for index in (1, 2)
    )
    lit = float(sigmoid(whole.lit)[0])
    return ViewEstimate(
        likelihood,
        screen=screen_state(likelihood, lit, screen, mask, limits),
        mask=mask,
        box=box_of(mask),
        covered=round(covered_share(mask, covering > limits.device_from), 4),
        devices=count_devices(mask, limits),
        sure=sure,
        contradicted=against,
        out_of_distribution=score,
        faults=faults,
    )


def look(model: Model, rgb: Image) -> Passes:
    """Look at a picture, and again where a narrow side may be seen.

    Parameters
    ----------
    model : Model
    rgb : H×W×3 uint8
    """
    height, width = rgb.shape[:2]
    size, limits = model.metadata.size, model.metadata.postprocessing
    whole = model.infer(letterbox(rgb, size))
    device = probability_map(whole.maps[0], height, width, size)
    mask = remove_small_components(device > limits.device_from, limits.smallest_part)
    narrow = np.array([view in NARROW_SIDES for _, view in model.metadata.labels])
    shares = softmax(whole.logits / np.float32(model.metadata.calibration.temperature))
    if shares[narrow].sum() < limits.two_pass_from:
        return Passes(whole, None, mask)
    matrix = crop_matrix(mask, height, width, size, limits.crop_margin)
    closer = None if matrix is None else model.infer(crop(rgb, matrix, size))
    return Passes(whole, closer, mask)


@lru_cache(maxsize=1)
def _installed_or_none() -> Model | None:
    try:
        return installed()
    except ModelError as error:
        logger.warning("photos have no view: %s", error)
        return None
