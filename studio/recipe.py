"""What a run makes: which designs, which views, how many; every photo from its own seed.

A shot is planned without being built, so that any process can make any of them, in any order.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from studio.designs import Split, designs_of
from studio.views import VIEWS

_TRAINING: Final[dict[str, dict[str, float]]] = {
    "smartphone": {
        "screen_on": 7,
        "screen_off": 9,
        "back": 7,
        "left": 4.5,
        "right": 4.5,
        "top": 3.5,
        "bottom": 3.5,
    },
    "tablet": {
        "screen_on": 2.5,
        "screen_off": 2.5,
        "back": 2,
        "left": 1.2,
        "right": 1.2,
        "top": 1.2,
        "bottom": 1.2,
    },
    "laptop": {
        "screen_on": 3,
        "screen_off": 3,
        "back_case": 2,
        "underside": 1.5,
        "left_open": 1.6,
        "right_open": 1.6,
        "front_closed": 1.2,
        "back_closed": 1.2,
    },
    "smartwatch": {
        "front_on": 3,
        "front_off": 2.5,
        "rear_case": 2,
        "left": 1.4,
        "right": 1.4,
        "strap_top": 1.2,
        "strap_bottom": 1.2,
    },
    "console": dict.fromkeys(VIEWS["console"], 0.4),
    "controller": dict.fromkeys(VIEWS["controller"], 0.35),
    "headphones": dict.fromkeys(VIEWS["headphones"], 0.35),
    "ereader": dict.fromkeys(VIEWS["ereader"], 0.3),
    "parcel": {"inside": 2.5, "outside": 3},
    "document": {"document": 3, "capture": 1.2},
    "nothing": {"nothing": 6},
}
_SLOTS: Final = {
    kind: tuple(view for view in views if view != "underside") for kind, views in VIEWS.items()
}
_SET_KINDS: Final = (
    "smartphone",
    "smartphone",
    "tablet",
    "laptop",
    "smartwatch",
    "smartphone",
    "console",
    "controller",
    "headphones",
    "ereader",
    "parcel",
    "document",
    "nothing",
)


_EDGES: Final[dict[str, dict[str, float]]] = {
    "smartphone": {"left": 3, "right": 3, "top": 1, "bottom": 1},
    "tablet": {"left": 1, "right": 1, "top": 0.5, "bottom": 0.5},
}
_SIDES: Final[dict[str, dict[str, float]]] = {
    "laptop": {"left_open": 2, "right_open": 2, "front_closed": 1.5, "back_closed": 1.5},
    "smartwatch": {"left": 1.5, "right": 1.5, "strap_top": 1, "strap_bottom": 1},
}
_COVERED: Final[dict[str, dict[str, float]]] = {
    "smartphone": {"screen_on": 2, "screen_off": 2, "back": 3, "left": 1, "right": 1},
    "tablet": {"screen_on": 1, "screen_off": 1, "back": 1},
}


@dataclass(frozen=True)
class Wishes:
    """What a shot leaves to no chance; None is chance.

    Attributes
    ----------
    surface, surroundings, setting, framing, content : str or None
    lit : bool or None
    focus : float or None
        Factor on the distance in focus; 1 is sharp.
    light : "behind" or "mirrored" or None
        Where the brightest source is: behind the device, or where its face mirrors it.
    flash, dressed, alone : bool or None
        Alone: no hand, no clutter, no second device.
    covered : bool or None
        Whether the hand that holds it lies over the side that is seen.
    development : mapping
        Settings of `studio.develop.Development`.
    """

    surface: str | None = None
    surroundings: str | None = None
    setting: Literal["lying", "standing", "held"] | None = None
    framing: Literal["full", "cropped", "tiny"] | None = None
    content: str | None = None
    lit: bool | None = None
    focus: float | None = None
    light: Literal["behind", "mirrored"] | None = None
    flash: bool | None = None
    dressed: bool | None = None
    alone: bool | None = None
    covered: bool | None = None
    development: tuple[tuple[str, float], ...] = ()


_CHANCE: Final = Wishes()


@dataclass(frozen=True)
class Shot:
    """One photo to be made.

    Attributes
    ----------
    run : str
        Name of the recipe.
    index, seed : int
    kind, design, view : str
        Design "" where nothing is shown.
    split : str
    group : str
        Shots of one group show the same instance.
    instance_seed : int
        Of what the instance is: colour, wear.
    plain : bool
        A good photo: upright, sharp, well exposed.
    wishes : Wishes
    """

    run: str
    index: int
    seed: int
    kind: str
    design: str
    view: str
    split: Split
    group: str
    instance_seed: int
    plain: bool
    wishes: Wishes = _CHANCE

    @property
    def name(self) -> str:
        """Of the photo's files."""
        return f"{self.index:05d}_{self.kind}_{self.view}"


def seed_of(*words: object) -> int:
    """The same seed for the same words, on every machine."""
    return zlib.crc32("/".join(str(word) for word in words).encode())


def training(count: int, run: str = "training") -> list[Shot]:
    """Photos of train and validation designs, each of its own instance in its own scene."""
    return _spread(_TRAINING, count, run, _CHANCE)


def edges(count: int, run: str = "edges") -> list[Shot]:
    """More photos of the narrow sides of phones and tablets, which are hardest to tell apart."""
    return _spread(_EDGES, count, run, Wishes(framing="full"))


def sides(count: int, run: str = "sides") -> list[Shot]:
    """More photos of the narrow sides of laptops and watches."""
    return _spread(_SIDES, count, run, Wishes(framing="full"))


def covered(count: int, run: str = "covered") -> list[Shot]:
    """Phones and tablets with a hand over the side that is seen; designs of every split."""
    wishes = Wishes(framing="full", setting="held", covered=True)
    shots = _spread(_COVERED, count, run, wishes)
    return [_of_test(shot) if index % 5 == 4 else shot for index, shot in enumerate(shots)]


def _of_test(shot: Shot) -> Shot:
    design = _design(shot.kind, "test", np.random.default_rng(shot.seed))
    return replace(shot, design=design, split="test")


def _spread(
    weights_of: Mapping[str, Mapping[str, float]], count: int, run: str, wishes: Wishes
) -> list[Shot]:
    choices = [
        (kind, view, weight) for kind, views in weights_of.items() for view, weight in views.items()
    ]
    weights = np.array([weight for _, _, weight in choices])
    # A golden-ratio sequence covers all views evenly however early a run is stopped.
    places = np.searchsorted(
        np.cumsum(weights) / weights.sum(), (np.arange(count) + 0.5) * 0.6180339887498949 % 1.0
    )
    shots = []
    for index, place in enumerate(places):
        kind, view, _ = choices[int(place)]
        seed = seed_of(run, index)
        rng = np.random.default_rng(seed)
        split: Split = "validation" if rng.random() < 0.12 else "train"
        design = _design(kind, split, rng)
        group = f"{run}-{index}"
        shots.append(Shot(run, index, seed, kind, design, view, split, group, seed, False, wishes))
    return shots


def benchmark(count: int, run: str = "benchmark") -> list[Shot]:
    """Sets of unseen designs: every slot of one instance, then the next set."""
    shots: list[Shot] = []
    number = 0
    while len(shots) < count:
        kind = _SET_KINDS[number % len(_SET_KINDS)]
        group = f"{run}-set-{number}"
        instance_seed = seed_of(run, "set", number)
        design = _design(kind, "test", np.random.default_rng(instance_seed))
        for view in _SLOTS.get(kind, ("nothing",) * 4):
            index = len(shots)
            shots.append(
                Shot(
                    run,
                    index,
                    seed_of(run, index),
                    kind,
                    design,
                    view,
                    "test",
                    group,
                    instance_seed,
                    number % 3 == 0,
                )
            )
        number += 1
    return shots[:count]


def _design(kind: str, split: Split, rng: np.random.Generator) -> str:
    if kind == "nothing":
        return ""
    names = designs_of(kind, split)
    return names[int(rng.integers(len(names)))]


RECIPES: Final = {
    "training": training,
    "edges": edges,
    "sides": sides,
    "covered": covered,
    "benchmark": benchmark,
}
