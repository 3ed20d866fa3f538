"""
The same photo through a messenger
==================================

Messengers make photos smaller and compress them hard. The verdict should not depend on that as
long as the details are there; where too few pixels are left, the check ``resolution`` says so.
"""

import io
from pathlib import Path

import matplotlib.pyplot as plt
from PIL import Image, ImageOps

import photocheck

SAMPLES = Path("../../../samples")
original = ImageOps.exif_transpose(Image.open(SAMPLES / "smartphone_2_back.jpg"))
known = photocheck.inspect(SAMPLES / "smartphone_2_back.jpg")["duplicate"].measurements["hash"]


def sent(side, quality):
    """The bytes that arrive."""
    small = original.copy()
    small.thumbnail((side, side))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=quality)
    return file.getvalue()


copies = [(1024, 90), (1024, 40), (640, 60), (480, 40), (240, 30)]
figure, panels = plt.subplots(1, len(copies), figsize=(11, 4.5), layout="constrained")
for panel, (side, quality) in zip(panels, copies, strict=True):
    data = sent(side, quality)
    photo = photocheck.Photo.open(data, name=f"{side} px")
    report = photocheck.inspect(photo)
    bits = photocheck.metrics.distance(known, report["duplicate"].measurements["hash"])
    width = report["blur"].value
    reasons = ", ".join(result.reason for result in report.problems)
    panel.imshow(photo.rgb)
    panel.set_title(
        f"{side} px, quality {quality}\n{len(data) // 1024} KiB\nwidth {width:.2f} px\n"
        f"hash differs by {bits} of 256 bits\n{report.verdict}\n{reasons}",
        fontsize=8,
    )
    panel.axis("off")
plt.show()
