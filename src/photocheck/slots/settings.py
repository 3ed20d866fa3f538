"""The odds and limits by which photos are matched with slots."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from photocheck.metrics.perceptual_hash import HASH_BITS


class MatchSettings(BaseModel):
    """The odds and limits of a matching; stated, and measured by ``benchmarks/matching.py``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    min_confidence: float = Field(default=0.92, gt=0.5, le=1)
    """Probability from which a photo fills a slot; below, it is unsure."""

    min_unexpected: float = Field(default=0.8, gt=0.5, le=1)
    """Probability from which a photo is said to fill no slot at all."""

    min_plausible: float = Field(default=0.1, ge=0, le=0.5)
    """Probability from which a slot is named for an unsure photo; the two likeliest always are
    where they are at least a tenth of this."""

    repeat_odds: float = Field(default=0.05, gt=0, le=1)
    """Odds of one more photo of a slot that has one, against a photo of a slot that has none."""

    retaken_odds: float = Field(default=1.0, gt=0, le=1)
    """The same for a photo that has to be taken again (verdict ``retake``), beside others. With 1 a
    bad photo never makes a good one of the same view unsure."""

    complete_odds: float = Field(default=5.0, ge=1, le=100)
    """Odds of a set that fills every required slot, against one that leaves one of them empty. It
    decides about the last photo where all slots but one are taken."""

    declared_odds: float = Field(default=50.0, ge=1, le=1000)
    """Odds for the slot that the customer names. With `min_confidence` 0.92 a photo is put
    elsewhere only if the picture speaks 575 to 1 against the customer."""

    other_category_odds: float = Field(default=0.05, gt=0, le=1)
    """Odds for a device of another category than the one that is sent back."""

    floor: float = Field(default=0.0003, gt=0, le=0.1)
    """What the likelihood of a slot counts at least: no view model is surer than that."""

    flip_confidence: float = Field(default=0.98, gt=0.5, le=1)
    """Probability of something else from which a photo leaves the slot it was given before."""

    copy_distance: int = Field(default=16, ge=0, le=HASH_BITS)
    """Photos nearer than this, in bits of the perceptual hash, are one picture."""

    max_appearance_distance: float | None = Field(default=None, gt=0)
    """Root mean square distance of a photo's appearance from the set's median beyond which it may
    show another device (`Match.other_device`). None: devices are not compared."""
