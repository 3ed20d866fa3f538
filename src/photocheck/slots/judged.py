"""One photo of a set: its reports, and what the customer says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from photocheck.checks.duplicate import IN_SET
from photocheck.memo import cached_attribute
from photocheck.report import Report, Verdict

_RANK: Final = {Verdict.ACCEPT: 2, Verdict.REVIEW: 1, Verdict.RETAKE: 0}


@dataclass(frozen=True)
class JudgedPhoto:
    """One photo of a set, judged for each slot that it may fill.

    Attributes
    ----------
    name : str
        Unique in its set.
    reports : mapping of slot or None to Report
        As judged for the slots that it may fill; None for none of them.
    declared : str or None
        The slot that the customer names.
    """

    name: str
    reports: Mapping[str | None, Report]
    declared: str | None = None

    @property
    def report(self) -> Report:
        """The report for no slot."""
        return self.reports[None]

    def judged(self, slot: str | None) -> Report:
        """The report for a slot, or for none where the photo was not judged for it."""
        return self.reports.get(slot, self.report)

    @property
    def hash(self) -> str | None:
        """The perceptual hash, if the check ``duplicate`` took one."""
        if "duplicate" not in self.report:
            return None
        value = self.report["duplicate"].measurements.get("hash")
        return value if isinstance(value, str) else None

    @property
    def repeats(self) -> bool:
        """Whether the check ``duplicate`` found the same picture earlier in the set."""
        return "duplicate" in self.report and self.report["duplicate"].reason == IN_SET

    @cached_attribute
    def key(self) -> tuple[str, str]:
        """What orders photos alike whatever order they came in."""
        return self.report.sha256 or "", self.name

    def quality(self, slot: str | None) -> tuple[int, float]:
        """Rank of the verdict (0 to 2), and the lowest score (0 to 1), as a photo of a slot."""
        report = self.judged(slot)
        scores = [result.score for result in report.results if result.score is not None]
        return _RANK[report.verdict], min(scores, default=0.0)
