"""Named sets of limits: lenient, standard, strict, and a service's own.

The limits stand in ``limits.json``, with the data they were set on. ``benchmarks/limits.py``
writes that file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from photocheck.errors import UnknownProfileError
from photocheck.settings_json import settings_from

STANDARD = "standard"

_FORM = '{"name": …, "settings": {check: {setting: value}}}'


class Profile(BaseModel):
    """Settings of checks under one name; those that it does not name keep their defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    settings: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)

    @classmethod
    def load(cls, text: str | bytes) -> Profile:
        """A profile from JSON: ``{"name": …, "settings": {check: {setting: value}}}``.

        Raises
        ------
        SettingsError
            If it is no JSON or no such profile; says what is wrong and where.
        """
        return settings_from(cls, text, f"a profile as JSON, {_FORM}")

    def of(self, check: str) -> Mapping[str, Any]:
        """The settings of the check of that name."""
        return self.settings.get(check, {})


@cache
def _limits() -> Mapping[str, Any]:
    text = resources.files("photocheck").joinpath("limits.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text)["profiles"])


def profile_names() -> tuple[str, ...]:
    """The profiles that come with photocheck, from the mildest."""
    return tuple(_limits())


def load_profile(profile: str | Profile) -> Profile:
    """The profile of that name; a Profile is returned as it is.

    Raises
    ------
    UnknownProfileError
    """
    if isinstance(profile, Profile):
        return profile
    if not isinstance(profile, str) or profile not in _limits():
        raise UnknownProfileError(profile, profile_names())
    return Profile(name=profile, settings=_limits()[profile])
