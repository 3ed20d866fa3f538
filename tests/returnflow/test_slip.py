"""The order slip."""

import sys
import unicodedata
from datetime import date

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from tests.returnflow.returns import must, opened, up_to
from tests.returnflow.returns import standard as flow_of

from returnflow import ReturnFlow, SlipError, UnknownNameError, dates, events, slip, texts

flow = flow_of()


def wanted(**details):
    return must(
        up_to("order_slip"),
        events.SlipDetails(**{"paper": "slip", "lock": "pin", "secret": "258091736458", **details}),
    )


def letters(page):
    """The page's signs from its left edge to its right and from above, with their places."""
    text = pypdfium2.PdfDocument(page)[0].get_textpage()
    found = [(text.get_text_range(i, 1), *text.get_charbox(i)) for i in range(text.count_chars())]
    return [(sign, left, bottom) for sign, left, bottom, *_ in found if sign.strip()]


def text_of(page):
    return pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range().replace("\r\n", "\n")


def places(page, name):
    """Where the letters of a name stand, left edge and height, in the name's own order."""
    signs = letters(page)
    wanted = name.replace(" ", "")
    text = "".join(sign for sign, *_ in signs)
    assert wanted in text, text
    return signs[text.index(wanted) :][: len(wanted)]


@pytest.mark.parametrize("paper", slip.PAPERS)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_one_page_of_the_right_size(paper, language):
    document = pypdfium2.PdfDocument(slip.pdf(flow, wanted(), paper=paper, language=language))
    assert len(document) == 1
    size = {"a4": (595, 842), "letter": (612, 792)}[paper]
    assert tuple(map(round, document[0].get_size())) == size


@pytest.mark.parametrize("paper", slip.PAPERS)
@pytest.mark.parametrize("name", ["Ann Lee", "W" * 120, " ".join(["Ana"] * 30)])
def test_all_of_it_stands_on_the_page_and_nothing_over_another(paper, name):
    state = wanted(name=name)
    page = slip.pdf(flow, state, paper=paper)
    text = "".join(text_of(page).split())
    for label, value in slip.lines(flow, state):
        assert "".join((label + value).split()) in text
    assert state.id in text
    width, height = pypdfium2.PdfDocument(page)[0].get_size()
    assert all(0 < left < width - 50 and 25 < low < height - 50 for _, left, low in letters(page))


def test_the_qr_code_on_the_page_can_be_scanned():
    state = wanted()
    picture = pypdfium2.PdfDocument(slip.pdf(flow, state))[0].render(scale=2).to_numpy()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [state.id]


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


@pytest.mark.parametrize("name", ["محمد علي", "דוד כהן", "שרה", "فاطمة"])
def test_arabic_and_hebrew_run_from_right_to_left(name):
    lefts = [left for _, left, _ in places(slip.pdf(flow, wanted(name=name)), name)]
    assert lefts == sorted(lefts, reverse=True)


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Иван Петров", "Ελένη", "Ռազմիկ"])
def test_other_letters_run_from_left_to_right(name):
    lefts = [left for _, left, _ in places(slip.pdf(flow, wanted(name=name)), name)]
    assert lefts == sorted(lefts)


def test_a_mixed_name_keeps_each_part_in_its_order():
    signs = places(slip.pdf(flow, wanted(name="John דוד Smith")), "JohnדודSmith")
    john, david, smith = (
        [left for _, left, _ in part] for part in (signs[:4], signs[4:7], signs[7:])
    )
    assert john == sorted(john)
    assert smith == sorted(smith)
    assert david == sorted(david, reverse=True)
    assert john[-1] < david[-1] < david[0] < smith[0]


def test_a_long_arabic_name_begins_on_its_first_line():
    words = ["محمد", "علي", "عبد", "الرحمن", "حسن", "ابراهيم"] * 4
    page = slip.pdf(flow, wanted(name=" ".join(words)[:119]))
    rows = {}
    for sign, left, _ in letters(page):
        rows.setdefault(unicodedata.bidirectional(sign) == "AL", []).append((sign, left))
    signs = [sign for sign, _ in rows[True]]
    assert "".join(signs) == " ".join(words)[:119].replace(" ", "")
    lows = [low for sign, _, low in letters(page) if sign == "د"]  # stands on the line
    assert lows == sorted(lows, reverse=True)
    assert lows[0] - lows[-1] > 20


def test_arabic_letters_are_joined():
    # Alone, and at the start of a word: the same letter in two shapes of other widths.
    def width(name):
        places_ = [left for _, left, _ in places(slip.pdf(flow, wanted(name=name)), name)]
        return max(places_) - min(places_)

    assert width("ععع") < width("ع ع ع") * 0.8


@pytest.mark.parametrize("name", ["张伟", "山田花子", "김철수"])
def test_chinese_japanese_and_korean_in_order_or_by_hand(name):
    if not any(map(slip._found, slip.SYSTEM_FONTS)):
        with pytest.raises(SlipError, match=r"slip.no_font: .* by hand"):
            slip.pdf(flow, wanted(name=name))
        return
    page = slip.pdf(flow, wanted(name=name))
    lefts = [left for _, left, _ in places(page, name)]
    assert lefts == sorted(lefts)


def test_without_the_library_it_is_to_be_written_by_hand(monkeypatch):
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    with pytest.raises(SlipError, match=r"slip.no_library: .*photocheck\[slip\].* by hand"):
        slip.pdf(flow, wanted())
    assert ("Name and surname", "Zoë Müller") in slip.lines(flow, wanted())


def test_the_marketplace_is_named_where_the_spec_names_it():
    assert slip.lines(flow, wanted())[0][0] == "Name and surname"
    named = ReturnFlow(flow.spec.changed(marketplace="Refurbed & Co"))
    assert slip.lines(named, wanted())[0] == ("Marketplace", "Refurbed & Co")
    assert "Refurbed & Co" in text_of(slip.pdf(named, wanted()))


@pytest.mark.parametrize("language", texts.languages())
def test_the_date_is_in_the_languages_form(language):
    babel = pytest.importorskip("babel.dates", reason="Babel tells the forms of dates")
    state = wanted()
    # British: an American form would be read as another day nowhere, but is no more at home.
    told = babel.format_date(state.order.date, "long", locale=language.replace("en", "en_GB"))
    assert told in [value for _, value in slip.lines(flow, state, language)]
    assert told in text_of(slip.pdf(flow, state, language=language))
    for month in range(1, 13):
        day = date(2026, month, 1)
        assert dates.in_words(flow, day, language) == babel.format_date(
            day, "long", locale=language.replace("en", "en_GB")
        )


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
