"""Headphones: buds in a charging case, or two cups on a band."""

from __future__ import annotations

import numpy as np

from studio.designs import design_rng
from studio.devices import earbuds, headset
from studio.model import Thing


def parameters(design: str) -> earbuds.Earbuds | headset.Headset:
    """The product of that name."""
    rng = design_rng(design)
    if rng.random() < 0.5:
        return earbuds.parameters(design, rng)
    return headset.parameters(design, rng)


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    pose: str | None = None,
) -> Thing:
    """One instance of a pair of headphones.

    `pose` is "closed", "open" or "beside" for buds, "worn", "flat" or "folded" for cups; at random
    where not given. They have no screen: `lit` turns on a charging case's lamp.
    """
    del content
    product = parameters(design)
    if isinstance(product, earbuds.Earbuds):
        return earbuds.build(product, rng, lit=lit, pose=pose)
    return headset.build(product, rng, pose=pose)
