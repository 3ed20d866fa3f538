"""Why an event, or a part of it, was not taken."""

from __future__ import annotations

from pydantic import Field

from returnflow.effects import Params
from returnflow.model import Model


class Problem(Model):
    """Why an event, or a part of it, was not taken.

    `code` has a text under ``problem.<code>``; `field` is the event's field (``"imeis.0"``);
    `params` fill the text. Nothing here is personal data.
    """

    code: str
    step: str | None = None
    field: str | None = None
    params: Params = Field(default_factory=dict)
