"""From a design's name to the thing: one builder for each kind."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import numpy as np

from studio.designs import kind_of
from studio.model import Thing

_MODULES: Final = {
    "parcel": "studio.parcels",
    "document": "studio.documents",
}


def build(design: str, rng: np.random.Generator, **options: Any) -> Thing:
    """Build one instance of a design; options are its builder's (`lit`, `content`, `opening` …).

    Raises
    ------
    ValueError
        If there is no such design.
    """
    kind = kind_of(design)
    module = import_module(_MODULES.get(kind, f"studio.devices.{kind}"))
    thing: Thing = module.build(design, rng, **options)
    return thing
