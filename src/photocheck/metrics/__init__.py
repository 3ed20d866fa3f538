"""Pure measures: arrays in, numbers out. They know no limits and no settings.

The checks of `photocheck.checks` apply limits to what these measure.

>>> import numpy as np
>>> from photocheck import metrics
>>> photo = np.full((300, 400, 3), 119, np.uint8)
>>> round(metrics.exposure(photo).level)
50
"""

from photocheck.metrics.exposure import ExposureMeasurement, exposure
from photocheck.metrics.framing import FramingMeasurement, framing
from photocheck.metrics.geometry import (
    Box,
    Component,
    box_of,
    centre_mask,
    centre_window,
    components,
    reduced,
    solidity,
)
from photocheck.metrics.glare import Blob, GlareMeasurement, glare
from photocheck.metrics.hash_table import HashTable
from photocheck.metrics.perceptual_hash import distance, nearest, perceptual_hash
from photocheck.metrics.sharpness import SharpnessMeasurement, sharpness
from photocheck.metrics.subject import Subject, find_subject
from photocheck.metrics.tiles import tile_boxes

__all__ = [
    "Blob",
    "Box",
    "Component",
    "ExposureMeasurement",
    "FramingMeasurement",
    "GlareMeasurement",
    "HashTable",
    "SharpnessMeasurement",
    "Subject",
    "box_of",
    "centre_mask",
    "centre_window",
    "components",
    "distance",
    "exposure",
    "find_subject",
    "framing",
    "glare",
    "nearest",
    "perceptual_hash",
    "reduced",
    "sharpness",
    "solidity",
    "tile_boxes",
]
