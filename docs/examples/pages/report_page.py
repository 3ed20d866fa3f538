"""
The page of a batch, and the page of a set
==========================================

``photocheck report`` and ``photocheck match --html`` write pages that need nothing but
themselves: no script, no other file. The first shows what has to be taken again before all
else.
"""

import base64
import io
from pathlib import Path

import photocheck
from photocheck import pages
from photocheck.slots import default_catalog

SAMPLES = Path("../../../samples")


class Shown:
    """A page within this page."""

    def __init__(self, text):
        self.text = text

    def _repr_html_(self):
        data = base64.b64encode(self.text.encode()).decode()
        return (
            f'<iframe title="page" sandbox src="data:text/html;charset=utf-8;base64,{data}" '
            'style="width: 100%; height: 36rem; border: 1px solid #ccc"></iframe>'
        )


names = ("smartphone_back_shaken", "laptop_right_open", "smartphone_screen_on")
photos = [photocheck.Photo.open(SAMPLES / f"{name}.jpg", name=f"{name}.jpg") for name in names]
page = io.StringIO()
pages.write_html(((photocheck.inspect(photo), photo.rgb) for photo in photos), page)
Shown(page.getvalue())

# %%
# A set, slot by slot
# -------------------

views = ("screen_off", "back", "left", "bottom")
photos = [photocheck.Photo.open(SAMPLES / f"smartphone_{view}.jpg", name=view) for view in views]
match = photocheck.match(photos, category="smartphone")
page = io.StringIO()
pages.write_match_html(
    match,
    default_catalog().category("smartphone"),
    page,
    pixels=lambda index: photos[index].rgb,
)
Shown(page.getvalue())
