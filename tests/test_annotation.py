"""A photo with its regions drawn, as an array and in a notebook."""

import base64
import re

import cv2
import numpy as np
import pytest

import photocheck
from photocheck import Photo, PhotoInfo, Region, Report, Result, SourceError

BOX = Region(x=0.25, y=0.25, w=0.5, h=0.5)


def report_of(source=None, sha256=None, regions=(BOX,), message="There is <light>."):
    result = Result(
        check="glare", status="fail", reason="glare.clipped", message=message, regions=regions
    )
    return Report(
        source=source,
        sha256=sha256,
        verdict="retake",
        photo=PhotoInfo(format="JPEG", width=400, height=300, orientation=1),
        results=(result,),
    )


def pixels_of(html):
    (data,) = re.findall(r"base64,([^\"]+)", html)
    return cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR_RGB)


def test_regions_are_drawn_along_their_edges_and_nowhere_else():
    plain = np.full((300, 400, 3), 90, np.uint8)
    drawn = photocheck.annotate(plain, report_of())
    assert drawn.shape == plain.shape
    assert drawn.dtype == np.uint8
    changed = (drawn != plain).any(axis=2)
    assert changed[50:72, 100:200].any()  # the name stands above the region
    changed[:72] = False
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert abs(rows[0] - 75) <= 3
    assert abs(rows[-1] - 225) <= 3
    assert abs(columns[0] - 100) <= 3
    assert abs(columns[-1] - 300) <= 3
    assert not changed[80:220, 105:295].any()  # what is marked stays as it was
    assert (plain == 90).all()


def test_without_regions_nothing_is_drawn():
    plain = np.full((300, 400, 3), 90, np.uint8)
    drawn = photocheck.annotate(plain, report_of(regions=()))
    assert (drawn == plain).all()
    drawn[:] = 0  # and the picture is the caller's own


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (2, 2)])
def test_the_smallest_pictures_can_be_drawn_on(size):
    assert photocheck.annotate(np.zeros((*size, 3), np.uint8), report_of()).shape[:2] == size


def test_what_is_no_photo_is_refused():
    with pytest.raises(SourceError):
        photocheck.annotate("no such file.jpg", report_of())


def test_a_notebook_shows_the_file_that_was_judged(scene_jpeg, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(scene_jpeg)
    sha256 = Photo.open(scene_jpeg).sha256
    shown = pixels_of(report_of(str(path), sha256)._repr_html_())
    empty = pixels_of(report_of()._repr_html_())
    assert shown.std() > 2 * empty[:20].std()
    path.write_bytes(scene_jpeg + b"changed")
    other = pixels_of(report_of(str(path), sha256)._repr_html_())
    assert other.shape == empty.shape == (360, 480, 3)
    assert (other == empty).all()


def test_a_notebook_shows_texts_as_text():
    html = report_of(message="<script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_report_of_an_unreadable_photo_has_no_picture():
    html = photocheck.inspect(b"no picture")._repr_html_()
    assert "<img" not in html
    assert "not a photo" in html
