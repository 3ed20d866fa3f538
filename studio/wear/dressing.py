"""What one device has been through: chosen at random, mostly nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from studio.model import Part, Thing, Vector
from studio.wear import cases, cracks, dents, marks, protector, stickers
from studio.wear.canvas import Canvas, back_of, canvas_of, front_of

_CASED: Final = ("smartphone", "tablet")
_BACKWARD: Final = np.array([0.0, 0.0, -1.0])


def dress(thing: Thing, rng: np.random.Generator) -> Thing:
    """Wear a device down, and put on it what owners and shops put on.

    Parameters
    ----------
    thing : Thing
        A device of any kind; parts are found by their layers and by the names "frame", "front"
        and "back" (or "lid"), and what isn't there is left out.
    rng : Generator

    Returns
    -------
    Thing
        Its facts gain `case`, `protector`, `crack_front`, `crack_back` ("none" or what it is),
        `stickers` (how many), `scratched`, `smeared`, `dusty` and `dented`.
    """
    age = float(rng.beta(1.2, 2.2))
    facts: dict[str, str | float | int | bool] = {
        "case": "none",
        "protector": "none",
        "crack_front": "none",
        "crack_back": "none",
        "stickers": 0,
        "scratched": False,
        "smeared": False,
        "dusty": False,
        "dented": False,
    }
    thing = replace(thing, facts={**thing.facts, **facts})
    slate = thing.category in _CASED or thing.facts.get("kind") == "ereader"
    style = None
    if slate and rng.random() < 0.24:
        chances = (0.32, 0.3, 0.1, 0.1, 0.18)
        style = cases.CASES[int(rng.choice(len(cases.CASES), p=chances))]
    thing = _front(thing, rng, age, slate=slate)
    thing = _back(thing, rng, age, glass=slate and thing.category == "smartphone")
    if rng.random() < 0.1 + 0.2 * age:
        thing = _knock(thing, rng)
    if style is not None:
        thing = cases.put_on(thing, rng, style)
    return _stickers(thing, rng)


def _swap(thing: Thing, old: Part, new: tuple[Part, ...]) -> Thing:
    parts: list[Part] = []
    for part in thing.parts:
        parts += new if part.name == old.name else [part]
    return replace(thing, parts=tuple(parts))


def _behind(thing: Thing) -> Vector:
    """Where the back faces: away from the screen, wherever that was folded to."""
    front = front_of(thing)
    canvas = canvas_of(front) if front is not None else None
    return _BACKWARD if canvas is None else -canvas.normal


def _noted(thing: Thing, **facts: str | int | bool) -> Thing:
    return replace(thing, facts={**thing.facts, **facts})


def _severity(rng: np.random.Generator) -> cracks.Severity:
    return cracks.SEVERITIES[int(rng.choice(4, p=(0.32, 0.28, 0.22, 0.18)))]


def _front(thing: Thing, rng: np.random.Generator, age: float, *, slate: bool) -> Thing:
    front = front_of(thing)
    broken = rng.random() < (0.1 if slate else 0.04)
    covered = slate and rng.random() < 0.16
    worn = rng.random() < 0.25 + 0.5 * age
    if front is None or not (broken or covered or worn):
        return thing
    canvas = canvas_of(front)
    if canvas is None:
        return thing
    facts: dict[str, str | int | bool] = _soil(rng, canvas, age) if worn else {}
    pieces: list[Part] = []
    if broken:
        severity = _severity(rng)
        pattern = cracks.crack(rng, canvas, severity)
        if severity != "hairline" and rng.random() < 0.4:
            cracks.break_display(rng, canvas, pattern)
        cracks.paint_cracks(rng, canvas, pattern)
        if not covered:
            found = cracks.shards(rng, canvas, pattern, "front shards")
            pieces += [found] if found is not None else []
        facts["crack_front"] = severity
    if covered:
        bubbles = bool(rng.random() < 0.4)
        pieces += protector.protector(rng, canvas, bubbles=bubbles)
        facts["protector"] = "bubbles" if bubbles else "clear"
    return _noted(_swap(thing, front, (canvas.painted(), *pieces)), **facts)


def _back(thing: Thing, rng: np.random.Generator, age: float, *, glass: bool) -> Thing:
    back = back_of(thing)
    broken = glass and rng.random() < 0.06
    worn = rng.random() < 0.2 + 0.5 * age
    if back is None or not (broken or worn):
        return thing
    canvas = canvas_of(back, _behind(thing))
    if canvas is None:
        return thing
    facts: dict[str, str | int | bool] = _soil(rng, canvas, age) if worn else {}
    pieces: list[Part] = []
    if broken:
        severity = _severity(rng)
        pattern = cracks.crack(rng, canvas, severity)
        cracks.paint_cracks(rng, canvas, pattern)
        found = cracks.shards(rng, canvas, pattern, "back shards")
        pieces += [found] if found is not None else []
        facts["crack_back"] = severity
    before = {name: thing.facts[name] for name in ("scratched", "smeared", "dusty")}
    seen = {name: bool(before[name]) or bool(facts.get(name)) for name in before}
    return _noted(_swap(thing, back, (canvas.painted(), *pieces)), **{**facts, **seen})


def _soil(rng: np.random.Generator, canvas: Canvas, age: float) -> dict[str, str | int | bool]:
    facts: dict[str, str | int | bool] = {}
    if rng.random() < 0.3 + 0.4 * age:
        marks.scratch(rng, canvas, age)
        facts["scratched"] = True
    if rng.random() < 0.65:
        marks.smear(rng, canvas, float(rng.uniform(0.15, 1.0)))
        facts["smeared"] = True
    if rng.random() < 0.45:
        marks.dust(rng, canvas, float(rng.uniform(0.05, 1.0) ** 2))
        facts["dusty"] = True
    return facts


def _knock(thing: Thing, rng: np.random.Generator) -> Thing:
    frames = [part for part in thing.parts if part.name == "frame"]
    if not frames:
        return thing
    dented = dents.dent(rng, frames[0], int(rng.integers(1, 4)))
    flakes = dents.chips(rng, dented, int(rng.integers(2, 18)), "chips")
    return _noted(_swap(thing, frames[0], (dented, flakes)), dented=True)


def _stickers(thing: Thing, rng: np.random.Generator) -> Thing:
    laptop = thing.category == "laptop"
    if thing.category == "smartwatch" or rng.random() > (0.25 if laptop else 0.1):
        return thing
    place = next((part for part in thing.parts if part.name == "case"), None) or back_of(thing)
    on_front = not laptop and rng.random() < 0.3
    if on_front:
        place = front_of(thing)
    if place is None or (thing.facts["case"] in {"clear", "bumper", "folio"} and not on_front):
        return thing
    canvas = canvas_of(place, None if on_front else _behind(thing))
    if canvas is None:
        return thing
    number = int(rng.integers(1, 6)) if laptop and rng.random() < 0.5 else 1
    parts, texts = list(thing.parts), dict(thing.texts)
    for index in range(number):
        common = (0.3, 0.25, 0.15, 0.15, 0.15) if not laptop else (0.1, 0.3, 0.05, 0.05, 0.5)
        kind = stickers.STICKERS[int(rng.choice(5, p=common))]
        made, text = stickers.sticker(
            rng, canvas, kind, f"sticker {index}", 0.04 * on_front + 0.003 * index
        )
        parts.append(made)
        if text:
            texts.setdefault("sticker", text)
    return _noted(replace(thing, parts=tuple(parts), texts=texts), stickers=number)
