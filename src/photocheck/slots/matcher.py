"""Photos in, slots out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from photocheck.batch import in_order, several, threads
from photocheck.checks.context import Asked
from photocheck.errors import SettingsError, UsageError
from photocheck.inspector import Inspector
from photocheck.photo import Source, clean_name, source_name
from photocheck.profiles import STANDARD, Profile
from photocheck.report import Report, View
from photocheck.slots.category import Category
from photocheck.slots.compared import ComparedPhotos, slot_id
from photocheck.slots.decide import decide
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.likelihood import plausible_slots
from photocheck.slots.match import Match
from photocheck.slots.names import declared_slots, unique_names
from photocheck.slots.photo_set import Labels
from photocheck.slots.settings import MatchSettings
from photocheck.texts import DEFAULT_LANGUAGE

_PLAUSIBLE = 0.01


class Matcher:
    """Takes the photos of one set, one by one, and keeps the answer up to date.

    Not to be shared by threads.

    Parameters
    ----------
    category : str
        Of the device that the photos should show, for instance ``"smartphone"``.
    inspector : Inspector, optional
        Judges the photos; its catalog has the slots and its `view` tells what a photo shows.
    settings : MatchSettings, optional
    previous : Match, optional
        An earlier answer for this category. Its photos need not be given again.

    Attributes
    ----------
    match : Match
        The answer for the photos so far.

    Raises
    ------
    UnknownCategoryError, SettingsError
    UsageError
        If `previous` is no match of this category.
    """

    def __init__(
        self,
        category: str,
        *,
        inspector: Inspector | None = None,
        settings: MatchSettings | None = None,
        previous: Match | None = None,
    ) -> None:
        _expect("inspector", inspector, Inspector)
        _expect("settings", settings, MatchSettings)
        self.inspector = inspector if inspector is not None else Inspector()
        self.category: Category = self.inspector.catalog.category(category)
        self.settings = settings if settings is not None else MatchSettings()
        self._labels = Labels(self.category)
        kinds = {Asked(self.category.kind, slot.views).only_kind for slot in self.category.slots}
        self._kind = self.category.kind if kinds == {self.category.kind} else None
        self._photos = ComparedPhotos(self.inspector, self.category)
        self._filled: dict[str, str] = {}
        if previous is not None:
            self._carry_over(previous)
        self.match = self._decide()

    def add(self, source: Source, *, slot: str | None = None, name: str | None = None) -> Match:
        """Add a photo.

        Parameters
        ----------
        source : path, bytes, binary file object, H×W×3 RGB uint8 array, or Photo
        slot : str, optional
            What the customer says it shows: ``"left"`` or ``"smartphone/left"``.
        name : str, optional
            What to call it; a path's or file's own name by default, ``"photo 3"`` without one. A
            name that is taken gets a number, ``"side.jpg (2)"``.

        Raises
        ------
        UnknownSlotError
        """
        self.add_all([source], names=[name], slots=[slot])
        return self.match

    def add_all(
        self,
        sources: Iterable[Source],
        *,
        names: Iterable[str | None] | None = None,
        slots: Iterable[str | None] | None = None,
        workers: int | None = None,
    ) -> Match:
        """Add several photos at once, in any order; see `add`.

        A source that can't be read is among the unexpected.

        Raises
        ------
        UnknownSlotError, SettingsError
        SourceError
            If `sources` is one photo instead of several.
        """
        photos = list(several(sources))
        own = [None if name is None else clean_name(name) for name in names or [None] * len(photos)]
        said = [self._slot(slot) for slot in slots or [None] * len(photos)]
        if not len(own) == len(said) == len(photos):
            raise UsageError(
                f"expected a name and a slot for each of {len(photos)} photos, "
                f"got {len(own)} and {len(said)}"
            )
        called = [
            name or _name_or_none(source) or f"photo {number}"
            for number, (name, source) in enumerate(
                zip(own, photos, strict=True), start=len(self._photos) + 1
            )
        ]
        jobs = list(zip(photos, unique_names(called, self._photos.names), said, strict=True))
        for photo in list(in_order(jobs, self._judge, threads(workers))):
            self._photos.add(photo)
        self.match = self._decide()
        return self.match

    def declare(self, source: str, slot: str | None) -> Match:
        """Take the customer's word for what a photo shows; None takes it back.

        No pixels are kept: the photo's report stays as it was judged when it was added. To have it
        judged for a slot that it did not seem to fill, remove it and add it again with that slot.

        Raises
        ------
        UnknownSlotError
        UsageError
            If there is no photo of that name.
        """
        declared = self._slot(slot)
        self._photos.declare(source, declared)
        # What the customer says counts more than what was answered before.
        if self._filled.get(source) != declared:
            self._filled.pop(source, None)
        self.match = self._decide()
        return self.match

    def remove(self, source: str) -> Match:
        """Forget a photo, for instance one that was taken again.

        Raises
        ------
        UsageError
            If there is no photo of that name.
        """
        self._photos.remove(source)
        self._filled.pop(source, None)
        self.match = self._decide()
        return self.match

    def _decide(self) -> Match:
        filled = {
            position: self._filled[photo.name]
            for position, photo in enumerate(self._photos.compared)
            if photo.name in self._filled
        }
        match = decide(
            self.category,
            self._photos.compared,
            self.settings,
            filled=filled,
            language=self.inspector.language,
        )
        self._filled = {assigned.source: slot for slot, assigned in match.assigned.items()}
        return match

    def _carry_over(self, previous: Match) -> None:
        if not isinstance(previous, Match) or previous.category != self.category.name:
            came = previous.category if isinstance(previous, Match) else type(previous).__name__
            raise UsageError(
                f"expected an earlier match of category {self.category.name!r}, got {came!r}"
            )
        for report in previous.photos:
            name = report.source or ""
            declared = previous.declared.get(name)
            self._photos.add(JudgedPhoto(name, {None: report}, self._slot(declared)))
        self._filled = {
            assigned.source: self._slot(slot) or slot
            for slot, assigned in previous.assigned.items()
        }

    def _slot(self, slot: str | None) -> str | None:
        if slot is None:
            return None
        self.category.slot(slot)
        return slot.removeprefix(f"{self.category.name}/")

    def _judge(self, job: tuple[Source, str, str | None]) -> JudgedPhoto:
        source, name, declared = job
        category = self.category

        def slot_ids(view: View | None) -> Iterator[str]:
            likely = plausible_slots(self._labels, view, self.settings, _PLAUSIBLE)
            own = () if declared is None else (category.slot(declared).name,)
            for slot in dict.fromkeys([*own, *likely]):
                yield slot_id(category, slot)

        reports = self.inspector.inspect_for(source, slot_ids, name=name, kind=self._kind)
        by_slot: dict[str | None, Report] = {
            None if slot is None else category.slot(slot).name: report
            for slot, report in reports.items()
        }
        return JudgedPhoto(name, by_slot, declared)


def match(
    photos: Iterable[Source],
    category: str,
    *,
    declared: Mapping[str, str] | None = None,
    previous: Match | None = None,
    settings: MatchSettings | None = None,
    inspector: Inspector | None = None,
    profile: str | Profile = STANDARD,
    language: str = DEFAULT_LANGUAGE,
    workers: int | None = None,
) -> Match:
    """Say which photo of a set fills which required slot.

    Parameters
    ----------
    photos : iterable
        In any order, of what `photocheck.inspect` takes. A photo that can't be read is among the
        unexpected.
    category : str
        Of the device that the photos should show, for instance ``"smartphone"``.
    declared : mapping of str to str, optional
        What the customer says: names of photos to slots. A photo is meant by its name in the
        answer (``"image.jpg (2)"`` for the second of that name), else by the name it was given with
        (a path; ``"photo 3"``, by its place in this call, for one without), and of several that
        were given with one name the first. What is none of these is a name of `previous`.
    previous : Match, optional
        An earlier answer, to which these photos are added. Its photos need not be given again, and
        keep their slots unless there are strong grounds.
    settings : MatchSettings, optional
    inspector : Inspector, optional
        Judges the photos; instead of `profile` and `language`.
    profile, language : str
        As in `photocheck.inspect`.
    workers : int, optional
        Threads; the processors this process may use by default.

    Raises
    ------
    UnknownCategoryError, UnknownSlotError, UnknownProfileError, UnknownLanguageError
    SourceError
        If `photos` is one photo instead of several.
    SettingsError, UsageError
    """
    if inspector is None:
        inspector = Inspector(profile, language=language)
    matcher = Matcher(category, inspector=inspector, settings=settings, previous=previous)
    if declared is not None and not isinstance(declared, Mapping):
        raise SettingsError(
            f"expected declared as a mapping of photos to slots, got {type(declared).__name__}"
        )
    said = {
        clean_name(str(name) if isinstance(name, PurePath) else name): slot
        for name, slot in (declared or {}).items()
    }
    sources = list(several(photos))
    given = [
        _name_or_none(source) or f"photo {number}" for number, source in enumerate(sources, start=1)
    ]
    earlier = [report.source or "" for report in matcher.match.photos]
    names = unique_names(given, earlier)
    for slot in said.values():
        matcher.category.slot(slot)
    new, old = declared_slots(said, given, names, earlier)
    for name, slot in old.items():
        matcher.declare(name, slot)
    return matcher.add_all(sources, names=names, slots=map(new.get, names), workers=workers)


def _expect(what: str, value: object, kind: type) -> None:
    if value is not None and not isinstance(value, kind):
        raise SettingsError(f"expected {what} as {kind.__name__}, got {type(value).__name__}")


def _name_or_none(source: Source) -> str | None:
    try:
        return source_name(source)
    except UsageError:
        return None
