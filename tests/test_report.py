"""Reports: verdict, JSON shape, round trip."""

import json
from importlib import metadata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck import PhotoInfo, Region, Report, ReportError, Result, Status, Verdict, View
from photocheck.report import Alternative, verdict_of

BLUR = Result(
    check="blur",
    status="fail",
    score=0.21,
    value=4.8,
    limit=2.0,
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
    ),
    results=(BLUR,),
    library="0.1.0",
)
GOLDEN = """{"schema":"photocheck.report/1","source":"back.jpg","sha256":"SHA","verdict":"retake",
"photo":{"format":"JPEG","width":4032,"height":3024,"orientation":6,"flags":["icc.converted"]},
"view":{"category":"smartphone","view":"back","confidence":0.93,"screen":null,
"box":{"x":0.1,"y":0.2,"w":0.6,"h":0.7},
"alternatives":[{"category":"tablet","view":"back","confidence":0.04}],"appearance":null},
"results":[{"check":"blur","status":"fail","score":0.21,"value":4.8,"limit":2.0,"unit":"px",
"reason":"blur.motion","message":"The photo is shaken.",
"regions":[{"x":0.1,"y":0.1,"w":0.3,"h":0.2}],"measurements":{}}],
"error":null,"library":"0.1.0","profile":null}"""


def results_of(*statuses):
    return tuple(
        Result(check=f"check{index}", status=status) for index, status in enumerate(statuses)
    )


def test_the_json_is_the_agreed_one():
    assert REPORT.model_dump_json() == GOLDEN.replace("\n", "").replace("SHA", "ab" * 32)


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
    elif set(statuses) == {Status.PASS}:
        assert verdict is Verdict.ACCEPT
    else:
        assert verdict is Verdict.REVIEW


def test_no_results_are_accepted():
    assert verdict_of(()) is Verdict.ACCEPT


def test_problems_come_worst_first():
    statuses = [Status.NOT_DONE, Status.WARN, Status.PASS, Status.FAIL, Status.WARN]
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
