"""A flow as data: steps, conditions, limits, couriers, texts. Frozen and versioned."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, Field
from typing_extensions import Self

from photocheck.memo import cached_attribute
from returnflow.couriers import couriers as known_couriers
from returnflow.errors import SpecError
from returnflow.model import Model
from returnflow.rules import Category, Courier, Limits, Platform, Policy
from returnflow.steps import BY_NAME, EVENTS, warranty
from returnflow.values import Coverage

__all__ = [
    "Category",
    "Courier",
    "FlowSpec",
    "Kind",
    "Limits",
    "Platform",
    "Policy",
    "Step",
    "When",
    "situations",
]

if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[tuple(BY_NAME)]
"""What a step is about; a service's own steps are of the kind ``checklist``."""


class When(Model):
    """When a step applies: everything that is set must hold; nothing set means always."""

    category: tuple[str, ...] = ()
    personal_data: bool | None = None
    coverage: tuple[Coverage, ...] = ()

    def holds(self, category: str, coverage: str | None, *, personal_data: bool) -> bool:
        """Whether a step with this condition applies to a return."""
        return (
            (not self.category or category in self.category)
            and (self.personal_data is None or personal_data is self.personal_data)
            and (not self.coverage or coverage in self.coverage)
        )


class Step(Model):
    """One stage of a return.

    `after` are steps that come first. `depends_on` are parts of other answers
    (``"backup.platform"``): when one changes, this step is asked again; ``"order_slip.id"`` changes
    with every new answer. `slots` are the step's own photos (``"@category"``: those of the
    category) and `optional_slots` those that may be waived; `items` is what a checklist asks to
    confirm.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind
    when: When = When()
    after: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    optional_slots: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class FlowSpec(Model):
    """A whole flow. `validate_flow` finds what can't work in it."""

    model_config = ConfigDict(ignored_types=(cached_attribute,))

    name: str = Field(pattern=r"^[a-z][a-z0-9_.-]*$")
    version: int = Field(ge=1)
    marketplace: str = ""
    categories: Mapping[str, Category]
    platforms: Mapping[str, Platform]
    couriers: Mapping[str, Courier]
    steps: tuple[Step, ...]
    limits: Limits = Limits()
    policy: Policy = Policy()
    texts: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """Texts that win over returnflow's own: language, then key."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, without what was looked up in the original."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy

    @property
    def id(self) -> str:
        """Name and version, as a state records it: ``"marketplace/1"``."""
        return f"{self.name}/{self.version}"

    @cached_attribute
    def by_id(self) -> Mapping[str, Step]:
        """The steps by id."""
        return {step.id: step for step in self.steps}

    @cached_attribute
    def _by_kind(self) -> Mapping[str, Step]:
        return {step.kind: step for step in self.steps if not BY_NAME[step.kind].repeats}

    def of_kind(self, kind: str) -> Step | None:
        """The step of a kind, checklists excepted; None if the flow has none."""
        return self._by_kind.get(kind)

    @cached_attribute
    def _slots(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {
            (step.id, name): tuple(
                slot
                for given in step.slots
                for slot in (category.slots if given == "@category" else (given,))
            )
            for step in self.steps
            for name, category in self.categories.items()
        }

    def slots_of(self, step: Step, category: str) -> tuple[str, ...]:
        """The slots of a step for a category, ``@category`` filled in."""
        return self._slots[step.id, category]

    def waivable(self, step: Step, category: str) -> tuple[str, ...]:
        """The slots of a step that may be left out with a declaration."""
        own = self.categories[category].waivable if "@category" in step.slots else ()
        return (*own, *step.optional_slots)

    def digest(self) -> str:
        """SHA-256 of the spec's JSON, for evidence."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def validate_flow(self) -> None:
        """Check that every step can be reached and finished.

        Raises
        ------
        SpecError
            With all findings at once.
        """
        findings = tuple(_findings(self))
        if findings:
            raise SpecError(findings)


def _findings(spec: FlowSpec) -> Iterator[str]:
    ids = [step.id for step in spec.steps]
    kinds = [step.kind for step in spec.steps if not BY_NAME[step.kind].repeats]
    if not ids:
        yield "steps.none: expected at least one step"
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"step.twice: {name!r} stands twice among the steps"
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield f"kind.twice: expected one step of kind {kind!r}, got {kinds.count(kind)}"
    for courier in spec.couriers:
        if courier not in known_couriers():
            yield f"courier.unknown: {courier!r} has no rules; use 'other' for a courier without"
        ways = spec.couriers[courier]
        if not ways.ways or not set(ways.number_before) <= set(ways.ways) or _bad_pattern(ways):
            yield f"courier.ways: {courier!r} needs ways; number_before: some, with patterns"
    needing = {need: kind for kind in reversed(kinds) for need in BY_NAME[kind].needs}
    if "couriers" in needing and not spec.couriers:
        yield f"courier.none: a flow with {needing['couriers']} needs a courier"
    for name, category in spec.categories.items():
        if not set(category.waivable) <= set(category.slots):
            yield f"slot.waivable: category {name!r} waives a slot that it does not ask for"
        covered = any(name in platform.categories for platform in spec.platforms.values())
        if "platforms" in needing and category.personal_data is not False and not covered:
            yield f"platform.none: category {name!r} has no platform for {needing['platforms']!r}"
    for step in spec.steps:
        yield from _findings_of(spec, step)
    if not _cycle(spec) and len(set(ids)) == len(ids):
        yield from _unreachable(spec)
    else:
        yield from (f"step.cycle: {name!r} comes after itself" for name in _cycle(spec))


def _bad_pattern(courier: Courier) -> bool:
    try:
        return not all(map(re.compile, courier.number_before.values()))
    except re.error:
        return True


def _findings_of(spec: FlowSpec, step: Step) -> Iterator[str]:
    known = {other.id: other.kind for other in spec.steps}
    for other in step.after:
        if other not in known:
            yield f"step.unknown: {step.id!r} comes after {other!r}, which is no step"
    for part in step.depends_on:
        other, _, field = part.partition(".")
        if other not in known or field not in _fields(known[other]):
            yield f"part.unknown: {step.id!r} depends on {part!r}, which is no part of an answer"
    for category in step.when.category:
        if category not in spec.categories:
            yield f"category.unknown: {step.id!r} is for {category!r}, which is no category"
    needs = BY_NAME[step.kind].needs
    if "items" in needs and not step.items:
        yield f"items.none: {step.id!r} is a checklist without items"
    if "slots" in needs and not step.slots:
        yield f"slots.none: {step.id!r} asks for no photos"
    if step.when.coverage and spec.of_kind(warranty.KIND.name) is None:
        yield f"coverage.unknown: {step.id!r} asks for a coverage that no step finds out"
    if not set(step.optional_slots) <= set(step.slots):
        yield f"slot.optional: {step.id!r} waives a slot that it does not ask for"


def _fields(kind: str) -> set[str]:
    if not EVENTS[kind]:
        return set()
    return {name for event in BY_NAME[kind].handlers for name in event.model_fields}


def _cycle(spec: FlowSpec) -> list[str]:
    left = {step.id: {name for name in step.after if name in spec.by_id} for step in spec.steps}
    while ready := [name for name, before in left.items() if not before & left.keys()]:
        for name in ready:
            del left[name]
    return sorted(left)


def situations(spec: FlowSpec) -> Iterator[tuple[str, str, bool]]:
    """Every category, coverage and holding of personal data that a return can have.

    A coverage that the policy refuses counts: staff may accept it.
    """
    coverages = ("covered", "not_covered", "unsure")
    for name, coverage in product(spec.categories, coverages):
        stores = spec.categories[name].personal_data
        for personal_data in (True, False) if stores is None else (stores,):
            yield name, coverage, personal_data


def _unreachable(spec: FlowSpec) -> Iterator[str]:
    reached: set[str] = set()
    for category, coverage, personal_data in situations(spec):
        reached.update(
            step.id
            for step in spec.steps
            if step.when.holds(category, coverage, personal_data=personal_data)
        )
    for step in spec.steps:
        if step.id not in reached:
            yield f"step.unreachable: no return meets the condition of {step.id!r}"
    finds_out = spec.of_kind(warranty.KIND.name)
    if finds_out is not None:
        if finds_out.when.coverage:
            yield f"coverage.circular: {finds_out.id!r} finds out the coverage that it asks for"
        before = _before(spec, finds_out)
        for step in spec.steps:
            if step.when.coverage and step.id in before:
                yield f"coverage.early: {step.id!r} needs the coverage, but comes before it"


def _before(spec: FlowSpec, step: Step) -> set[str]:
    found: set[str] = set()
    waiting = list(step.after)
    while waiting:
        name = waiting.pop()
        if name in spec.by_id and name not in found:
            found.add(name)
            waiting.extend(spec.by_id[name].after)
    return found
