"""Reports: verdict, JSON shape, round trip."""

import json
from importlib import metadata
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import photocheck
from photocheck import (
    Inspector,
    PhotoInfo,
    Region,
    Report,
    ReportError,
    ReportSettings,
    Result,
    Status,
    Verdict,
    View,
)
from photocheck.checks import Blur
from photocheck.report import Alternative, verdict_of

BLUR = Result(
    check="blur",
    status="fail",
    score=0.21,
    value=4.8,
    limit=2.0,
    limit_is="maximum",
    unit="px",
    reason="blur.motion",
    message="The photo is shaken.",
    regions=(Region(x=0.1, y=0.1, w=0.3, h=0.2),),
)
REPORT = Report(
    source="back.jpg",
    sha256="ab" * 32,
    verdict="retake",
    photo=PhotoInfo(
        format="JPEG", width=4032, height=3024, orientation=6, flags=("icc.converted",)
    ),
    view=View(
        category="smartphone",
        view="back",
        confidence=0.93,
        box=Region(x=0.1, y=0.2, w=0.6, h=0.7),
        alternatives=(Alternative(category="tablet", view="back", confidence=0.04),),
        sure=True,
        contradicts=False,
    ),
    results=(BLUR,),
    settings=ReportSettings.of(
        "standard",
        {"blur": {"max_width": 1.3}},
        plugins={"sticker": "stickers 1.2"},
        model="ab" * 32,
    ),
    library="0.1.0",
)
GOLDEN = """{"schema":"photocheck.report/1","source":"back.jpg","sha256":"SHA","verdict":"retake",
"photo":{"format":"JPEG","width":4032,"height":3024,"orientation":6,"flags":["icc.converted"]},
"view":{"category":"smartphone","view":"back","confidence":0.93,"screen":null,
"box":{"x":0.1,"y":0.2,"w":0.6,"h":0.7},
"alternatives":[{"category":"tablet","view":"back","confidence":0.04}],"appearance":null,
"sure":true,"contradicts":false},
"results":[{"check":"blur","status":"fail","score":0.21,"value":4.8,"limit":2.0,
"limit_is":"maximum","unit":"px",
"reason":"blur.motion","message":"The photo is shaken.",
"regions":[{"x":0.1,"y":0.1,"w":0.3,"h":0.2}],"measurements":{}}],
"settings":{"profile":"standard","fingerprint":"FINGERPRINT","checks":{"blur":{"max_width":1.3}},
"plugins":{"sticker":"stickers 1.2"},"model":"SHA"},
"error":null,"library":"0.1.0"}"""


def golden():
    parts = {"\n": "", "SHA": "ab" * 32, "FINGERPRINT": REPORT.settings.fingerprint}
    text = GOLDEN
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def results_of(*statuses):
    return tuple(
        Result(check=f"check{index}", status=status) for index, status in enumerate(statuses)
    )


def test_the_json_is_the_agreed_one():
    assert REPORT.model_dump_json() == golden()


def test_the_json_of_an_unreadable_photo():
    report = Report(
        source="cut.jpg",
        verdict=Verdict.RETAKE,
        error=ReportError(
            reason="decode.truncated", message="Send it again.", detail="4 of 5 bytes"
        ),
    )
    data = json.loads(report.model_dump_json())
    assert list(data) == list(json.loads(REPORT.model_dump_json()))
    assert data["results"] == []
    assert data["photo"] is data["view"] is None
    assert data["error"]["reason"] == "decode.truncated"
    assert data["library"] == metadata.version("photocheck")


def test_json_round_trip():
    assert Report.model_validate_json(REPORT.model_dump_json()) == REPORT


@given(st.lists(st.sampled_from(Status), max_size=4), st.sampled_from(Verdict))
def test_json_round_trip_of_any(statuses, verdict):
    report = Report(verdict=verdict, results=results_of(*statuses))
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_another_schema_is_refused():
    data = REPORT.model_dump_json().replace("report/1", "report/2")
    with pytest.raises(ValueError, match=r"photocheck\.report/1"):
        Report.model_validate_json(data)


@pytest.mark.parametrize("statuses", list(product(Status, repeat=3)))
def test_the_verdict_is_that_of_the_worst(statuses):
    verdict = verdict_of(results_of(*statuses))
    if Status.FAIL in statuses:
        assert verdict is Verdict.RETAKE
    elif set(statuses) <= {Status.PASS, Status.NOT_APPLICABLE}:
        assert verdict is Verdict.ACCEPT
    else:
        assert verdict is Verdict.REVIEW


def test_no_results_are_accepted():
    assert verdict_of(()) is Verdict.ACCEPT


def test_problems_come_worst_first():
    statuses = [
        Status.NOT_DONE,
        Status.WARN,
        Status.PASS,
        Status.FAIL,
        Status.WARN,
        Status.NOT_APPLICABLE,
    ]
    report = Report(verdict="retake", results=results_of(*statuses))
    assert [result.check for result in report.problems] == ["check3", "check1", "check4", "check0"]


def test_results_by_name():
    assert REPORT["blur"] is BLUR
    assert "blur" in REPORT
    assert "glare" not in REPORT
    with pytest.raises(KeyError, match="unknown check 'glare'; known: blur"):
        REPORT["glare"]


def test_a_verdict_prints_as_its_word():
    assert [f"{verdict}" for verdict in Verdict] == ["accept", "review", "retake"]


def test_the_schema_is_read_by_its_name():
    assert REPORT.schema == "photocheck.report/1"


def test_a_report_prints_as_one_line_without_the_photos_name():
    text = f"<Report retake sha256={'ab' * 6}: blur.motion>"
    assert repr(REPORT) == str(REPORT) == text
    good = Report(verdict="accept", source="anna.jpg")
    assert repr(good) == "<Report accept>"
    unread = Report(verdict="retake", error=ReportError(reason="decode.empty", message="Empty."))
    assert repr(unread) == "<Report retake: decode.empty>"


def fingerprint(profile="standard", **changes):
    settings = {"checks": {"blur": {"max_width": 1.3}}, "plugins": {"a": "a 1"}, "model": "ab"}
    return ReportSettings.of(profile, **{**settings, **changes}).fingerprint


def test_settings_with_one_fingerprint_are_the_same():
    assert fingerprint() == fingerprint()
    others = [
        fingerprint("strict"),
        fingerprint(checks={"blur": {"max_width": 1.4}}),
        fingerprint(checks={"glare": {"max_width": 1.3}}),
        fingerprint(plugins={"a": "a 2"}),
        fingerprint(model=None),
    ]
    assert len({fingerprint(), *others}) == 6


def test_a_long_setting_is_told_by_its_checksum():
    known = [f"{number:064x}" for number in range(50)]

    def kept(known):
        return ReportSettings.of("standard", {"duplicate": {"known": known}}).checks["duplicate"]

    assert kept(known[:1]) == {"known": known[:1]}
    assert kept(known)["known"].startswith("sha256:")
    assert kept(known) == kept(list(known)) != kept(known[1:])


def test_rows_of_one_inspector_have_the_same_columns(scene_jpeg):
    inspector = Inspector(view=None)
    rows = [inspector.inspect(data).to_row() for data in (scene_jpeg, b"no picture", b"")]
    assert rows[0].keys() == rows[1].keys() == rows[2].keys()
    assert all(value is None or type(value) in {str, int, float} for value in rows[0].values())
    assert (rows[1]["error"], rows[1]["blur.status"]) == ("decode.not_an_image", None)
    assert rows[0]["slot.status"] == "not_applicable"
    assert {row["profile"] for row in rows} == {"standard"}


def test_a_report_says_what_it_was_judged_by(scene_jpeg):
    inspector = Inspector("strict", checks=["resolution", Blur(max_width=2.5)], view=None)
    good, bad = inspector.inspect(scene_jpeg).settings, inspector.inspect(b"").settings
    assert good == bad
    assert good.profile == "strict"
    assert good.checks["blur"]["max_width"] == 2.5
    assert list(good.checks) == ["resolution", "blur"]
    assert good.model is None


def test_the_settings_are_those_of_the_slot(scene_jpeg):
    inspector = Inspector(view=None)
    slot = next(
        f"{category.name}/{slot.name}"
        for category in inspector.catalog.categories
        for slot in category.slots
        if slot.scale and not slot.many
    )
    without, meant = (inspector.inspect(scene_jpeg, slot=one).settings for one in (None, slot))
    assert without.checks != meant.checks
    assert without.fingerprint != meant.fingerprint


def test_the_model_is_named_by_its_checksum(scene_jpeg):
    assert Inspector().inspect(scene_jpeg).settings.model == photocheck.view.installed().sha256

    class Own:
        sha256 = "cd" * 32

        def __call__(self, photo):
            return None

    assert Inspector(view=Own()).inspect(scene_jpeg).settings.model == "cd" * 32


def test_plug_ins_are_named_with_their_versions(scene_jpeg, monkeypatch):
    class Sticker(photocheck.Check):
        name = "sticker"

        def run(self, photo, context):
            return self.judge(value=0, limit=1, reason="sticker.present")

    entry = SimpleNamespace(
        name="sticker",
        value="stickers:Sticker",
        dist=SimpleNamespace(name="stickers", version="1.2"),
        load=lambda: Sticker,
    )
    monkeypatch.setattr(metadata, "entry_points", lambda group: [entry])
    assert Inspector(view=None).inspect(scene_jpeg).settings.plugins == {"sticker": "stickers 1.2"}
