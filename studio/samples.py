"""Make the committed sample photos and their record: ``python -m studio.samples samples``.

What is there already is kept, so that a run can be stopped and gone on with.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PIL import Image

from studio.run import records, save
from studio.sample_recipe import Sample, samples, shot_of
from studio.shoot import shoot
from studio.truth import PhotoTruth

LONG_SIDE: Final = 1024
RAYS: Final = 16
QUALITY: Final = 84
SCHEMA: Final = "photocheck.samples/2"
_ORIENTATION: Final = 0x0112


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is missing; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the samples are, or shall be")
    parser.add_argument("--work", type=Path, default=Path("out/samples"), help="of the renders")
    parser.add_argument("--only", nargs="*", default=None, metavar="FILE")
    parsed = parser.parse_args(arguments)
    parsed.work.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in samples() if parsed.only is None or each.file in parsed.only]
    known = _known(parsed.work)
    for sample in wanted:
        if shot_of(sample).name not in known:
            save(parsed.work, shoot(shot_of(sample), LONG_SIDE, RAYS))
            print(sample.file, flush=True)
    write(parsed.folder, parsed.work)
    return 0


def _known(work: Path) -> dict[str, PhotoTruth]:
    if not (work / "photos.jsonl").is_file():
        return {}
    return {Path(truth.file).stem: truth for truth in records(work)}


def write(folder: Path, work: Path) -> None:
    """Write the photos that were rendered, and the record of them, into the samples' folder."""
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(work)
    entries = []
    for sample in samples():
        truth = known.get(shot_of(sample).name)
        if truth is not None:
            (folder / sample.file).write_bytes(encoded(sample, (work / truth.file).read_bytes()))
            entries.append(entry(sample, truth))
    record = {
        "schema": SCHEMA,
        "licence": "Apache-2.0",
        "about": "see README.md",
        "photos": entries,
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def encoded(sample: Sample, jpeg: bytes) -> bytes:
    """The photo in the sample's format, stored turned where the sample wants it."""
    picture = Image.open(io.BytesIO(jpeg))
    written = io.BytesIO()
    if sample.file.endswith(".png"):
        picture.save(written, "PNG", optimize=True)
    elif sample.file.endswith(".webp"):
        picture.save(written, "WEBP", quality=QUALITY)
    elif sample.orientation == 6:
        exif = Image.Exif()
        exif[_ORIENTATION] = 6
        turned = picture.transpose(Image.Transpose.ROTATE_90)
        turned.save(written, "JPEG", quality=QUALITY, exif=exif)
    else:
        return jpeg
    return written.getvalue()


def entry(sample: Sample, truth: PhotoTruth) -> dict[str, Any]:
    """What the record says of a photo."""
    return {
        "file": sample.file,
        "category": truth.category,
        "view": "none" if truth.view == "nothing" else truth.view,
        "slot": sample.slot,
        "set": sample.set,
        "screen": truth.screen,
        "usable": sample.usable,
        "problems": list(sample.problems),
        "width": truth.width,
        "height": truth.height,
        "device_box": None if truth.box is None else truth.box.model_dump(),
        "demo": sample.demo,
        "texts": truth.texts,
        "parameters": {
            "recipe": truth.index,
            "design": truth.design,
            "seed": truth.seed,
            "exposure_offset_ev": truth.exposure_offset,
            "defocus_disc_px": truth.circle,
            "shake_length_px": truth.shake,
            "glare_share": truth.glare_share,
            "device_share": truth.device_share,
            "orientation": sample.orientation,
        },
    }


if __name__ == "__main__":
    sys.exit(main())
