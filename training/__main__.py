"""Teach and export the view model.

    python -m training outlines ../shared/photos                 # where devices are in real photos
    python -m training train ../shared/photos --runs out/training out/edges
    python -m training export ../shared/photos --runs out/training
    python -m training export ../shared/photos --runs out/training --to src/photocheck/view

`outlines` cuts out devices with the installed model, for composing; `train` teaches and writes what
was learnt to ``out/model``; `export` averages it with the pretrained weights, tells the category
anew, writes ONNX, and calibrates it on photos that taught nothing. `python -m
benchmarks.view_sources` judges it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from photocheck.view import installed
from photocheck.view.labels import NO_DEVICE
from photocheck.view.model import Model
from training.cache import Versions, features_of
from training.calibrate import ask, fitted
from training.examples import Example, from_real, from_run, of_split
from training.export import FOLDER, export
from training.finish import averaged, balanced_draw, category_head, with_category_head
from training.labels import LABELS
from training.learn import Lot, Schedule, teach
from training.network import Upper
from training.outlines import write_outlines
from training.versions import Material

_WEIGHTS: Final = "upper.pt"
_REAL: Final = Versions(whole=8, closer=2)
_RENDERS: Final = Versions(whole=6, closer=4)
_RENDERED_SHARE: Final = 0.4
"""Of all photos drawn: renders have sides and masks, real photos the places."""
_AVERAGED: Final = 0.7
_PENALTY: Final = 3.0
_DRAWN: Final = 12_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    commands = parser.add_subparsers(required=True)
    for name, run in (("outlines", _outlines), ("train", _train), ("export", _export)):
        command = commands.add_parser(name)
        command.add_argument("photos", type=Path, help="folder with teach.csv")
        command.add_argument("--out", type=Path, default=Path("out"))
        command.set_defaults(run=run)
        if name == "outlines":
            continue
        command.add_argument("--runs", nargs="*", type=Path, default=[], metavar="RUN")
        command.add_argument("--seed", type=int, default=0)
        if name == "train":
            command.add_argument("--steps", type=int, default=Schedule().steps)
        else:
            command.add_argument("--averaged", type=float, default=_AVERAGED)
            command.add_argument("--penalty", type=float, default=_PENALTY)
            command.add_argument("--to", type=Path, default=Path("out/model"))
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))


def taught_photos(folder: Path) -> list[Example]:
    """Real photos whose licence allows shipping what they taught."""
    return [photo for lot in ("teach", "devices") for photo in from_real(folder, lot, teaches=True)]


def chances_of(photos: Sequence[Example], share: float) -> NDArray[np.float64]:
    """How often each photo is drawn, so that neither a source nor a category drowns the others.

    Parameters
    ----------
    photos : sequence of Example
    share : float
        The sum of all chances.
    """
    kinds = [(LABELS[min(photo.right)][0], photo.source) for photo in photos]
    categories = Counter(category for category, _ in kinds)
    both = Counter(kinds)
    chances = np.array([categories[kind[0]] ** -0.6 * both[kind] ** -0.4 for kind in kinds])
    return np.asarray(share * chances / chances.sum())


def lots_of(arguments: argparse.Namespace) -> list[Lot]:
    """Real photos and renders, with their features."""
    outlines, cache = arguments.out / "outlines", arguments.out / "cache"
    real = taught_photos(arguments.photos)
    material = Material(
        [photo.path for photo in real if LABELS.index(NO_DEVICE) in photo.right],
        [photo for photo in real if (outlines / f"{photo.path.stem}.png").exists()],
        outlines,
    )
    renders = of_split([one for run in arguments.runs for one in from_run(run)], "train")
    lots = []
    for photos, versions, share in (
        (real, _REAL, 1 - _RENDERED_SHARE),
        (renders, _RENDERS, _RENDERED_SHARE),
    ):
        if photos:
            features = features_of(photos, versions, cache, material, arguments.seed)
            lots.append(Lot(features, versions, chances_of(photos, share)))
    return lots


def _outlines(arguments: argparse.Namespace) -> int:
    photos = taught_photos(arguments.photos)
    found = write_outlines(photos, installed(), arguments.out / "outlines")
    print(f"{found} of {len(photos)} photos show a device that can be cut out")
    return 0


def _train(arguments: argparse.Namespace) -> int:
    upper = teach(lots_of(arguments), Schedule(steps=arguments.steps, seed=arguments.seed))
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(upper.state_dict(), arguments.out / _WEIGHTS)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    tuned = Upper()
    tuned.load_state_dict(torch.load(arguments.out / _WEIGHTS, weights_only=True))
    upper = averaged(tuned, arguments.averaged)
    lots = lots_of(arguments)
    head = category_head(*balanced_draw(upper, lots, _DRAWN, arguments.seed), arguments.penalty)
    upper = with_category_head(upper, *head)
    record = {
        "sources": dict(sorted(_sources(arguments).items())),
        "averaged": arguments.averaged,
        "penalty": arguments.penalty,
        "seed": arguments.seed,
        "torch": str(torch.__version__),
    }
    devices = installed().metadata.imagenet_devices
    export(upper, devices, record, arguments.to)
    renders = of_split([one for run in arguments.runs for one in from_run(run)], "validation")
    model = Model(arguments.to)
    real = ask(model, from_real(arguments.photos, "dev2", teaches=False))
    export(upper, devices, record, arguments.to, fitted(real, ask(model, renders)))
    if arguments.to != FOLDER:
        print(f"copy {arguments.to}/view.* to {FOLDER.name} when it is better")
    return 0


def _sources(arguments: argparse.Namespace) -> Counter[str]:
    renders = of_split([one for run in arguments.runs for one in from_run(run)], "train")
    return Counter(photo.source for photo in (*taught_photos(arguments.photos), *renders))


if __name__ == "__main__":
    sys.exit(main())
