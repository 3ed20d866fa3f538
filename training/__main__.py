"""Teach, export the view model.

    python -m training gather out/gathered
    python -m training train out/training out/edges out/sides out/covered \
        --real ../shared/photos --gathered out/gathered
    python -m training export out/model

`gather` fetches photos of what is no device; `train` writes the model's files and what it learnt;
`export` puts these files where photocheck ships them. `python -m benchmarks.view` evaluates them.
A source of real photos that is named with `--without` teaches nothing, so that a model for judging
that source can be made the same way.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from photocheck.view.network import RECORD, WEIGHTS, Network
from training.cache import Versions, features_of
from training.calibration import calibrated
from training.examples import LICENSED, Example, from_real, from_run, of_split
from training.export import FOLDER, Limits, export
from training.gather import from_gathered, gather, listed
from training.labels import CLASSES, exactly
from training.learn import Schedule, strangeness_of, teach
from training.network import Upper

_WEIGHTS = "upper.pt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="teach on photos")
    train.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="folders of studio runs")
    train.add_argument("--real", type=Path, help="folder with devices.csv")
    train.add_argument("--gathered", type=Path, help="folder that `gather` filled")
    train.add_argument("--without", nargs="*", default=[], metavar="SOURCE")
    train.add_argument("--out", type=Path, default=Path("out/model"))
    train.add_argument("--cache", type=Path, default=Path("out/cache"))
    train.add_argument("--versions", type=int, default=6, help="of each photo")
    train.add_argument("--closer", type=int, default=4, help="further ones of the device alone")
    train.add_argument("--epochs", type=int, default=Schedule().epochs)
    train.add_argument("--seed", type=int, default=0)
    train.set_defaults(run=_train)
    shipped = commands.add_parser("export", help="write the shipped files")
    shipped.add_argument("model", type=Path, help="folder that `train` wrote")
    shipped.add_argument("--to", type=Path, default=FOLDER)
    shipped.set_defaults(run=_export)
    gathering = commands.add_parser("gather", help="fetch photos of what is no device")
    gathering.add_argument("folder", type=Path)
    gathering.set_defaults(run=_gather)
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))


def _train(arguments: argparse.Namespace) -> int:
    rendered = [example for run in arguments.runs for example in from_run(run)]
    real: list[Example] = []
    if arguments.real is not None:
        sources = [source for source in LICENSED if source not in arguments.without]
        real = from_real(arguments.real, sources)
    gathered = [] if arguments.gathered is None else from_gathered(arguments.gathered)
    others = [*of_split(rendered, "validation"), *of_split(gathered, "validation")]
    taught = [*of_split(rendered, "train"), *real, *of_split(gathered, "real")]
    print(f"{len(taught)} photos teach, {len(others)} of other designs try", flush=True)
    nothing = exactly("none", "none")
    scenes = [one.path for one in of_split(gathered, "real") if one.right == nothing]
    versions = Versions(arguments.versions, arguments.closer)
    features = features_of(taught, versions, arguments.cache, arguments.seed, scenes)
    schedule = Schedule(epochs=arguments.epochs, seed=arguments.seed)
    upper = teach(features, balanced(taught), schedule, versions)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(upper.state_dict(), arguments.out / _WEIGHTS)
    record = _record(arguments, taught, schedule)
    strange = _strange(upper, real or taught, arguments)
    limits = Limits(1.0, 1.0, strange)
    export(upper, limits, record, arguments.out)
    limits, record["tried"] = calibrated(Network(arguments.out), others)
    export(upper, limits, record, arguments.out)
    print(json.dumps(record["tried"], indent=1))
    return 0


def balanced(examples: Sequence[Example]) -> NDArray[np.float32]:
    """A weight for each photo, so that rare categories are not drowned; 1 on average."""
    kinds = [CLASSES[min(example.right)][0] for example in examples]
    counts = Counter(kinds)
    weights = np.array([counts[kind] ** -0.5 for kind in kinds])
    return (weights / weights.mean()).astype(np.float32)


def _record(
    arguments: argparse.Namespace, taught: Sequence[Example], schedule: Schedule
) -> dict[str, Any]:
    return {
        "sources": dict(sorted(Counter(example.source for example in taught).items())),
        "versions": arguments.versions,
        "closer": arguments.closer,
        "epochs": schedule.epochs,
        "seed": schedule.seed,
        "torch": str(torch.__version__),
    }


def _strange(upper: Upper, examples: Sequence[Example], arguments: argparse.Namespace) -> float:
    """The strangeness that one in twenty devices exceeds; of real photos where there are any."""
    devices = [one for one in examples if CLASSES[min(one.right)][0] != "none"]
    features = features_of(devices, Versions(1, 0), arguments.cache, arguments.seed)
    found = strangeness_of(upper, features)
    return round(float(np.quantile(found, 0.95)), 4)


def _export(arguments: argparse.Namespace) -> int:
    Network(arguments.model)  # refuses what is damaged
    for name in (WEIGHTS, RECORD):
        shutil.copyfile(arguments.model / name, arguments.to / name)
    print(f"{WEIGHTS}: {(arguments.to / WEIGHTS).stat().st_size / 1e6:.2f} MB")
    return 0


def _gather(arguments: argparse.Namespace) -> int:
    photos = listed()
    fetched = gather(arguments.folder, photos)
    print(f"{fetched} of {len(photos)} photos fetched into {arguments.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
