"""The order slip."""

import cv2
import numpy as np
import pytest
import zxingcpp
from tests.returnflow.returns import must, opened, up_to
from tests.returnflow.returns import standard as flow_of

from returnflow import SlipError, UnknownNameError, events, slip

flow = flow_of()


def wanted(**details):
    return must(
        up_to("order_slip"),
        events.SlipDetails(**{"paper": "slip", "lock": "pin", "secret": "258091736458", **details}),
    )


@pytest.mark.parametrize("paper", slip.PAPERS)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_one_page_of_the_right_size(paper, language):
    page = slip.pdf(flow, wanted(), paper=paper, language=language)
    assert page.startswith(b"%PDF")
    assert page.count(b"/Type /Page\n") + page.count(b"/Type /Page ") <= 1
    assert b"/Count 1" in page
    size = {"a4": b"595.2 841.92", "letter": b"612.0 792.0"}[paper]
    assert size in page


@pytest.mark.parametrize("text", ["r-1", "a" * 100, "https://example.org/r/4711?x=1", "0" * 40])
def test_the_qr_code_holds_the_returns_id(text):
    code = np.pad(np.asarray(slip._qr(text)), 40, constant_values=255)
    assert zxingcpp.read_barcodes(code)[0].text == text
    assert cv2.QRCodeEncoder is not None


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Иван Петров",
        "Ελένη",
        "محمد علي",
        "דוד כהן",
        "Ռազմիկ",
        "Zoë\u0301",
        "W" * 120,
        " ".join(["Ana"] * 30),
    ],
)
def test_names_in_many_letters(name):
    assert slip.pdf(flow, wanted(name=name)).startswith(b"%PDF")


def test_letters_that_no_font_has_are_a_clear_error_without_the_name():
    with pytest.raises(
        SlipError, match=r"slip.no_font: expected a font with EGYPTIAN letters"
    ) as caught:
        slip.pdf(flow, wanted(name="\U00013000\U00013001"))
    assert "\U00013000" not in str(caught.value)


def test_before_details_and_after_the_pin_was_dropped():
    with pytest.raises(SlipError, match=r"slip.no_details"):
        slip.pdf(flow, opened())
    with pytest.raises(SlipError, match=r"slip.no_details"):
        slip.lines(flow, must(up_to("order_slip"), events.SlipDetails(paper="invoice")))
    with pytest.raises(SlipError, match=r"slip.secret_forgotten"):
        slip.pdf(flow, must(wanted(), events.SlipMade()))
    again = must(wanted(lock="removed", secret=""), events.SlipMade())
    assert slip.pdf(flow, again).startswith(b"%PDF")


def test_an_unknown_paper():
    with pytest.raises(UnknownNameError, match="known: a4, letter"):
        slip.pdf(flow, wanted(), paper="a5")
