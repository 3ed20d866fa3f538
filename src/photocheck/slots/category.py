"""Slots and categories as data that a service can define for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from photocheck.errors import UnknownSlotError
from photocheck.texts import DEFAULT_LANGUAGE, slot_text, texts
from photocheck.texts.language_tags import lookup
from photocheck.view.labels import VIEWS

MAX_SLOTS: Final = 12
"""Slots of a category; matching weighs every set of them."""

ANY_NUMBER: Final = "_*"
"""How the name of a slot ends that any number of photos may fill."""

_ENDING: Final = re.compile(r"[a-z0-9_]+")  # of a name in place of the star

_Texts = Mapping[str, str]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Slot(BaseModel):
    """One required photo of a category's list.

    Attributes
    ----------
    name : str
        Lower case, unique in its category; ``"closeup_*"`` stands for any number of photos.
    views : tuple of str
        The views that fill it, of its category's kind (`photocheck.view.VIEWS`) or, as
        ``"smartphone/screen_on"``, of another. Two slots may have one view: the customer says, or
        the rest of the set, which is meant. Without any view the customer alone says it.
    required : bool
        Whether a set is incomplete without it.
    screen : {"on", "off"} or None
        The state that the screen must be in.
    scale : mapping of "check.setting" to float
        What a setting of a check is multiplied by for this slot, whatever profile or service has
        set it.
    skip : tuple of str
        Checks that make no sense for this slot; their results are ``not_applicable``.
    also : tuple of str
        Checks that are run for this slot besides those of the inspector, for instance such as are
        `photocheck.Check.opt_in`.
    title, tip : mapping of language to str
        What to call it, and how to take the photo. English is the fallback; where nothing is said,
        the texts of a slot of that name that comes with photocheck (`photocheck.texts`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(_\*)?$")]
    views: tuple[str, ...]
    required: bool = True
    screen: Literal["on", "off"] | None = None
    scale: Mapping[
        Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")],
        Annotated[float, Field(gt=0)],
    ] = Field(default_factory=dict)
    skip: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    title: _Texts = Field(default_factory=dict)
    tip: _Texts = Field(default_factory=dict)
    _kind: str = PrivateAttr(default="")  # of its category, whose tips are its own by default

    @property
    def many(self) -> bool:
        """Whether any number of photos may fill it."""
        return self.name.endswith(ANY_NUMBER)

    def fits(self, name: str) -> bool:
        """Whether a photo's place of that name is this slot: ``closeup_2`` is ``closeup_*``."""
        return slot_fits(name, self.name)

    def titled(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The slot's title in a language."""
        own = _in_language(self.title, language)
        name = self.name.removesuffix(ANY_NUMBER)
        return own or slot_text("title", name, language) or name

    def advice(self, language: str = DEFAULT_LANGUAGE) -> str:
        """How to take the photo, in a language; empty if nothing is said."""
        own = _in_language(self.tip, language)
        name = self.name.removesuffix(ANY_NUMBER)
        return own or slot_text("tip", name, language, category=self._kind) or ""

    def of_kind(self, kind: str) -> Slot:
        """The slot as one of a category of that kind, with the tips for such devices."""
        own = self.model_copy()
        own._kind = kind  # noqa: SLF001 - of this very class
        return own

    @model_validator(mode="after")
    def _optional_if_many(self) -> Slot:
        if self.many and self.required:
            raise ValueError(
                f"slot {self.name!r} takes any number of photos: set required to false"
            )
        return self


class Category(BaseModel):
    """A kind of product and the photos that are asked for.

    Attributes
    ----------
    name : str
    kind : str
        What the view model calls it; the name by default. ``"other"`` for all that is not named.
    title : mapping of language to str
    slots : tuple of Slot
        In the order in which they are asked for.
    extends : str or None
        Said in the JSON of a catalog: the standard category whose title, kind and slots this one
        has where it has none of its own; its slots take the place of those of the same name,
        further ones come after them. None once that is done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Name
    kind: str = ""
    title: _Texts = Field(default_factory=dict)
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=MAX_SLOTS)]
    extends: str | None = Field(default=None, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _kind_by_name(cls, data: object) -> object:
        return {"kind": data.get("name", ""), **data} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _consistent(self) -> Category:
        if self.extends is not None:
            raise ValueError(
                f'category {self.name!r}: expected "extends" as a category of the standard '
                f"catalog, got {self.extends!r}"
            )
        if self.kind not in VIEWS or self.kind == "none":
            known = ", ".join(kind for kind in VIEWS if kind != "none")
            raise ValueError(
                f"category {self.name!r}: expected a kind ({known}), got {self.kind!r}"
            )
        names: set[str] = set()
        for slot in self.slots:
            if slot.name in names or any(
                other.fits(slot.name) for other in self.slots if other.many
            ):
                raise ValueError(f"category {self.name!r}: slot {slot.name!r} is there twice")
            names.add(slot.name)
            for view in slot.views:
                other, slash, name = view.partition("/")
                kind, own = (other, name) if slash else (self.kind, view)
                if own not in VIEWS.get(kind, ()):
                    raise ValueError(
                        f"slot '{self.name}/{slot.name}': expected views of {self.kind} "
                        f"({', '.join(VIEWS[self.kind])}) or 'kind/view', got {view!r}"
                    )
        if sum(slot.many for slot in self.slots) > 1:
            raise ValueError(f"category {self.name!r}: expected one slot for any number of photos")
        return self

    def model_post_init(self, _: object) -> None:
        """Tell the slots what kind of device they are of."""
        object.__setattr__(self, "slots", tuple(slot.of_kind(self.kind) for slot in self.slots))

    def slot(self, name: str) -> Slot:
        """The slot of that name, ``"back"`` or ``"smartphone/back"``.

        ``"closeup_*"``, a close-up with any name, is one, too.

        Raises
        ------
        UnknownSlotError
        """
        if isinstance(name, str):
            own = name.removeprefix(f"{self.name}/")
            for slot in self.slots:
                if own == slot.name or slot.fits(own):
                    return slot
        raise UnknownSlotError(name, (slot.name for slot in self.slots))

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the slots without which a set is incomplete."""
        return tuple(slot.name for slot in self.slots if slot.required)

    def titled(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The category's title in a language."""
        known = texts(language).get(f"category.{self.name}.title")
        return _in_language(self.title, language) or known or self.name


def slot_fits(name: str, slot: str) -> bool:
    """Whether a photo's place of that name is the slot: ``"closeup_2"`` is ``"closeup_*"``.

    What stands for the star are lower-case letters, digits and underscores.
    """
    if not slot.endswith(ANY_NUMBER):
        return name == slot
    start = slot[:-1]
    return name.startswith(start) and _ENDING.fullmatch(name[len(start) :]) is not None


def _in_language(said: _Texts, language: str) -> str:
    found = lookup(language, said)
    return (said[found] if found is not None else "") or said.get(DEFAULT_LANGUAGE, "")
