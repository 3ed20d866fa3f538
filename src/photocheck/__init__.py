"""Judge uploaded photos of devices: usable or not, why, where, and what to do about it.

>>> import numpy as np
>>> import photocheck
>>> report = photocheck.inspect(np.zeros((900, 1200, 3), np.uint8))
>>> str(report.verdict), report["exposure"].reason
('retake', 'exposure.under')
"""

from photocheck.checks.base import Check, Context
from photocheck.decode import Limits
from photocheck.errors import (
    DecodeError,
    DuplicateCheckError,
    PhotocheckError,
    PluginError,
    SettingsError,
    SourceError,
    UnknownCheckError,
    UnknownLanguageError,
    UnknownProfileError,
    UnknownSlotError,
    UsageError,
)
from photocheck.inspector import Inspector, inspect, inspect_many
from photocheck.photo import Photo
from photocheck.profiles import Profile
from photocheck.registry import Registry
from photocheck.report import PhotoInfo, Report, ReportError, Verdict, View, library_version
from photocheck.result import Region, Result, Status

__version__ = library_version()

__all__ = [
    "Check",
    "Context",
    "DecodeError",
    "DuplicateCheckError",
    "Inspector",
    "Limits",
    "Photo",
    "PhotoInfo",
    "PhotocheckError",
    "PluginError",
    "Profile",
    "Region",
    "Registry",
    "Report",
    "ReportError",
    "Result",
    "SettingsError",
    "SourceError",
    "Status",
    "UnknownCheckError",
    "UnknownLanguageError",
    "UnknownProfileError",
    "UnknownSlotError",
    "UsageError",
    "Verdict",
    "View",
    "__version__",
    "inspect",
    "inspect_many",
]
