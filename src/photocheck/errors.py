"""Every error that photocheck raises on purpose, in one family.

::

    PhotocheckError
    ├── DecodeError               a file that can't be judged: .reason, .detail
    ├── ModelError                the view model is missing, damaged or computed wrongly here
    ├── PluginError               a check that can't be registered or loaded: .plugin
    │   └── DuplicateCheckError   its name is taken
    └── UsageError (ValueError)   a call that can't be carried out
        ├── SourceError           a missing file, a directory, a wrong array
        ├── SettingsError         a setting of a check, limit or profile
        ├── UnknownCategoryError
        ├── UnknownCheckError
        ├── UnknownLanguageError
        ├── UnknownProfileError
        └── UnknownSlotError

`DecodeError` never leaves `photocheck.inspect`: an unreadable file is an answer, a report with
`error` set. `UsageError` is the caller's to mend and always raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plugin:
    """Where a check comes from.

    Attributes
    ----------
    check : object
        The check's class, or what was found in its place; None if it could not be imported.
    entry_point : str or None
        ``"name = package.module:Class"``; None for a check that was registered by hand.
    distribution : str or None
        Name and version of the installed package that brings it, for instance
        ``"sticker-check 1.2"``.
    """

    check: object = None
    entry_point: str | None = None
    distribution: str | None = None


class PhotocheckError(Exception):
    """Root of every error raised by photocheck."""


class DecodeError(PhotocheckError):
    """A file that is no usable picture.

    Attributes
    ----------
    reason : str
        Stable code, for instance ``"decode.truncated"``.
    detail : str
        What was expected and what came, for a developer. Holds nothing out of the file's metadata.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


class ModelError(PhotocheckError):
    """The view model's files are missing or damaged, or the engine here computes it wrongly."""


class PluginError(PhotocheckError):
    """A check that breaks the contract of checks, found when it is registered.

    Attributes
    ----------
    plugin : Plugin
        The check, and where it comes from.
    """

    def __init__(self, message: str, plugin: Plugin = Plugin()) -> None:
        super().__init__(message)
        self.plugin = plugin


class DuplicateCheckError(PluginError):
    """Two checks of one name in one registry."""


class UsageError(PhotocheckError, ValueError):
    """A call that can't be carried out as it stands."""


class SourceError(UsageError):
    """What was given as a photo is none: a missing file, a directory, a wrong array.

    Attributes
    ----------
    reason : str
        Stable code, for instance ``"source.not_found"``.
    detail : str
        What was expected and what came.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail


class SettingsError(UsageError):
    """A setting that does not exist or lies outside its range."""


class _UnknownNameError(UsageError):
    kind = "name"

    def __init__(self, name: object, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.name!r}; known: {', '.join(self.known)}"

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.name, self.known))


class UnknownCategoryError(_UnknownNameError):
    """No category of that name in the catalog."""

    kind = "category"


class UnknownCheckError(_UnknownNameError):
    """No check of that name in the registry."""

    kind = "check"


class UnknownLanguageError(_UnknownNameError):
    """No texts in that language."""

    kind = "language"


class UnknownProfileError(_UnknownNameError):
    """No profile of that name."""

    kind = "profile"


class UnknownSlotError(_UnknownNameError):
    """No slot of that name."""

    kind = "slot"
