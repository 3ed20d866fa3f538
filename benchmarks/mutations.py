"""What comes of damaged files: random changes to sound ones of every format, judged as usual.

    python -m benchmarks.mutations --count 20000            # prints the table
    python -m benchmarks.mutations --count 20000 --write    # also writes it to mutations.md

Every outcome must be a report. Beside that, the share of damage that nothing tells of is counted:
files that are read without a flag of damage although they show something else than the sound file.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

import photocheck
from benchmarks.tables import DOCS, environment, publish, table
from photocheck.decode import DAMAGE_FLAGS

COMMAND = "python -m benchmarks.mutations --write"
HEIC = Path(__file__).resolve().parent.parent / "tests" / "data" / "textured.heic"
VISIBLE = 8.0  # mean difference of the working frames, of 255
TIME_LIMIT = 2.0  # seconds a file

Random = np.random.Generator
Pixels = NDArray[np.uint8]


class Outcome(NamedTuple):
    """What became of one changed file."""

    kind: str  # "refused", "damage flag", "other flag" or "no flag"
    seconds: float
    visible: bool


def scene(height: int = 150, width: int = 200) -> Pixels:
    """Slopes, edges and grain: H×W×3 uint8."""
    random = np.random.default_rng(0)
    rows, columns = np.mgrid[:height, :width]
    red, green = rows * 255 / height, columns * 255 / width
    picture = np.stack([red, green, 128 + 90 * np.sin(rows / 5)], -1)
    picture[30:90, 50:140] = 40
    return np.clip(picture + random.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)


def sound_files() -> dict[str, bytes]:
    """One file of each kind."""
    picture = Image.fromarray(scene())
    exif = Image.Exif()
    exif[0x0112] = 1
    files = {
        "JPEG baseline": _encoded(picture, "JPEG", quality=85, exif=exif.tobytes()),
        "JPEG with restarts": _encoded(picture, "JPEG", quality=85, restart_marker_blocks=13),
        "JPEG progressive": _encoded(picture, "JPEG", quality=85, progressive=True),
        "JPEG CMYK": _encoded(picture.convert("CMYK"), "JPEG", quality=85),
        "PNG": _encoded(picture, "PNG", exif=exif.tobytes()),
        "WebP": _encoded(picture, "WEBP", quality=85, exif=exif.tobytes()),
        "WebP lossless": _encoded(picture, "WEBP", lossless=True),
        "AVIF": _encoded(picture, "AVIF", quality=80),
    }
    if HEIC.exists():
        files["HEIC"] = HEIC.read_bytes()
    return files


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    start = int(random.integers(len(data)))
    return start, min(len(data), start + int(random.integers(1, max(2, len(data) // 8))))


def flip_bits(data: bytes, random: Random) -> bytes:
    """One to eight bits."""
    changed = bytearray(data)
    for at in random.integers(len(data), size=int(random.integers(1, 9))):
        changed[at] ^= 1 << int(random.integers(8))
    return bytes(changed)


def truncate(data: bytes, random: Random) -> bytes:
    """The end cut off."""
    return data[: int(random.integers(len(data)))]


def delete(data: bytes, random: Random) -> bytes:
    """A stretch left out."""
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def duplicate(data: bytes, random: Random) -> bytes:
    """A stretch twice."""
    start, end = _stretch(data, random)
    return data[:end] + data[start:]


def swap(data: bytes, random: Random) -> bytes:
    """Two stretches of one length exchanged."""
    length = int(random.integers(1, max(2, len(data) // 8)))
    first, second = sorted(random.integers(len(data), size=2).tolist())
    length = min(length, second - first, len(data) - second)
    one, two = data[first : first + length], data[second : second + length]
    return data[:first] + two + data[first + length : second] + one + data[second + length :]


def zero(data: bytes, random: Random) -> bytes:
    """A stretch of zeros."""
    start, end = _stretch(data, random)
    return data[:start] + bytes(end - start) + data[end:]


def insert(data: bytes, random: Random) -> bytes:
    """Up to sixteen random bytes put in."""
    at = int(random.integers(len(data) + 1))
    return data[:at] + random.bytes(int(random.integers(1, 17))) + data[at:]


MUTATIONS: Mapping[str, Callable[[bytes, Random], bytes]] = {
    "bits flipped": flip_bits,
    "truncated": truncate,
    "stretch deleted": delete,
    "stretch duplicated": duplicate,
    "stretches swapped": swap,
    "stretch zeroed": zero,
    "bytes inserted": insert,
}


def judge(data: bytes, sound: photocheck.Photo, limits: photocheck.Limits) -> Outcome:
    """Inspect one changed file.

    Raises
    ------
    Exception
        Whatever leaves `photocheck.inspect`; nothing should.
    """
    start = time.perf_counter()
    report = photocheck.Inspector(limits=limits).inspect(data)
    seconds = time.perf_counter() - start
    if not isinstance(report, photocheck.Report):
        raise TypeError(f"expected a report, got {type(report).__name__}")
    if report.photo is None:
        return Outcome("refused", seconds, visible=False)
    flags = set(report.photo.flags)
    kind = "no flag"
    if flags & DAMAGE_FLAGS:
        kind = "damage flag"
    elif flags - set(sound.flags):
        kind = "other flag"
    shown = photocheck.Photo.open(data, limits=limits).rgb
    if shown.shape != sound.rgb.shape:
        return Outcome(kind, seconds, visible=True)
    apart = float(cv2.absdiff(shown, sound.rgb).mean())
    return Outcome(kind, seconds, visible=apart > VISIBLE)


def outcomes(count: int, seed: int) -> dict[tuple[str, str], list[Outcome]]:
    """About `count` outcomes by file and by mutation; changes that change nothing are left out."""
    random = np.random.default_rng(seed)
    limits = photocheck.Limits(max_pixels=4_000_000)  # a header's lie shall not cost minutes
    files = sound_files()
    sound = {name: photocheck.Photo.open(data) for name, data in files.items()}
    found: dict[tuple[str, str], list[Outcome]] = {}
    pairs = [(name, mutation) for name in files for mutation in MUTATIONS]
    for index in tqdm(range(count), unit="file", file=sys.stderr, disable=None):
        name, mutation = pairs[index % len(pairs)]
        changed = MUTATIONS[mutation](files[name], random)
        if changed != files[name]:
            outcome = judge(changed, sound[name], limits)
            found.setdefault((name, mutation), []).append(outcome)
    return found


def _rows(groups: Mapping[str, Sequence[Outcome]]) -> list[list[str]]:
    rows = []
    for name, group in groups.items():
        kinds = Counter(outcome.kind for outcome in group)
        silent = sum(o.visible for o in group if o.kind in ("no flag", "other flag"))
        shares = [kinds[kind] / len(group) for kind in KINDS]
        read = kinds["no flag"] + kinds["other flag"]
        rows.append(
            [
                name,
                str(len(group)),
                *(f"{100 * share:.1f} %" for share in shares),
                f"{silent} of {read}",
                f"{100 * silent / len(group):.2f} %",
            ]
        )
    return rows


KINDS = ("refused", "damage flag", "other flag", "no flag")
HEAD = ("n", *KINDS, "silent, of those read", "silent, of all")


def grouped(
    found: Mapping[tuple[str, str], Sequence[Outcome]], part: int
) -> dict[str, list[Outcome]]:
    """The outcomes by file (part 0) or by mutation (part 1)."""
    groups: dict[str, list[Outcome]] = {}
    for key, group in found.items():
        groups.setdefault(key[part], []).extend(group)
    return groups


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 if a file took longer than the time limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20_000, help="of changed files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="rewrite mutations.md's tables")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    found = outcomes(options.count, options.seed)
    everything = [outcome for group in found.values() for outcome in group]
    slowest = max(outcome.seconds for outcome in everything)
    height, width = scene().shape[:2]
    versions = environment(
        "opencv-python-headless", "pillow", "pi_heif", "simplejpeg", "photocheck", cores=False
    )
    publish(
        f"{len(everything):,} changed files of {width}×{height} px, seed {options.seed}: "
        f"{len(everything):,} reports, no exception, the slowest after {slowest:.2f} s; "
        f"`{COMMAND}`, {versions}.\n\n"
        + table(["file", *HEAD], _rows(grouped(found, 0)))
        + "\n"
        + table(["change", *HEAD], _rows(grouped(found, 1))),
        DOCS / "explanation/mutations.md",
        "mutations",
        write=options.write,
    )
    return int(slowest > TIME_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
