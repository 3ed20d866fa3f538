"""
The same photo again
====================

Two photos are compared by 256 bits of their coarse structure. Copies that a messenger made
differ by a few bits, other photos by many.
"""

import io
import itertools
from pathlib import Path

import matplotlib.pyplot as plt
from PIL import Image, ImageOps

import photocheck
from photocheck import metrics

SAMPLES = Path("../../../samples")
paths = sorted(SAMPLES.glob("smartphone_*.jpg"))


def hash_of(source):
    """The hash of a photo's working frame; None of one without structure."""
    return metrics.perceptual_hash(photocheck.Photo.open(source).grey)


def copy(path):
    """The photo as a messenger delivers it."""
    picture = ImageOps.exif_transpose(Image.open(path))
    picture.thumbnail((640, 640))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=50)
    return file.getvalue()


hashes = [hash_of(path) for path in paths]
copies = [
    metrics.distance(known, hash_of(copy(path)))
    for known, path in zip(hashes, paths, strict=True)
    if known
]
others = [metrics.distance(*pair) for pair in itertools.combinations(filter(None, hashes), 2)]

figure, panel = plt.subplots(figsize=(8, 4), layout="constrained")
bins = range(0, 180, 4)
panel.hist(copies, bins, density=True, alpha=0.6, label=f"copies ({len(copies)})")
panel.hist(others, bins, density=True, alpha=0.6, label=f"other photos ({len(others)} pairs)")
panel.axvline(
    photocheck.checks.Duplicate().min_distance, color="grey", linestyle=":", label="limit"
)
panel.set(xlabel="bits that differ, of 256", yticks=[])
panel.legend()
plt.show()
