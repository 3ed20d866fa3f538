"""The page on which limits are moved, as it is written; what its script does is tested beside it."""

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from typing import ClassVar

import cv2
import numpy as np
import pytest

from photocheck import Check, PhotoInfo, Profile, Report, ReportError, Result
from photocheck.checks import Blur, Duplicate, Framing, Limit, Resolution, Slot
from photocheck.pages import TunedPhoto, write_tune_html
from photocheck.pages.overlay import thumbnail_jpeg

ONLY_BLUR = (Blur(),)
PROFILE = Profile(name="own", settings={"blur": {"max_width": 1.3}})


class Page(HTMLParser):
    """Every element that is opened must be closed, in order; texts by the tag around them."""

    def __init__(self, source):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert len(attributes) == len(dict(attributes))
        self.elements.append((tag, dict(attributes)))
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def text_in(self, tag):
        return [text for name, text in self.texts if name == tag and text.strip()]

    @property
    def data(self):
        return json.loads(self.text_in("script")[0])

    @property
    def words(self):
        return " ".join(
            " ".join(text for name, text in self.texts if name not in {"script", "style"}).split()
        )


def blurred(width):
    check = Blur()
    return check.judge(
        value=width, limit=check.max_width, warn_limit=check.warn_width, reason="blur.defocus"
    )


def photo(*results, source="a.jpg", verdict="accept", flags=(), **more):
    info = PhotoInfo(format="JPEG", width=800, height=600, orientation=1, flags=flags)
    return TunedPhoto(Report(source=source, verdict=verdict, photo=info, results=results), **more)


def unreadable(**more):
    error = ReportError(reason="decode.truncated", message="The file is cut off.")
    return TunedPhoto(Report(source="cut.jpg", verdict="retake", error=error), **more)


def page_of(photos, checks=ONLY_BLUR, profile=PROFILE):
    out = io.StringIO()
    write_tune_html(photos, checks, profile, out)
    return out.getvalue()


FOUR = [
    photo(blurred(0.5), good=True),
    photo(blurred(1.0), verdict="review", good=True),
    photo(blurred(2.0), verdict="retake", good=True),
    photo(blurred(3.0), verdict="retake", good=False),
]


def test_the_numbers_of_the_present_limits_stand_on_the_page_without_a_script():
    words = Page(page_of(FOUR)).words
    assert "4 photos, each judged by itself" in words
    assert "retake 2 1 of 3: 33.3 % (6.1 to 79.2 %) 1 of 1: 100.0 % (20.7 to 100.0 %)" in words
    assert "fail 2 1 of 3: 33.3 % (6.1 to 79.2 %) 1 of 1: 100.0 %" in words
    assert "warn 1 1 of 3" in words
    assert "Fails where value is above 1.3 px" in words
    assert "Beyond the line 2 False retakes 1 of 3: 33.3 %" in words
    assert "Warns where value is above 0.94 px" in words
    assert "Beyond the line 3 False warnings 2 of 3: 66.7 %" in words


def test_a_limit_is_a_slider_and_a_field_with_labels():
    page = Page(page_of(FOUR))
    sliders = [each for each in page.all("input") if each["type"] == "range"]
    fields = [each for each in page.all("input") if each["type"] == "number"]
    labelled = {each["for"] for each in page.all("label")}
    assert len(sliders) == len(fields) == 2
    assert all(each["aria-label"] for each in sliders)
    assert all(each["id"] in labelled for each in fields)
    first = fields[0]
    assert (first["value"], first["min"], first["max"], first["step"]) == ("1.3", "0", "8.0", "any")
    assert float(sliders[0]["min"]) <= 1.3 <= float(sliders[0]["max"])


def test_the_side_beyond_the_line_is_shaded_and_labels_have_colours():
    page = Page(page_of(FOUR))
    (fails, warns) = (each for each in page.all("rect") if each["class"].startswith("beyond"))
    assert float(fails["x"]) + float(fails["width"]) == pytest.approx(1000)
    assert float(warns["x"]) < float(fails["x"])
    kinds = {each["class"] for each in page.all("rect")} - {fails["class"], warns["class"]}
    assert kinds == {"good", "bad"}
    lines = [float(each["x1"]) for each in page.all("line")]
    assert lines == [float(fails["x"]), float(warns["x"])]


def test_below_a_minimum_the_left_side_is_shaded():
    check = Resolution()
    result = check.run(type("Small", (), {"width": 500, "height": 300}), None)
    page = Page(page_of([photo(result, verdict="review")], [check]))
    (fails, _) = (each for each in page.all("rect") if each["class"].startswith("beyond"))
    (line, _) = page.all("line")
    assert (fails["x"], fails["width"]) == ("0", line["x1"])
    field = next(each for each in page.all("input") if each["type"] == "number")
    assert (field["step"], field["value"], field["min"]) == ("1", "240", "0")
    assert "max" not in field


def test_without_labels_there_are_no_rates():
    page = Page(page_of([photo(blurred(0.5))]))
    assert "False retakes" not in page.words
    assert "of the good" not in page.words
    assert "Labels would tell" in page.words
    assert {each["class"] for each in page.all("rect")} >= {"unlabelled"}


def test_a_check_may_have_labels_of_its_own():
    own = [photo(blurred(2.0), verdict="retake", good=False, good_for={"blur": True})]
    page = Page(page_of(own))
    assert "retake 1 0 of 0 1 of 1" in page.words
    assert "False retakes 1 of 1" in page.words
    none = Page(
        page_of([photo(blurred(2.0), verdict="retake", good=False, good_for={"blur": None})])
    )
    assert "False retakes 0 of 0" in none.words


def test_unreadable_photos_are_retakes_of_no_check():
    page = Page(page_of([*FOUR, unreadable(good=False)]))
    assert "1 of them could not be read" in page.words
    assert "retake 3 1 of 3: 33.3 % (6.1 to 79.2 %) 2 of 2: 100.0 %" in page.words
    assert "fail 2 1 of 3" in page.words
    assert len(page.data["photos"]) == 4
    assert page.data["unreadable"] == [False]


HOSTILE = "</script><script>alert(1)</script><b>&\"' \u202e.jpg"


def test_names_are_text_and_only_the_pages_own_script_may_run():
    profile = Profile(name=HOSTILE, settings={"blur": {"max_width": 1.3}})
    source = page_of([photo(blurred(2.0), source=HOSTILE, verdict="retake")], profile=profile)
    page = Page(source)
    assert len(page.all("script")) == 2
    assert not page.all("b")
    assert "\u202e" not in source
    assert page.data["photos"][0]["name"] == HOSTILE.replace("\u202e", "\\u202e")
    (policy,) = (
        each["content"] for each in page.all("meta") if "content" in each and "http-equiv" in each
    )
    data, script = page.text_in("script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+ (on\w+|style)=", source)
    assert not re.findall(r"(?:src|href)=\"(?!#)", source.replace(data, "").replace(script, ""))


def test_pictures_are_small_and_without_metadata(scene):
    jpeg = thumbnail_jpeg(scene, 160, 70)[0]
    page = Page(page_of([photo(blurred(0.5), thumbnail=jpeg), photo(blurred(0.6))]))
    first, second = page.data["photos"]
    data = base64.b64decode(first["picture"])
    assert max(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).shape) == 160
    assert b"Exif" not in data
    assert second["picture"] is None


def test_checks_without_lines_say_why():
    class Untrue(Check):
        """Says what its limit does not tell."""

        name = "untrue"
        limits: ClassVar = {"most": Limit("fail")}
        most: float = 1.0

        def run(self, photo, context):
            raise NotImplementedError

    results = [
        Duplicate().run(type("Grey", (), {"grey": np.eye(64, dtype=np.uint8) * 255}), None),
        Slot().not_applicable("check.no_slot"),
        Untrue().judge(value=0.5, limit=0.1, reason="untrue.why"),
    ]
    page = Page(page_of([photo(*results, verdict="retake")], [Duplicate(), Slot(), Untrue()]))
    assert "compares the photos of a set" in page.words
    assert "names no limits" in page.words
    assert "does not follow from the limits" in page.words
    assert "not applicable 1" in page.words
    (drawing,) = page.all("svg")
    assert drawing["aria-label"].startswith("Histogram of the values of untrue")
    assert len(page.all("line")) == 1
    assert [check["limits"] for check in page.data["checks"]] == [[], [], []]


def test_a_check_that_names_no_limits_and_fails_is_drawn_with_those_it_used():
    result = Result(
        check="slot", status="fail", score=0, value=0.001, limit=0.01, limit_is="minimum",
        unit="likelihood", reason="slot.other_view",
    )  # fmt: skip
    page = Page(page_of([photo(result, verdict="retake", good=False)], [Slot()]))
    assert "names no limits" in page.words
    assert "does not follow" not in page.words
    assert len(page.all("line")) == 1
    assert "fail 1" in page.words


def test_what_was_not_measured_is_on_no_side():
    numbers = {"share": 0.3, "cut": 0.0, "span": 0.5, "covered": None, "devices": None}
    result = Result(
        check="framing", status="pass", score=1, value=0.3, limit=0.9, limit_is="maximum",
        unit="share", measurements=numbers,
    )  # fmt: skip
    page = Page(page_of([photo(result)], [Framing()]))
    limits = {limit["setting"]: limit for limit in page.data["checks"][0]["limits"]}
    assert limits["max_covered"]["numbers"] == [None]
    assert limits["max_share"]["numbers"] == [0.3]
    assert limits["max_devices"]["whole"]


def test_a_page_of_nothing_and_the_same_page_twice():
    assert Page(page_of([])).data["photos"] == []
    assert page_of(FOUR) == page_of(FOUR)


def test_another_check_than_judged_is_refused():
    with pytest.raises(KeyError, match="blur"):
        page_of([photo(Slot().not_applicable("check.no_slot"))])
