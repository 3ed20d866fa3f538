"""Judge uploaded photos of devices: usable or not, why, where, and what to do about it.

>>> import numpy as np
>>> import photocheck
>>> report = photocheck.inspect(np.zeros((900, 1200, 3), np.uint8))
>>> str(report.verdict), report["exposure"].reason
('retake', 'exposure.under')

The parts are loaded when they are first used: a service that imports this package pays for OpenCV
and pydantic with its first photo, not at its start.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photocheck import checks, decode, html, messages, metrics, slots, testing, view
    from photocheck.annotation import annotate
    from photocheck.checks.base import Check, Context
    from photocheck.checks.registry import Registry
    from photocheck.decode import Limits
    from photocheck.errors import (
        DecodeError,
        DuplicateCheckError,
        ModelError,
        PhotocheckError,
        Plugin,
        PluginError,
        SettingsError,
        SourceError,
        UnknownCategoryError,
        UnknownCheckError,
        UnknownLanguageError,
        UnknownProfileError,
        UnknownSlotError,
        UsageError,
    )
    from photocheck.inspector import Inspector, inspect, inspect_many
    from photocheck.photo import Photo
    from photocheck.profiles import Profile
    from photocheck.report import PhotoInfo, Report, ReportError, ReportSettings, Verdict, View
    from photocheck.result import Region, Result, Status
    from photocheck.slots.match import Match
    from photocheck.slots.matcher import Matcher, match
    from photocheck.slots.model import Catalog
    from photocheck.slots.settings import MatchSettings
    from photocheck.view import ViewEstimate

    __version__: str

_HOMES = {
    "annotation": ("annotate",),
    "checks.base": ("Check", "Context"),
    "decode": ("Limits",),
    "errors": (
        "DecodeError",
        "DuplicateCheckError",
        "ModelError",
        "PhotocheckError",
        "Plugin",
        "PluginError",
        "SettingsError",
        "SourceError",
        "UnknownCategoryError",
        "UnknownCheckError",
        "UnknownLanguageError",
        "UnknownProfileError",
        "UnknownSlotError",
        "UsageError",
    ),
    "inspector": ("Inspector", "inspect", "inspect_many"),
    "photo": ("Photo",),
    "profiles": ("Profile",),
    "checks.registry": ("Registry",),
    "report": ("PhotoInfo", "Report", "ReportError", "ReportSettings", "Verdict", "View"),
    "result": ("Region", "Result", "Status"),
    "slots.match": ("Match",),
    "slots.matcher": ("Matcher", "match"),
    "slots.settings": ("MatchSettings",),
    "slots.model": ("Catalog",),
    "view": ("ViewEstimate",),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}
_MODULES = ("checks", "decode", "html", "messages", "metrics", "slots", "testing", "view")

__all__ = [
    "Catalog",
    "Check",
    "Context",
    "DecodeError",
    "DuplicateCheckError",
    "Inspector",
    "Limits",
    "Match",
    "MatchSettings",
    "Matcher",
    "ModelError",
    "Photo",
    "PhotoInfo",
    "PhotocheckError",
    "Plugin",
    "PluginError",
    "Profile",
    "Region",
    "Registry",
    "Report",
    "ReportError",
    "ReportSettings",
    "Result",
    "SettingsError",
    "SourceError",
    "Status",
    "UnknownCategoryError",
    "UnknownCheckError",
    "UnknownLanguageError",
    "UnknownProfileError",
    "UnknownSlotError",
    "UsageError",
    "Verdict",
    "View",
    "ViewEstimate",
    "__version__",
    "annotate",
    "checks",
    "decode",
    "html",
    "inspect",
    "inspect_many",
    "match",
    "messages",
    "metrics",
    "slots",
    "testing",
    "view",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = import_module("photocheck.report").library_version()
    elif name in _MODULE_OF:
        value = getattr(import_module(f"photocheck.{_MODULE_OF[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"photocheck.{name}")
    else:
        raise AttributeError(f"module 'photocheck' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
