import base64
import hashlib
import io
import re
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck import PhotoInfo, Region, Report, ReportError, Result, UnknownLanguageError, Verdict
from photocheck.pages import write_html
from photocheck.pages.overlay import THUMBNAIL_SIDE, Mark, frames, labels, pen, thumbnail_jpeg
from photocheck.printable import printable
from photocheck.texts import languages, texts

VOID = {"meta", "img", "rect", "input"}
INFO = PhotoInfo(format="JPEG", width=1200, height=900, orientation=6, flags=("exif.gps",))
BOX = Region(x=0.1, y=0.2, w=0.3, h=0.4)


class Page(HTMLParser):
    """Reads a page strictly: every element that is opened must be closed, in order."""

    def __init__(self, source):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), (tag, names)
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return "".join(self.texts)


def result(**changes):
    fields = {
        "check": "blur",
        "status": "fail",
        "score": 0.21,
        "value": 4.8,
        "limit": 2.0,
        "unit": "px",
        "reason": "blur.motion",
        "message": "The photo is shaken.",
        "regions": (BOX,),
        "measurements": {"angle": 32.4567, "edges": 12, "hash": "ab", "second": None},
    }
    return Result(**{**fields, **changes})


def report(**changes):
    fields = {"source": "a.jpg", "verdict": "retake", "photo": INFO, "results": (result(),)}
    return Report(**{**fields, **changes})


def picture(height=90, width=120):
    return np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)


def page(*items, language="en"):
    out = io.StringIO()
    write_html(items, out, language)
    return out.getvalue()


def test_a_photo_shows_name_verdict_text_numbers_and_flags():
    shown = Page(page((report(), picture())))
    for part in ("a.jpg", "Take again", "The photo is shaken.", "4.8 px (limit 2)", "Sharpness"):
        assert part in shown.text
    for part in ("JPEG · 1200 × 900 px", "exif.gps", "blur.motion", "angle 32.5", "second –"):
        assert part in shown.text


def test_the_summary_stands_before_the_photos_and_counts_them():
    reports = [report(verdict=verdict) for verdict in ("accept", "accept", "review", "retake")]
    out = io.StringIO()
    counts = write_html(((each, None) for each in reports), out)
    assert counts == {Verdict.ACCEPT: 2, Verdict.REVIEW: 1, Verdict.RETAKE: 1}
    source = out.getvalue()
    assert source.index('class="summary"') < source.index("<article")
    assert re.findall(r'class="count">(\d+)<', source) == ["4", "1", "1", "2"]


def test_photos_are_taken_one_by_one():
    alive = []

    def items():
        for index in range(3):
            alive.append(index)
            yield report(source=f"{index}.jpg"), picture()

    source = page(*items())
    assert alive == [0, 1, 2]
    assert [source.index(f"{index}.jpg") for index in range(3)] == sorted(
        source.index(f"{index}.jpg") for index in range(3)
    )


def test_no_photos():
    assert "No photos were given." in Page(page()).text


def test_the_thumbnail_is_the_photo():
    rgb = np.zeros((1000, 1500, 3), np.uint8)
    rgb[:, :750] = (200, 30, 60)
    (image,) = Page(page((report(), rgb))).all("img")
    assert (image["width"], image["height"]) == (str(THUMBNAIL_SIDE), "320")
    data = base64.b64decode(image["src"].removeprefix("data:image/jpeg;base64,"))
    shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert shown.shape == (320, 480, 3)
    assert np.abs(shown[160, 100].astype(int) - (200, 30, 60)).max() < 8


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (480, 480), (3, 481)])
def test_thumbnails_of_odd_sizes(shape):
    jpeg, width, height = thumbnail_jpeg(picture(*shape))
    assert cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).shape == (height, width, 3)
    assert max(width, height) <= THUMBNAIL_SIDE
    if max(shape) <= THUMBNAIL_SIDE:
        assert (height, width) == shape


def test_a_photo_without_a_picture_says_so():
    shown = Page(page((report(), None)))
    assert shown.all("img") == []
    assert "No picture to show" in shown.text


def test_an_unreadable_file_shows_its_error():
    error = ReportError(reason="decode.empty", message="The file is empty.", detail="got 0 bytes")
    shown = Page(page((report(photo=None, results=(), error=error), None)))
    for part in ("The file is empty.", "decode.empty", "got 0 bytes"):
        assert part in shown.text


def test_nothing_to_improve_only_where_accepted():
    nothing = texts("en")["html.no_problems"]
    passed = (result(status="pass", reason=None, message="", regions=()),)
    assert nothing in page((report(verdict="accept", results=passed), None))
    assert nothing not in page((report(verdict="review", results=passed), None))
    assert texts("en")["unknown"] in page((report(verdict="review", results=passed), None))


def test_a_report_without_results_or_name():
    shown = Page(page((report(source=None, verdict="accept", results=()), None)))
    assert "Unnamed photo" in shown.text
    assert shown.all("table") == []


def test_a_result_without_numbers():
    bare = result(
        status="not_done", score=None, value=None, limit=None, regions=(), measurements={}
    )
    assert "Not judged" in Page(page((report(results=(bare,)), None))).text


def test_a_value_without_a_limit():
    assert "4.8 px</p>" in page((report(results=(result(limit=None),)), None))


def test_regions_are_drawn_where_they_are():
    (box,) = frames([Mark("blur", "Sharpness", [BOX])], 200, 100)
    assert box == (20.0, 20.0, 60.0, 40.0, pen("blur"), "")
    source = page((report(), picture()))
    assert 'x="12.0" y="18.0" width="36.0" height="36.0"' in source
    assert pen("blur").colour in source
    assert "<svg" not in page((report(results=()), picture()))


def test_checks_differ_by_colour_and_by_dashes():
    checks = ["resolution", "blur", "exposure", "glare", "duplicate", "a plug-in's"]
    assert len({pen(check).colour for check in checks}) == len(checks)
    assert len({pen(check).dashes for check in checks}) == len(checks)


fractions = st.tuples(*[st.floats(0, 1)] * 4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), fractions), max_size=5))
def test_labels_stand_inside_the_picture_beside_regions_and_apart(marked):
    marks = [
        Mark("blur", title, [Region(x=x, y=y, w=w * (1 - x), h=h * (1 - y))])
        for title, (x, y, w, h) in marked
    ]
    found = labels(marks, 480, 360)
    boxes = frames(marks, 480, 360)
    for place, label in enumerate(found):
        assert 0 <= label.x <= 480 - label.w
        assert 0 <= label.y <= 360 - label.h
        for other in [*boxes, *found[:place]]:
            assert not label.overlaps(other)


def test_a_region_with_room_has_its_label_beside_it():
    (label,) = labels([Mark("blur", "Sharpness", [BOX])], 480, 360)
    assert label.title == "Sharpness"
    assert label.y + label.h <= BOX.y * 360
    assert label.x == BOX.x * 480


def test_a_mark_without_room_stands_in_the_legend():
    whole = Region(x=0, y=0, w=1, h=1)
    assert labels([Mark("blur", "Sharpness", [whole])], 480, 360) == []
    source = page((report(results=(result(regions=(whole,)),)), picture()))
    legend = re.search(r"<figcaption.*?</figcaption>", source, re.DOTALL).group()
    assert "Sharpness" in legend
    assert pen("blur").colour in legend


def test_problems_come_first_and_keep_their_order():
    verdicts = ["accept", "review", "retake", "accept", "retake"]
    reports = [report(source=f"{n}.jpg", verdict=verdict) for n, verdict in enumerate(verdicts)]
    source = page(*((each, None) for each in reports))
    assert re.findall(r"<bdi>(\d).jpg", source) == ["2", "4", "1", "0", "3"]


def test_a_tile_shows_only_its_photos():
    source = page((report(), picture()), (report(verdict="accept"), None))
    shown = Page(source)
    inputs = [each["id"] for each in shown.all("input")]
    assert inputs == ["show-all", "show-retake", "show-review", "show-accept"]
    assert [each["for"] for each in shown.all("label")] == inputs
    kinds = [each["class"].split()[1] for each in shown.all("article")]
    assert kinds == ["kind-retake", "kind-accept"]
    for kind in ("retake", "review", "accept"):
        assert f'#show-{kind}:checked ~ [class*="kind-"]:not(.kind-{kind})' in source


def test_a_plug_in_is_called_what_its_texts_say():
    own = {"landscape": {"en": {"landscape.title": "Format"}, "de": {"landscape.title": "Lage"}}}
    item = report(results=(result(check="landscape"),)), picture()
    for language, title in (("de", "Lage"), ("fr", "Format")):
        out = io.StringIO()
        write_html([item], out, language, texts=own)
        assert title in Page(out.getvalue()).text
    assert "landscape" in Page(page(item)).text


def test_the_alternative_text_names_what_is_marked():
    (image,) = Page(page((report(), picture()))).all("img")
    assert image["alt"] == "a.jpg. Marked: Sharpness on the left"
    (image,) = Page(page((report(results=()), picture()))).all("img")
    assert image["alt"] == "a.jpg"


@pytest.mark.parametrize("language", languages())
def test_the_page_speaks_the_language(language):
    shown = Page(page((report(), picture()), language=language))
    assert shown.all("html") == [{"lang": language}]
    words = texts(language)
    for key in ("html.title", "verdict.retake", "html.details", "check.blur.title"):
        assert words[key] in shown.text


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguageError):
        page(language="xx")


def test_the_policy_allows_only_this_pages_style_and_pictures():
    source = page((report(), picture()))
    shown = Page(source)
    policy = next(each["content"] for each in shown.all("meta") if "http-equiv" in each)
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert shown.all("script") == []
    assert all("style" not in attributes for _, attributes in shown.elements)
    assert not re.search(r"(?:href|src)=\"(?!data:)", source)
    assert "url(" not in style
    assert "@import" not in style


def test_the_same_reports_give_the_same_page():
    assert page((report(), picture())) == page((report(), picture()))


HOSTILE = [
    "<script>alert(1)</script>.jpg",
    '" onload="alert(1)" x=\'',
    "</style><img src=x onerror=alert(1)>",
    "&lt;b&gt;.jpg",
    "photo\u202egpj.exe",
    "\u2066\u2069\u200f.jpg",
    "bad\udcff\udc80.jpg",
    "a\nb\tc\x00\x1b[31m.jpg",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text(name):
    check_shown(name)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_any_name_is_shown_as_text(name):
    check_shown(name)


def check_shown(name):
    plain = Page(page((everywhere("x"), picture())))
    source = page((everywhere(name), picture()))
    source.encode("utf-8")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", source)
    shown = Page(source)
    # A longer title may find no place for its label on the picture.
    may_differ = {"span", "rect", "text"}
    assert [tag for tag, _ in shown.elements if tag not in may_differ] == [
        tag for tag, _ in plain.elements if tag not in may_differ
    ]
    assert printable(name) in shown.text


def everywhere(text):
    """A report that has the text in every field that is shown."""
    shown = result(
        check=text, unit=text, reason=text, message=text, measurements={text: text, "n": 1.5}
    )
    return report(
        source=text or None,
        photo=INFO.model_copy(update={"format": text, "flags": (text,)}),
        results=(shown,),
    )


def test_letters_of_the_world_are_left_alone():
    for name in ("Größe.jpg", "写真.jpg", "صورة.jpg", "📷.png", "9.41\u202fAM.png"):
        assert printable(name) == name


def test_what_does_not_apply_is_no_problem_and_stands_below_what_was_judged():
    slot = Result(
        check="slot", status="not_applicable", reason="check.no_slot", message="Nothing was asked."
    )
    shown = Page(page((report(results=(slot, result())), picture()))).text
    assert "Nothing was asked." not in shown
    assert "Not applicable" in shown
    assert shown.rindex("blur.motion") < shown.rindex("check.no_slot")
