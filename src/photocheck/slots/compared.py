"""The photos of a set, each in the light of those before it."""

from __future__ import annotations

from dataclasses import replace

from photocheck.inspector import Inspector, add_to
from photocheck.slots.category import Category
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.names import no_such_photo


class ComparedPhotos:
    """The photos of one set, in the order in which they came.

    Attributes
    ----------
    compared : list of JudgedPhoto
        With reports as checks revise them that compare photos.
    """

    def __init__(self, inspector: Inspector, category: Category) -> None:
        self._inspector = inspector
        self._category = category
        self._alone: list[JudgedPhoto] = []
        self._begin()

    @property
    def names(self) -> list[str]:
        """What the photos are called."""
        return [photo.name for photo in self._alone]

    def __len__(self) -> int:
        return len(self._alone)

    def add(self, photo: JudgedPhoto) -> None:
        """Add a photo, and compare it with those before."""
        self._alone.append(photo)
        self._compare(photo)

    def declare(self, name: str, slot: str | None) -> None:
        """Keep what the customer says of a photo.

        Raises
        ------
        UsageError
            If there is no photo of that name.
        """
        place = self._place(name)
        self._alone[place] = replace(self._alone[place], declared=slot)
        self.compared[place] = replace(self.compared[place], declared=slot)

    def remove(self, name: str) -> None:
        """Forget a photo, and compare the others anew.

        Raises
        ------
        UsageError
            If there is no photo of that name.
        """
        del self._alone[self._place(name)]
        self._begin()
        for photo in self._alone:
            self._compare(photo)

    def _begin(self) -> None:
        ids = (slot_id(self._category, slot.name) for slot in self._category.slots)
        self._comparison = self._inspector.comparison((None, *ids))
        self.compared: list[JudgedPhoto] = []

    def _compare(self, photo: JudgedPhoto) -> None:
        revised = {
            slot: self._inspector.revised(
                report, self._comparison, None if slot is None else slot_id(self._category, slot)
            )
            for slot, report in photo.reports.items()
        }
        self.compared.append(replace(photo, reports=revised))
        add_to(self._comparison, photo.report)

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise no_such_photo(name, self.names)
        return self.names.index(name)


def slot_id(category: Category, slot: str) -> str:
    """The id of a category's slot; of one for any number of photos, that of the first."""
    return f"{category.name}/{slot.replace('*', '1')}"
