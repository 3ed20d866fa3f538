"""Settings of a service read from JSON: profiles and catalogs."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from photocheck.errors import SettingsError

Settings = TypeVar("Settings", bound=BaseModel)


def settings_from(model: type[Settings], text: str | bytes, expected: str) -> Settings:
    """A model's value from JSON.

    Parameters
    ----------
    model : pydantic model class
    text : str or bytes
    expected : str
        What errors say was expected.

    Raises
    ------
    SettingsError
        If it is no JSON or no such value; says what is wrong and where.
    """
    try:
        return model.model_validate(json.loads(text))
    except (ValueError, RecursionError) as error:
        if not isinstance(error, ValidationError):
            raise SettingsError(f"expected {expected}: {error}") from error
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or model.__name__.lower()
        raise SettingsError(f"expected {expected}; {place}: {first['msg']}") from error
