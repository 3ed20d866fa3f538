"""Odd and damaged files of other projects' test suites, kept outside of this repository.

Beside the repository, ``shared/hostile`` holds them with a ``manifest.csv`` that says of each what
must become of it. Nothing of it is committed; where it is absent, these tests are skipped.
"""

import contextlib
import csv
import io
import time
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from photocheck.decode import FLAGS, REASONS, Limits, open_picture
from photocheck.errors import DecodeError

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile"
SECONDS = 5  # a file; the slowest takes a fraction of it
COLOUR_LEVEL = 3.0  # mean absolute difference, 0 to 255: decoders differ by their rounding
PEER_PIXELS = 30_000_000

# Sound files that are refused or read otherwise than by the reference decoder, and why.
UNREADABLE = {
    "clap_irot_imir_non_essential.avif": "libavif: transforms must be marked as essential",
    "color_grid_alpha_grid_tile_shared_in_dimg.avif": "libavif: shared tiles are not implemented",
    "supported_gainmap_writer_version_with_extra_bytes.avif": "libavif: gain map of its future",
}
OTHERWISE = {
    "xmp_tags_orientation.avif": "Pillow turns by XMP; in AVIF the container alone counts",
}


def manifest():
    if not (HOSTILE / "manifest.csv").exists():
        return []
    with (HOSTILE / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [(row["file"], row["expected"]) for row in csv.DictReader(file)]


ROWS = manifest()
pytestmark = pytest.mark.skipif(not ROWS, reason="the hostile files are not on this machine")
GROUPS = sorted({Path(name).parts[1] for name, _ in ROWS}) or ["absent"]


def rows(group):
    return [(name, expected) for name, expected in ROWS if Path(name).parts[1] == group]


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(before)


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_is_read_or_refused_as_the_manifest_says(group, capfd):
    wrong = []
    for name, expected in rows(group):
        data = (HOSTILE / name).read_bytes()
        start = time.process_time()
        try:
            picture = open_picture(data)
        except DecodeError as error:
            outcome, flags = error.reason, ()
        else:
            outcome, flags = "read", picture.flags
            assert set(flags) <= set(FLAGS)
            assert max(picture.rgb.shape[:2]) <= 1088
        assert outcome == "read" or outcome in REASONS
        if time.process_time() - start > SECONDS:
            wrong.append((name, "slow"))
        refused = (
            outcome not in {"read", "decode.unsupported"} and Path(name).name not in UNREADABLE
        )
        if (expected == "decodes_ok" and refused) or (
            expected == "clean_error" and outcome == "read" and not flags
        ):
            wrong.append((name, expected, outcome, flags))
        printed = capfd.readouterr()
        if printed.err or printed.out:
            wrong.append((name, "printed", printed))
    assert wrong == []


@pytest.mark.parametrize("group", GROUPS)
def test_sound_pictures_agree_with_an_independent_decoder(group):
    wrong = []
    for name, expected in rows(group):
        if expected != "decodes_ok" or Path(name).name in OTHERWISE:
            continue
        data = (HOSTILE / name).read_bytes()
        try:
            picture = open_picture(data, Limits(max_pixels=PEER_PIXELS))
        except DecodeError:
            continue
        if "hdr.tone_mapped" in picture.flags:  # Pillow shows PQ and HLG as if they were sRGB
            continue
        reference = by_pillow(data)
        if reference is None:
            continue
        full, luma = picture.full(), picture.luma()
        if full.shape != reference.shape or luma.shape != reference.shape[:2]:
            wrong.append((name, full.shape, reference.shape))
            continue
        difference = np.abs(full.astype(np.int16) - reference).mean()
        small = cv2.resize(full, picture.rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
        reduced = np.abs(small.astype(np.int16) - picture.rgb).mean()
        if max(difference, reduced) > COLOUR_LEVEL:
            wrong.append((name, float(difference), float(reduced)))
    assert wrong == []


def by_pillow(data):
    """H×W×3 sRGB of another path through other code; None where Pillow can't read the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(io.BytesIO(data))
            picture.load()
            profile = picture.info.get("icc_profile")
            picture = over_white(eight_bits(ImageOps.exif_transpose(picture)))
        except Exception:  # noqa: BLE001 - Pillow's exceptions are no closed set
            return None
        if profile:
            # A broken profile is passed over here too.
            with contextlib.suppress(ImageCms.PyCMSError, OSError):
                picture = to_srgb(picture, profile)
        return np.asarray(picture.convert("RGB"))


def eight_bits(picture):
    if not picture.mode.startswith("I"):
        return picture
    deep = np.asarray(picture).astype(np.uint32)
    scaled = Image.fromarray((deep >> 8).astype(np.uint8))
    if "transparency" in picture.info:
        opaque = (deep != picture.info["transparency"]).astype(np.uint8) * 255
        scaled.putalpha(Image.fromarray(opaque))
    return scaled


def over_white(picture):
    if not picture.has_transparency_data:
        return picture
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layered).convert("RGB")


def to_srgb(picture, profile):
    embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}[embedded.profile.xcolor_space.strip()]
    if "CMYK" in (mode, picture.mode) and mode != picture.mode:
        return picture
    return ImageCms.profileToProfile(
        picture.convert(mode), embedded, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
