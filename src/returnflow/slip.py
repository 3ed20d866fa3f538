"""The order slip for the box: one page as PDF, or the lines to write by hand.

The page is text, which HarfBuzz shapes: letters stand joined and in their script's order. The own
font has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters; for others a font of
the system is looked for, or given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from returnflow import dates
from returnflow.errors import SlipError, UnknownNameError
from returnflow.events import DROPPED
from returnflow.flow import ReturnFlow
from returnflow.state import ReturnState
from returnflow.status import answer_to
from returnflow.steps import order_slip

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN = 58
CODE = 144
"""Points: around the page, and the side of the QR code."""

PAPERS = ("a4", "letter")

SYSTEM_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "wqy-zenhei.ttc",
    "Arial Unicode.ttf",
    "PingFang.ttc",
    "msyh.ttc",
    "malgun.ttf",
    "Nirmala.ttf",
    "arialuni.ttf",
)
"""Files that are looked for, by name, where the system keeps its fonts."""


class _Text(NamedTuple):
    """A text with its size and the gap after it, in points."""

    text: str
    size: float
    gap: float


def lines(
    flow: ReturnFlow, state: ReturnState, language: str = "en"
) -> tuple[tuple[str, str], ...]:
    """What stands on the slip, label and value, to write by hand.

    The marketplace is named where the spec names it.

    Raises
    ------
    SlipError
        ``slip.no_details`` before `SlipDetails`; ``slip.secret_forgotten`` after `SlipMade`, where
        a PIN or pattern belongs on the slip that is no longer kept.
    """
    answer = answer_to(flow.spec, state, order_slip.KIND.name)
    slip = answer.event if answer is not None else None
    if slip is None or slip.kind != "slip_details" or slip.paper == "invoice":
        raise SlipError(
            "slip.no_details", "expected a slip to be asked for, got none or an invoice"
        )
    locked = slip.lock in {"pin", "pattern"}
    if locked and slip.secret in {"", DROPPED}:
        raise SlipError("slip.secret_forgotten", "expected a PIN, got none: it was dropped")
    rows = [
        ("marketplace", flow.spec.marketplace),
        ("name", slip.name),
        ("order_number", slip.order_number),
        ("order_date", dates.in_words(flow, slip.order_date, language)),
    ]
    if locked:
        rows.append((slip.lock, slip.secret))
    return tuple((flow.text(f"slip.{key}", language), value) for key, value in rows if value)


def pdf(
    flow: ReturnFlow,
    state: ReturnState,
    *,
    paper: str = "a4",
    language: str = "en",
    fonts: Sequence[str] = (),
) -> bytes:
    """The slip as a PDF of one page, with a QR code of the return's id.

    Parameters
    ----------
    flow : ReturnFlow
    state : ReturnState
    paper : str
        ``"a4"`` or ``"letter"``.
    language : str
    fonts : sequence of str
        Font files, tried before the system's where the own font lacks a letter.

    Raises
    ------
    UnknownNameError
        If there is no such paper or language.
    SlipError
        As of `lines`; ``slip.no_font`` if no font has the letters, ``slip.no_room`` if they are too
        many, ``slip.no_library`` without the extra ``slip``: then `lines` are to write by hand.
    """
    if paper not in PAPERS:
        raise UnknownNameError("paper", paper, PAPERS)
    texts = [_Text(flow.text("slip.title", language), 24, 14)]
    for label, value in lines(flow, state, language):
        texts += [_Text(label, 12, 2), _Text(value, 20, 12)]
    beside = [
        _Text(flow.text("slip.return_id", language), 12, 2),
        _Text(state.id, 12, 8),
        _Text(flow.text("slip.put_inside", language), 12, 0),
    ]
    with _page(paper, "".join(one.text for one in (*texts, *beside)), fonts) as page:
        page.set_lang(language)
        page.set_title(flow.text("slip.title", language))
        top = page.h - MARGIN - CODE
        page.image(_qr(state.id), x=MARGIN, y=top, w=CODE)
        _write(page, (MARGIN, MARGIN), texts, top - 12)
        _write(page, (MARGIN + CODE + 14, top), beside, page.h - MARGIN / 2)
        return bytes(page.output())


@contextmanager
def _page(paper: str, text: str, fonts: Sequence[str]) -> Iterator[FPDF]:
    """An empty page that can write every letter of a text, each in its place."""
    try:
        import uharfbuzz  # noqa: F401, PLC0415 - fpdf looks for it only as it writes
        from fpdf import FPDF  # noqa: PLC0415
    except ImportError as error:
        raise SlipError(
            "slip.no_library",
            f"expected {error.name} to be installed: pip install 'photocheck[slip]'; "
            "or write the slip by hand",
        ) from None
    page = FPDF(unit="pt", format=paper)
    page.set_auto_page_break(False)
    page.set_margins(MARGIN, MARGIN)
    page.c_margin = 0
    page.add_page()
    try:
        page.add_font("own", fname=Path(__file__).with_name("slip.ttf"))
        page.set_font("own")
        page.set_text_shaping(True)
        page.set_fallback_fonts(list(_added(page, _lacking(page, "own", text), fonts)))
        yield page
    finally:
        fonts_used: Any = page.fonts.values()
        for font in fonts_used:
            font.ttfont.close()  # which fpdf does only where a page is finished


def _added(page: FPDF, letters: str, fonts: Sequence[str]) -> Iterator[str]:
    """Add the fonts that have letters which the own one lacks, by their names on the page."""
    for number, file in enumerate((*fonts, *SYSTEM_FONTS)):
        if not letters:
            return
        found = _found(file)
        if found is None:
            continue
        name = f"font {number}"
        page.add_font(name, fname=found)
        left = _lacking(page, name, letters)
        if left != letters:
            yield name
        letters = left
    if letters:
        script = unicodedata.name(letters[0], "unknown").split()[0]
        raise SlipError(
            "slip.no_font",
            f"expected a font with {script} letters, got none; pass one as fonts=, "
            "or write the slip by hand",
        )


def _found(name: str) -> str | None:
    """The path of a font that is named by its file, wherever the system keeps fonts."""
    from PIL import ImageFont  # noqa: PLC0415

    try:
        return str(ImageFont.truetype(name).path)
    except OSError:
        return None


def _lacking(page: FPDF, font: str, text: str) -> str:
    """The letters that can be seen, and that a font on the page does not have."""
    has: Any = page.fonts[font]
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if ord(letter) not in has.cmap
        and unicodedata.category(letter) not in {"Zs", "Cf", "Cc"}
        and not "\ufe00" <= letter <= "\ufe0f"  # chooses a letter's form
    )


def _qr(text: str) -> Any:
    import cv2  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    modules = cv2.QRCodeEncoder.create().encode(text)
    side = 600 // modules.shape[0] * modules.shape[0]
    return Image.fromarray(modules).resize((side, side), Image.Resampling.NEAREST)


def _write(page: FPDF, at: tuple[float, float], texts: Sequence[_Text], end: float) -> None:
    """Write texts one below the other, smaller where they need more room."""
    width = page.w - at[0] - MARGIN

    def put(one: _Text, scale: float, **how: Any) -> Any:
        page.set_font(size=one.size * scale)
        line = one.size * scale * 1.35
        return page.multi_cell(width, line, one.text, align="L", **how)

    for scale in (1.0, 0.7, 0.5, 0.35):
        heights = [put(one, scale, dry_run=True, output="HEIGHT") for one in texts]
        if at[1] + sum(heights) + scale * sum(one.gap for one in texts) > end:
            continue
        page.set_y(at[1])
        for one in texts:
            page.set_x(at[0])
            put(one, scale, new_x="LMARGIN", new_y="NEXT")
            page.set_y(page.get_y() + one.gap * scale)
        return
    raise SlipError("slip.no_room", "expected texts for one page, got more; write it by hand")
