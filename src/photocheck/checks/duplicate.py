"""The same photo twice: within a set, or among photos that are known already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Final

from pydantic import Field

from photocheck.checks.base import Check, Context
from photocheck.metrics.perceptual_hash import HASH_BITS, nearest, perceptual_hash
from photocheck.photo import Photo
from photocheck.result import Result, Status

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


IN_SET: Final = "duplicate.in_set"
"""The reason of a photo that shows what an earlier one of its set shows."""


class Duplicate(Check):
    """Finds copies of a photo, however they were sent, recompressed or shrunk.

    A copy of a known photo fails. A copy within the set warns: the photo itself may be fine, it
    just shows nothing new. A picture without structure (uniform) is ``not_done``; two of those are
    not called copies.

    The value is the distance to the nearest other photo in differing bits of 256, and None where
    there is none to compare with. ``measurements`` hold ``hash`` (for `known` another time) and,
    of a copy, ``of``: the index, from 0, in the set or in `known`.
    """

    name: ClassVar[str] = "duplicate"
    unit: ClassVar[str] = "bits"
    reads_slot: ClassVar[bool] = False

    min_distance: int = Field(default=16, ge=0, le=HASH_BITS)
    """Photos nearer than this, in bits, are copies.

    At 64, copies trimmed by 3 % are found too, and other photos of one device on one table.
    """

    known: tuple[Hash, ...] = ()
    """Hashes of photos that must not come again, for instance those rejected before."""

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Compare the photo with the known ones."""
        hash_ = perceptual_hash(photo.grey)
        if hash_ is None:
            return self.not_done("duplicate.no_structure")
        found = nearest(hash_, list(self.known))
        if found is None:
            return self._alone(hash_)
        return self._judged(hash_, *found, reason="duplicate.known")

    def across(self, result: Result, earlier: Sequence[Result]) -> Result:
        """Compare the photo with the earlier ones of its set."""
        hash_ = _hash_of(result)
        if hash_ is None or result.status is Status.FAIL:
            return result
        if result.reason == IN_SET:  # what it was a copy of may have left the set
            result = self._alone(hash_)
        found = nearest(hash_, [_hash_of(other) for other in earlier])
        if found is None or (result.value is not None and result.value <= found[1]):
            return result
        return self._judged(hash_, *found, reason=IN_SET)

    def _alone(self, hash_: str) -> Result:
        """The result where there is no photo to compare with."""
        return Result(
            check=self.name,
            status=Status.PASS,
            score=1.0,
            limit=self.min_distance,
            limit_is="minimum",
            unit=self.unit,
            measurements={"hash": hash_},
        )

    def _judged(self, hash_: str, index: int, bits: int, *, reason: str) -> Result:
        copy = bits < self.min_distance
        compare = self.warn_only if reason == IN_SET else self.judge
        return compare(
            value=bits,
            limit=self.min_distance,
            limit_is="minimum",
            reason=reason,
            measurements={"hash": hash_, "of": index} if copy else {"hash": hash_},
        )


def _hash_of(result: Result) -> str | None:
    hash_ = result.measurements.get("hash")
    return hash_ if isinstance(hash_, str) else None
