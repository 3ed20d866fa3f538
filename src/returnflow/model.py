"""The base of every value: frozen, strict about unknown fields, careful with personal data."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import Self

REDACTED = "[redacted]"


class Model(BaseModel):
    """A frozen value. Errors about its fields never show what was in them."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        populate_by_name=True,
        serialize_by_alias=True,
        validate_default=False,
        allow_inf_nan=False,
    )

    def changed(self, **values: Any) -> Self:
        """A copy with other values in the named fields."""
        return self.model_copy(update=values)


def personal(default: Any = ..., **settings: Any) -> Any:
    """A field of personal data: not in `repr`, marked in the JSON Schema, taken out by `redact`."""
    return Field(default, repr=False, json_schema_extra={"personal": True}, **settings)


def is_personal(model: type[BaseModel], field: str) -> bool:
    """Whether a field was made by `personal`."""
    return model.model_fields[field].json_schema_extra == {"personal": True}


def redact(value: Any) -> Any:
    """A copy with ``"[redacted]"`` in every field of personal data, however deep.

    What was empty stays empty, so that analytics can tell "given" from "not given".
    """
    if isinstance(value, Model):
        fields = type(value).model_fields
        return value.changed(
            **{
                name: (_hidden if is_personal(type(value), name) else redact)(getattr(value, name))
                for name in fields
            }
        )
    if isinstance(value, tuple):
        return tuple(redact(item) for item in value)
    if isinstance(value, dict):
        return {key: redact(item) for key, item in value.items()}
    return value


def _hidden(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(REDACTED for _ in value)
    return REDACTED if value else value
