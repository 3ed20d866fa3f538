"""Packing: the marketplace's list to tick, and two photos."""

from __future__ import annotations

from returnflow.steps.base import StepKind
from returnflow.steps.checklist import ItemsChecked, checked, items, items_left

KIND = StepKind("packing", {ItemsChecked: checked}, missing=items_left, guides=items)
