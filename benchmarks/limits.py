"""Set the limits of the profiles at stated rates of false retakes, and write them down.

    python -m benchmarks.limits            # prints what would be written
    python -m benchmarks.limits --write    # writes src/photocheck/limits.json and limits.md

A limit is the smallest that asks to retake at most the stated share of the good photos, rounded to
two significant digits in the photo's favour. Only the half ``limits`` of the development photos is
used (see `benchmarks.photos`); `benchmarks.accuracy` reports on the other.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.devices_quality import Graded, Judged, judge, load
from benchmarks.inspection import inspect_paths
from benchmarks.measures import MEASURES, value_of
from benchmarks.photos import (
    BACKLIT,
    BLUR,
    GLARE,
    OVER,
    ROOT,
    UNDER,
    Labelled,
    Problem,
    development_folder,
    load_development,
)
from benchmarks.statistics import limit_at
from benchmarks.tables import DOCS, environment, publish, table
from photocheck import Report

LIMITS = ROOT / "src" / "photocheck" / "limits.json"
COMMAND = "python -m benchmarks.limits --write"
PROFILES = ("lenient", "standard", "strict")


@dataclass(frozen=True)
class Setting:
    """A limit that is set from data.

    `rates` are the shares of good photos that may be rejected, by profile. `sign` is -1 where the
    check's number is a minimum, since a problem's values are larger where the photo is worse.
    """

    check: str
    field: str
    problem: Problem
    rates: tuple[float, float, float]
    sign: int = 1


SETTINGS = (
    Setting("blur", "max_width", BLUR, (0.01, 0.02, 0.05)),
    # The three reasons of exposure share one rate, the same as blur's.
    Setting("exposure", "min_level", UNDER, (0.005, 0.01, 0.025), sign=-1),
    Setting("exposure", "max_level", OVER, (0.0025, 0.005, 0.0125)),
    Setting("exposure", "max_highlight_stops", BACKLIT, (0.0025, 0.005, 0.0125)),
    Setting("glare", "warn_share", GLARE, (0.01, 0.02, 0.05)),
)


@dataclass(frozen=True)
class WarnSetting:
    """A limit beyond which a check only warns, set from photos that were looked at twice.

    `free` tells the photos without the fault, `rates` are the shares of them that may be warned of,
    by profile. Where the view model itself `learnt` the fault, photos that taught it set nothing.
    """

    check: str
    field: str
    measurement: str
    free: Callable[[Graded], bool]
    rates: tuple[float, float, float]
    sign: int = 1
    learnt: bool = False


WARNINGS = (
    WarnSetting("blur", "warn_width", "", lambda photo: photo.blur == 0, (0.005, 0.01, 0.02)),
    WarnSetting(
        "exposure",
        "warn_level",
        "dark_level",
        lambda photo: photo.light == "ok",
        (0.015, 0.03, 0.06),
        sign=-1,
    ),
    WarnSetting(
        "framing", "warn_cut", "cut", lambda photo: photo.cut_off == "none", (0.015, 0.03, 0.06)
    ),
    WarnSetting(
        "framing",
        "warn_cut_off",
        "cut_off",
        lambda photo: photo.cut_off == "none",
        (0.01, 0.03, 0.06),
        learnt=True,
    ),
    WarnSetting(
        "glare",
        "warn_hidden",
        "hidden",
        lambda photo: photo.glare <= 1,
        (0.01, 0.02, 0.05),
        learnt=True,
    ),
)
WARNING_LOTS = ("devices", "teach")
"""Folders whose photos set these limits; `benchmarks.devices_quality` reports on ``dev2`` as well,
whose sources set none."""

STATED: Mapping[str, tuple[str, tuple[float, float, float]]] = {
    "resolution.min_side": (
        "stated: thumbnails are no evidence",
        (160, 240, 480),
    ),
    "resolution.warn_side": (
        "stated: a messenger's copy of a camera's photo passes",
        (320, 480, 720),
    ),
    "framing.max_cut_off": (
        "stated: the share of people who would call it cut off",
        (0.8, 0.6, 0.5),
    ),
    "glare.max_clipped_share": (
        "stated: the share of the device that a photo may lose",
        (0.25, 0.15, 0.10),
    ),
}
"""Limits that are a service's decision, not a measurement."""


def rounded(value: float, sign: int) -> float:
    """Two significant digits, in the photo's favour: up for a maximum (1), down for a minimum."""
    if value == 0 or not math.isfinite(value):
        return value
    exact = Decimal(str(value))
    step = Decimal(1).scaleb(exact.adjusted() - 1)
    return float(
        (exact / step).to_integral_value(ROUND_CEILING if sign > 0 else ROUND_FLOOR) * step
    )


def _measured(report: Report, warning: WarnSetting) -> float:
    """A check's number; the least worrying one where it was not done."""
    result = report[warning.check]
    value = result.measurements.get(warning.measurement) if warning.measurement else result.value
    return float(value) if isinstance(value, (int, float)) else -warning.sign * math.inf


def derive(
    labelled: Sequence[Labelled], reports: Mapping[Path, Report], judged: Sequence[Judged] = ()
) -> dict[str, Any]:
    """The contents of limits.json."""
    profiles: dict[str, dict[str, dict[str, float]]] = {name: {} for name in PROFILES}
    provenance: dict[str, Any] = {}
    for key, (why, limits) in STATED.items():
        check, _, field = key.partition(".")
        for profile, limit in zip(PROFILES, limits, strict=True):
            profiles[profile].setdefault(check, {})[field] = limit
        provenance[key] = {"set_by": why}
    for setting in SETTINGS:
        good = [
            item
            for item in setting.problem.choose(labelled, weak=True)
            if item.half == "limits"
            and item.label in setting.problem.negative
            and item.path in reports
        ]
        values = np.array([value_of(reports[item.path], setting.problem.name) for item in good])
        for profile, rate in zip(PROFILES, setting.rates, strict=True):
            limit = rounded(setting.sign * limit_at(values, rate), setting.sign)
            profiles[profile].setdefault(setting.check, {})[setting.field] = limit
        provenance[f"{setting.check}.{setting.field}"] = {
            "set_by": "measured",
            "problem": setting.problem.name,
            "reasons": sorted(MEASURES[setting.problem.name].reasons),
            "false_retake_rate": dict(zip(PROFILES, setting.rates, strict=True)),
            "n": len(good),
            "sources": sorted({item.source for item in good}),
            "command": COMMAND,
        }
    for warning in WARNINGS if judged else ():
        sound = [
            one
            for one in judged
            if one.graded.lot in WARNING_LOTS
            and warning.free(one.graded)
            and not (warning.learnt and one.graded.taught)
        ]
        values = warning.sign * np.array([_measured(one.report, warning) for one in sound])
        for profile, rate in zip(PROFILES, warning.rates, strict=True):
            limit = rounded(warning.sign * limit_at(values, rate), warning.sign)
            profiles[profile].setdefault(warning.check, {})[warning.field] = limit
        provenance[f"{warning.check}.{warning.field}"] = {
            "set_by": "measured",
            "problem": f"{warning.check}, looked at twice",
            "reasons": [],
            "false_retake_rate": dict(zip(PROFILES, warning.rates, strict=True)),
            "n": len(sound),
            "sources": sorted({one.graded.source for one in sound}),
            "command": COMMAND,
        }
    used = {item.path for item in labelled if item.half == "limits" and item.path in reports}
    return {
        "schema": "photocheck.limits/1",
        "data": {
            "photos": len(used),
            "half": "limits",
            "sources": sorted({item.source for item in labelled if item.path in used}),
            "versions": environment("numpy", "opencv-python-headless", cores=False),
        },
        "profiles": profiles,
        "provenance": provenance,
    }


def page(document: Mapping[str, Any]) -> str:
    """The limits as a table for limits.md."""
    rows = []
    for key, facts in document["provenance"].items():
        check, _, field = key.partition(".")
        limits = [f"{document['profiles'][name][check][field]:g}" for name in PROFILES]
        if facts["set_by"] == "measured":
            rates = ", ".join(f"{100 * facts['false_retake_rate'][name]:g}" for name in PROFILES)
            origin = f"{rates} % of {facts['n']} good photos of {len(facts['sources'])} sources"
        else:
            origin = facts["set_by"]
        rows.append([f"`{key}`", *limits, origin])
    data = document["data"]
    return (
        f"Set on {data['photos']} development photos of {len(data['sources'])} sources "
        f"(the half `limits`); {data['versions']}.\n\n"
        + table(("setting", *PROFILES, "set at"), rows)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the limits; write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    folder = development_folder()
    if folder is None:
        print("The development photos are absent: no limits can be set.", file=sys.stderr)
        return 2
    labelled = load_development(folder)
    half = [item for item in labelled if item.half == "limits"]
    reports = inspect_paths((item.path for item in half), ("standard",))["standard"]
    graded = [photo for photo in load(folder) if photo.lot in WARNING_LOTS]
    document = derive(half, reports, judge(graded))
    if options.write:
        LIMITS.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    publish(page(document), DOCS / "reference/limits.md", "limits", write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
