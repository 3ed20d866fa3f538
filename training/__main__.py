"""Teach, export the view model.

    python -m training train out/training --real ../shared/photos --out out/model
    python -m training export out/model

`train` writes what it learnt and a record of it; `export` writes the files that photocheck ships.
`python -m benchmarks.view` evaluates them. A source of real photos that is named with `--without`
teaches nothing, so that a model for judging that source can be made the same way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.cache import Features, features_of
from training.calibration import fitted_temperature
from training.examples import LICENSED, Example, from_real, from_run, of_split
from training.export import FOLDER, export
from training.labels import CLASSES
from training.learn import Schedule, logits_of, strangeness_of, teach
from training.network import Upper

_WEIGHTS = "upper.pt"
_RECORD = "record.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="teach on photos")
    train.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="folders of studio runs")
    train.add_argument("--real", type=Path, help="folder with devices.csv")
    train.add_argument("--without", nargs="*", default=[], metavar="SOURCE")
    train.add_argument("--out", type=Path, default=Path("out/model"))
    train.add_argument("--cache", type=Path, default=Path("out/cache"))
    train.add_argument("--versions", type=int, default=6, help="of each photo")
    train.add_argument("--epochs", type=int, default=Schedule().epochs)
    train.add_argument("--seed", type=int, default=0)
    train.set_defaults(run=_train)
    shipped = commands.add_parser("export", help="write the shipped files")
    shipped.add_argument("model", type=Path, help="folder that `train` wrote")
    shipped.add_argument("--to", type=Path, default=FOLDER)
    shipped.set_defaults(run=_export)
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))


def _train(arguments: argparse.Namespace) -> int:
    rendered = [example for run in arguments.runs for example in from_run(run)]
    real: list[Example] = []
    if arguments.real is not None:
        sources = [source for source in LICENSED if source not in arguments.without]
        real = from_real(arguments.real, sources)
    taught = [*of_split(rendered, "train"), *real]
    others = of_split(rendered, "validation")
    print(f"{len(taught)} photos teach, {len(others)} of other designs try", flush=True)
    features = features_of(taught, arguments.versions, arguments.cache, arguments.seed)
    tried = features_of(others, 1, arguments.cache, arguments.seed)
    schedule = Schedule(epochs=arguments.epochs, seed=arguments.seed)
    upper = teach(features, balanced(taught), schedule)
    record = _record(arguments, taught, schedule, upper, tried)
    record["strange"] = _strange(upper, real or taught, arguments)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(upper.state_dict(), arguments.out / _WEIGHTS)
    (arguments.out / _RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record["tried"], indent=1))
    return 0


def balanced(examples: Sequence[Example]) -> NDArray[np.float32]:
    """A weight for each photo, so that rare categories are not drowned; 1 on average."""
    kinds = [CLASSES[min(example.right)][0] for example in examples]
    counts = Counter(kinds)
    weights = np.array([counts[kind] ** -0.5 for kind in kinds])
    return (weights / weights.mean()).astype(np.float32)


def _record(
    arguments: argparse.Namespace,
    taught: Sequence[Example],
    schedule: Schedule,
    upper: Upper,
    tried: Features,
) -> dict[str, Any]:
    logits, _, _ = logits_of(upper, tried)
    temperature = fitted_temperature(logits, tried.right)
    right = tried.right[np.arange(len(logits)), logits.argmax(1)]
    return {
        "sources": dict(sorted(Counter(example.source for example in taught).items())),
        "versions": arguments.versions,
        "epochs": schedule.epochs,
        "seed": schedule.seed,
        "torch": str(torch.__version__),
        "tried": {
            "photos": len(logits),
            "right": round(float(right.mean()), 4),
            "temperature": round(temperature, 4),
        },
    }


def _strange(upper: Upper, examples: Sequence[Example], arguments: argparse.Namespace) -> float:
    """The strangeness that one in twenty devices exceeds; of real photos where there are any."""
    devices = [one for one in examples if CLASSES[min(one.right)][0] != "none"]
    found = strangeness_of(upper, features_of(devices, 1, arguments.cache, arguments.seed))
    return round(float(np.quantile(found, 0.95)), 4)


def _export(arguments: argparse.Namespace) -> int:
    record = json.loads((arguments.model / _RECORD).read_text(encoding="utf-8"))
    upper = Upper()
    upper.load_state_dict(torch.load(arguments.model / _WEIGHTS, weights_only=True))
    temperature, strange = record["tried"]["temperature"], record["strange"]
    path = export(upper.eval(), temperature, strange, record, arguments.to)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
