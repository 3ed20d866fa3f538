"""Catalogs: all categories that a service takes back, and the one that comes with photocheck."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from photocheck.errors import UnknownCategoryError, UnknownSlotError
from photocheck.memo import cached_attribute
from photocheck.settings_json import settings_from
from photocheck.slots.category import Category, Slot


class Catalog(BaseModel):
    """All categories that a service takes back.

    Attributes
    ----------
    categories : tuple of Category
    extends : "standard" or None
        Said in JSON: the categories that come with photocheck are there, too, where there is none
        of that name. None once that is done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_attribute,))

    schema_: Literal["photocheck.slots/1"] = Field(default="photocheck.slots/1", alias="schema")
    categories: Annotated[tuple[Category, ...], Field(min_length=1)] = ()
    extends: Literal["standard"] | None = Field(default=None, exclude=True)

    @property
    def schema(self) -> str:  # type: ignore[override]  # a name that pydantic no longer uses
        """Name and version of this shape: ``"photocheck.slots/1"``."""
        return self.schema_

    @model_validator(mode="before")
    @classmethod
    def _extended(cls, data: object) -> object:
        return _extended(data)

    @field_validator("categories")
    @classmethod
    def _unique(cls, categories: tuple[Category, ...]) -> tuple[Category, ...]:
        names = [category.name for category in categories]
        if len(set(names)) < len(names):
            raise ValueError(f"expected each category once, got {', '.join(names)}")
        return categories

    @classmethod
    def load(cls, text: str | bytes) -> Catalog:
        """A catalog from JSON.

        Raises
        ------
        SettingsError
            If it is no JSON or no such catalog; says what is wrong and where.
        """
        return settings_from(cls, text, "a catalog of slots as JSON")

    def merged(self, other: Catalog) -> Catalog:
        """The categories of both; where both have one of a name, that of `other`.

        A service's own categories beside the standard ones: ``default_catalog().merged(own)``.
        """
        categories = {**self._by_name, **other._by_name}
        return Catalog(categories=tuple(categories.values()))

    @cached_attribute
    def _by_name(self) -> Mapping[str, Category]:
        return {category.name: category for category in self.categories}

    def category(self, name: str) -> Category:
        """The category of that name.

        Raises
        ------
        UnknownCategoryError
        """
        if not isinstance(name, str) or name not in self._by_name:
            raise UnknownCategoryError(name, self._by_name)
        return self._by_name[name]

    def slot(self, slot_id: str) -> Slot:
        """The slot of an id, ``"smartphone/back"``.

        Raises
        ------
        UnknownSlotError
        """
        if isinstance(slot_id, str):
            category, _, name = slot_id.partition("/")
            if category in self._by_name and "/" not in name:
                for slot in self._by_name[category].slots:
                    if slot.fits(name):
                        return slot
        raise UnknownSlotError(slot_id, self.slot_ids)

    @property
    def slot_ids(self) -> tuple[str, ...]:
        """Every slot as ``"category/slot"``."""
        return tuple(
            f"{category.name}/{slot.name}"
            for category in self.categories
            for slot in category.slots
        )


@cache
def default_catalog() -> Catalog:
    """The categories, slots, texts and limits in ``catalog.json``."""
    return Catalog.load(
        resources.files("photocheck.slots").joinpath("catalog.json").read_text(encoding="utf-8")
    )


def _extended(data: object) -> object:
    """The data of a catalog with what it takes over from the standard one."""
    if not isinstance(data, dict):
        return data
    base, own = data.get("extends"), data.get("categories", [])
    if base not in (None, "standard") or not isinstance(own, list):
        return data  # left for validation to refuse
    standard = {one.name: one.model_dump() for one in _standard_categories(own, base)}
    categories = [_extended_category(one, standard) for one in own]
    names = {one.get("name") for one in categories if isinstance(one, dict)}
    kept = [one for name, one in standard.items() if name not in names] if base else []
    return {**data, "categories": [*kept, *categories], "extends": None}


def _standard_categories(own: list[object], base: object) -> tuple[Category, ...]:
    # The standard catalog itself is loaded by this code, and extends nothing.
    extends = any(isinstance(one, dict) and one.get("extends") is not None for one in own)
    return default_catalog().categories if base or extends else ()


def _extended_category(own: object, standard: Mapping[str, dict[str, Any]]) -> object:
    if not isinstance(own, dict) or own.get("extends") is None:
        return own
    base = standard.get(own["extends"]) if isinstance(own["extends"], str) else None
    if base is None:
        raise ValueError(
            f'expected "extends" of a category as one of {", ".join(standard)}, '
            f"got {own['extends']!r}"
        )
    found = {**base, **{key: value for key, value in own.items() if key != "extends"}}
    further = own.get("slots", [])
    if isinstance(further, list):
        slots = {slot["name"]: slot for slot in base["slots"]}
        for number, slot in enumerate(further):
            # What is no slot is left for validation to refuse.
            name = slot.get("name") if isinstance(slot, dict) else None
            slots[name if isinstance(name, str) else str(number)] = slot
        found["slots"] = list(slots.values())
    return found


CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        category.name: tuple(slot.name for slot in category.slots)
        for category in default_catalog().categories
    }
)
"""Slot names by category; ``closeup_*`` stands for any number of close-ups."""


def slot_ids() -> tuple[str, ...]:
    """Every slot as ``"category/slot"``."""
    return default_catalog().slot_ids


def check_slot(slot: str, catalog: Catalog | None = None) -> str:
    """Return the slot's id unchanged, if there is such a slot.

    Raises
    ------
    UnknownSlotError
        If the id is none of `slot_ids` and no close-up (``"other/closeup_screen"``).
    """
    (default_catalog() if catalog is None else catalog).slot(slot)
    return slot
