import base64
import io
import re

import pytest

pytest.importorskip("matplotlib")

from photocheck.pages.summary import (
    CheckSummary,
    ErrorRates,
    Summary,
    Worst,
    write_summary_html,
)

FULL = Summary(
    rows=100,
    verdicts={"accept": 80, "retake": 20},
    errors={"decode.truncated": 3},
    views={"tablet/back": 97},
    repeated=2,
    checks={
        "blur": CheckSummary(
            "blur",
            "px",
            {"pass": 80, "fail": 17},
            {"blur.motion": 17},
            [number / 10 for number in range(97)],
            {1.3: 97},
        ),
        "slot": CheckSummary("slot", "", {"not_applicable": 97}),
    },
    rates=ErrorRates({"accept": 79, "retake": 1}, {"accept": 1, "retake": 19}),
    weeks={"2026-W47": {"accept": 40, "retake": 10}, "2026-W48": {"accept": 40, "retake": 10}},
    groups={"<app>": {"accept": 80, "retake": 20}},
    worst=[Worst("<b>\x1b.jpg", "retake", "blur", 0.01, "blur.motion")],
    settings={"f1": 60, "f2": 40},
)


def page_of(summary, name="reports.parquet"):
    out = io.StringIO()
    write_summary_html(summary, out, name=name)
    return out.getvalue()


def test_the_numbers_are_there():
    page = page_of(FULL)
    assert "Summary of reports.parquet" in page
    assert "2 photos have the same content" in page
    assert "Judged by 2 different settings" in page
    for text in ("98.8 %", "95.0 %", "decode.truncated", "2026-W47", "the limit 1.3", "97 values"):
        assert text in page


def test_names_are_escaped_and_nothing_is_loaded():
    page = page_of(FULL, name="<script>.parquet")
    assert "<script" not in page
    assert "&lt;app&gt;" in page
    assert "\x1b" not in page
    assert "&lt;b&gt;" in page
    assert "img-src data:;" in page
    assert not re.findall(r"(?:src|href)=\"(?!data:)", page)


def test_charts_are_drawings_with_a_text_beside():
    charts = re.findall(
        r'<img class="chart" alt="([^"]+)" src="data:image/svg\+xml;base64,([^"]+)"', page_of(FULL)
    )
    assert [alt for alt, _ in charts] == ["values of blur", "shares of the verdicts by week"]
    assert all(b"<svg" in base64.b64decode(data) for _, data in charts)


def test_a_page_is_the_same_for_the_same_numbers():
    assert page_of(FULL) == page_of(FULL)


def test_a_table_without_rows():
    page = page_of(Summary())
    assert page.startswith("<!DOCTYPE html>")
    assert "<section" not in page
