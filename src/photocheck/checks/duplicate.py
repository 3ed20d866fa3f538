"""The same photo twice: within a set, or among photos of earlier calls and other returns."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import ConfigDict, Field

from photocheck.checks.base import Check
from photocheck.checks.context import Context
from photocheck.checks.earlier import Comparison
from photocheck.checks.hash_index import HashIndex, Near
from photocheck.metrics.hash_table import HashTable
from photocheck.metrics.perceptual_hash import HASH_BITS, perceptual_hash
from photocheck.photo import Photo
from photocheck.result import Measurement, Result, Status

IN_SET: Final = "duplicate.in_set"
"""The reason of a photo that shows what an earlier one of its set shows."""

_REACH: Final = 2  # times the limit: there a score is 1, and it does not matter how far it is


class Duplicate(Check):
    """Finds copies of a photo, however they were sent, recompressed or shrunk.

    A copy of a photo that is known as bad fails. A copy of one that is known as good warns, and so
    does a copy within the set: the photo itself may be fine, it just shows nothing new. A picture
    without structure (uniform) is ``not_done``; two of those are not called copies.

    The value is the distance to the nearest other photo in differing bits of 256, and None where
    none is nearer than twice the limit. ``measurements`` hold ``hash`` (for an index) and, of a
    copy, ``of``: its place in the set, from 0, or its key in the index, with ``group`` if it has
    one.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: ClassVar[str] = "duplicate"
    unit: ClassVar[str] = "bits"
    reads_slot: ClassVar[bool] = False

    min_distance: int = Field(default=16, ge=0, le=HASH_BITS)
    """Photos nearer than this, in bits, are copies.

    At 64, copies trimmed by 3 % are found too, and other photos of one device on one table.
    """

    known_good: HashIndex | None = None
    """Photos that were taken before, for instance for other returns; or their hashes."""

    known_bad: HashIndex | None = None
    """Photos that must not come again, for instance known frauds; or their hashes."""

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Compare the photo with the known ones."""
        hash_ = perceptual_hash(photo.grey)
        if hash_ is None:
            return self.not_done("duplicate.no_structure")
        bad, good = self._near(self.known_bad, hash_), self._near(self.known_good, hash_)
        if bad is not None and (self._is_copy(bad.bits) or good is None):
            return self._known(hash_, bad, good=False)
        if good is not None:
            return self._known(hash_, good, good=True)
        return self._alone(hash_)

    def comparison(self) -> Comparison:
        """What compares the photos of one set; its time hardly grows with their number."""
        return _InSet(self)

    def _near(self, index: HashIndex | None, hash_: str) -> Near | None:
        return None if index is None else index.nearest(hash_, _REACH * self.min_distance)

    def _is_copy(self, bits: int) -> bool:
        return bits < self.min_distance

    def _known(self, hash_: str, near: Near, *, good: bool) -> Result:
        measurements: dict[str, Measurement] = {"hash": hash_}
        if self._is_copy(near.bits):
            measurements["of"] = near.entry.key
            if near.entry.group is not None:
                measurements["group"] = near.entry.group
        compare = self.warn_only if good else self.judge
        return compare(
            value=near.bits,
            limit=self.min_distance,
            limit_is="minimum",
            reason="duplicate.known_good" if good else "duplicate.known",
            measurements=measurements,
        )

    def _in_set(self, hash_: str, place: int, bits: int) -> Result:
        return self.warn_only(
            value=bits,
            limit=self.min_distance,
            limit_is="minimum",
            reason=IN_SET,
            measurements={"hash": hash_, **({"of": place} if self._is_copy(bits) else {})},
        )

    def _alone(self, hash_: str) -> Result:
        """The result where no photo is near."""
        return Result(
            check=self.name,
            status=Status.PASS,
            score=1.0,
            limit=self.min_distance,
            limit_is="minimum",
            unit=self.unit,
            measurements={"hash": hash_},
        )


class _InSet:
    """Compares the photos of one set."""

    def __init__(self, check: Duplicate) -> None:
        self._check = check
        self._table = HashTable()
        self._places: list[int] = []  # in the set, of the photos in the table
        self._count = 0

    def revised(self, result: Result) -> Result:
        """The result in the light of the photos that were added."""
        hash_ = _hash_of(result)
        if hash_ is None or result.status is Status.FAIL or result.reason == "duplicate.known_good":
            return result
        if result.reason == IN_SET:  # what it was a copy of may have left the set
            result = self._check._alone(hash_)  # noqa: SLF001 - a part of the check
        found = self._table.nearest(hash_, _REACH * self._check.min_distance)
        if found is None or (result.value is not None and result.value <= found[1]):
            return result
        return self._check._in_set(hash_, self._places[found[0]], found[1])  # noqa: SLF001

    def add(self, result: Result) -> None:
        """Keep the photo's hash, if it has one, and its place."""
        hash_ = _hash_of(result)
        if hash_ is not None:
            self._table.add(hash_)
            self._places.append(self._count)
        self._count += 1


def _hash_of(result: Result) -> str | None:
    hash_ = result.measurements.get("hash")
    return hash_ if isinstance(hash_, str) else None
