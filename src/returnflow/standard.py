"""The marketplace's guide, as data: ``standard.json``, with the photo slots of photocheck."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from photocheck.slots import CATEGORIES
from returnflow.spec import FlowSpec


@cache
def standard() -> FlowSpec:
    """The guide: eight steps, from the warranty to the courier."""
    text = resources.files("returnflow").joinpath("standard.json").read_text(encoding="utf-8")
    data = json.loads(text)
    for name, category in data["categories"].items():
        category["slots"] = CATEGORIES[name]
    return FlowSpec.model_validate(data)
