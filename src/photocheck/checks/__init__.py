"""The configured checks; what they measure stands in `photocheck.metrics`.

The limits of every profile stand in ``limits.json``. A check's own defaults are those of the
profile ``standard``, and count only where a profile does not name the setting.
"""

from photocheck.checks.base import Check
from photocheck.checks.blur import Blur
from photocheck.checks.duplicate import Duplicate
from photocheck.checks.exposure import Exposure
from photocheck.checks.framing import Framing
from photocheck.checks.glare import Glare
from photocheck.checks.limit import Limit
from photocheck.checks.resolution import Resolution
from photocheck.checks.slot import Slot
from photocheck.result import worst_of

BUILTIN: tuple[type[Check], ...] = (Resolution, Blur, Exposure, Glare, Duplicate, Framing, Slot)

__all__ = [
    "BUILTIN",
    "Blur",
    "Check",
    "Duplicate",
    "Exposure",
    "Framing",
    "Glare",
    "Limit",
    "Resolution",
    "Slot",
    "worst_of",
]
