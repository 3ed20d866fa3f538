"""The contract of a check."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from photocheck.checks.context import Context
from photocheck.checks.earlier import AcrossEarlier, Comparison
from photocheck.checks.limit import JUDGED, Limit, exceeds, is_number
from photocheck.photo import Photo
from photocheck.result import LimitIs, Measurement, Region, Result, Status

Box = Region | tuple[float, float, float, float]

Need = Literal["slot", "view"]
"""What a check may need to know of a photo besides its pixels."""


class Check(BaseModel, ABC):
    """One pluggable judgement of one photo.

    A subclass names itself, declares its settings as fields and implements `run`. Instances are
    frozen: a check holds no state between photos and may be shared by threads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: ClassVar[str]
    """Lower-case identifier, unique in a registry."""

    texts: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """The customer's texts of this check's own reasons: language, then reason. English is the
    fallback."""

    unit: ClassVar[str] = ""
    """What the values of this check are in, for instance ``"px"``; the same for all its results."""

    limits: ClassVar[Mapping[str, Limit]] = {}
    """What settings limit, by setting: with them a moved limit can be tried on earlier results, as
    ``photocheck tune`` does. A check that names any names all that its status depends on: it fails
    beyond a limit for failures, and otherwise warns beyond one for warnings."""

    needs: ClassVar[Collection[Need]] = frozenset()
    """What must be known of a photo for `run` to be called: its ``"view"``, or the ``"slot"`` that
    it is meant for. Where it isn't, the result is ``not_applicable``."""

    opt_in: ClassVar[bool] = False
    """Whether the check is run only where it is named: by a caller, or by a slot (`Slot.also`).
    ``...`` and an inspector without a list of checks leave it out."""

    reads_slot: ClassVar[bool] = True
    """Whether `run` looks at the slot that a photo is meant for. Where it does not, a photo that
    may fill several slots is judged once for all that have the same limits."""

    @abstractmethod
    def run(self, photo: Photo, context: Context) -> Result:
        """Judge one photo.

        Must not change the photo's arrays. An exception becomes a result with the status
        ``not_done``.
        """

    def across(self, result: Result, earlier: Sequence[Result]) -> Result:  # noqa: ARG002
        """Revise this check's `result` in the light of those on `earlier` photos of the set.

        Called in the set's order, with the results of this check alone, by `inspect_many` and
        `match`. The base class changes nothing.
        """
        return result

    def comparison(self) -> Comparison | None:
        """What compares the photos of one set by this check; None where it compares nothing.

        A new one is asked for each set. It calls `across`; a check that needs something faster
        than a walk through all earlier results gives its own.
        """
        return None if type(self).across is Check.across else AcrossEarlier(self.across)

    def judge(
        self,
        *,
        value: float,
        limit: float,
        reason: str,
        warn_limit: float | None = None,
        limit_is: LimitIs = "maximum",
        regions: Iterable[Box] = (),
        measurements: Mapping[str, Measurement] | None = None,
    ) -> Result:
        """Compare a value with its limits and state the outcome.

        Parameters
        ----------
        value, limit : float
            In the check's `unit`. Beyond the limit is ``fail``; on the limit is still ``pass``.
        reason : str
            Code of what is wrong, ``"<check>.<what>"``; kept only where something is.
        warn_limit : float, optional
            Beyond it, but not beyond `limit`, is ``warn``.
        limit_is : {"maximum", "minimum"}
            Whether the value may not be above the limits or not below them.
        regions : iterable of Region or (x, y, w, h)
            Where, in fractions of the photo.
        measurements : mapping, optional
            Further numbers to keep.

        Returns
        -------
        Result
            Its score is 0.5 on `limit`, and 1 or 0 at zero and at twice the limit, linear between.

        Raises
        ------
        ValueError
            If `value` is NaN: nothing was measured, and that is `not_done`. If a limit is no finite
            number: a check that has no limit for a failure calls `warn_only`.
        """
        self._demand_numbers(value, limit, warn_limit)
        beyond, status = limit, Status.PASS
        if exceeds(value, limit, limit_is):
            status = Status.FAIL
        elif warn_limit is not None:
            beyond = warn_limit
            status = Status.WARN if exceeds(value, warn_limit, limit_is) else Status.PASS
        return self._result(
            status, value, beyond, _score(value, limit, limit_is), limit_is, reason, regions,
            measurements,
        )  # fmt: skip

    def warn_only(
        self,
        *,
        value: float,
        limit: float,
        reason: str,
        limit_is: LimitIs = "maximum",
        regions: Iterable[Box] = (),
        measurements: Mapping[str, Measurement] | None = None,
    ) -> Result:
        """Compare a value with a limit beyond which the check warns and never fails.

        Takes and gives what `judge` does; the score is 0.5 on the limit.

        Raises
        ------
        ValueError
            If `value` is NaN or the limit no finite number.
        """
        self._demand_numbers(value, limit)
        status = Status.WARN if exceeds(value, limit, limit_is) else Status.PASS
        return self._result(
            status, value, limit, _score(value, limit, limit_is), limit_is, reason, regions,
            measurements,
        )  # fmt: skip

    def status_of(self, result: Result) -> Status:
        """What the `limits` of this check make of a result, perhaps one by other settings.

        A result that is not done, or does not apply, stays so. A limit that is set to no number is
        not tried.
        """
        if result.status not in JUDGED:
            return result.status
        found = Status.PASS
        for setting, limited in self.limits.items():
            number, limit = limited.number(result), getattr(self, setting)
            if number is None or not is_number(limit) or not limited.exceeded(number, limit):
                continue
            if limited.status == "fail":
                return Status.FAIL
            found = Status.WARN
        return found

    def not_done(
        self, reason: str, measurements: Mapping[str, Measurement] | None = None
    ) -> Result:
        """State that this check can't judge this photo, and why; a person should look at it."""
        return self._without_value(Status.NOT_DONE, reason, measurements)

    def not_applicable(
        self, reason: str, measurements: Mapping[str, Measurement] | None = None
    ) -> Result:
        """State that nothing was asked, or that the photo shows nothing of the kind, and why.

        Such a result has no weight in the verdict.
        """
        return self._without_value(Status.NOT_APPLICABLE, reason, measurements)

    def _demand_numbers(self, value: float, *limits: float | None) -> None:
        if math.isnan(value):
            raise ValueError(
                f"check {self.name!r}: expected a number to judge, got NaN; use not_done"
            )
        for limit in limits:
            if limit is not None and not math.isfinite(limit):
                raise ValueError(
                    f"check {self.name!r}: expected a finite limit, got {limit!r}; use warn_only "
                    "where nothing fails"
                )

    def _result(
        self,
        status: Status,
        value: float,
        limit: float,
        score: float,
        limit_is: LimitIs,
        reason: str,
        regions: Iterable[Box],
        measurements: Mapping[str, Measurement] | None,
    ) -> Result:
        passed = status is Status.PASS
        return Result(
            check=self.name,
            status=status,
            score=score,
            value=value,
            limit=limit,
            limit_is=limit_is,
            unit=self.unit,
            reason=None if passed else reason,
            regions=() if passed else tuple(map(_region, regions)),
            measurements=dict(measurements or {}),
        )

    def _without_value(
        self, status: Status, reason: str, measurements: Mapping[str, Measurement] | None
    ) -> Result:
        return Result(
            check=self.name,
            status=status,
            unit=self.unit,
            reason=reason,
            measurements=dict(measurements or {}),
        )


def _score(value: float, limit: float, limit_is: LimitIs) -> float:
    if limit <= 0.0:
        return 0.0 if exceeds(value, limit, limit_is) else 1.0
    used = min(max(value / limit / 2.0, 0.0), 1.0)
    return 1.0 - used if limit_is == "maximum" else used


def _region(box: Box) -> Region:
    if isinstance(box, Region):
        return box
    x, y, w, h = (min(max(float(part), 0.0), 1.0) for part in box)
    return Region(x=x, y=y, w=min(w, 1.0 - x), h=min(h, 1.0 - y))
