"""The order slip for the box: one page as PDF, or the lines to write by hand.

The page is drawn with Pillow in a font that has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian
and Georgian letters; for others a font of the system is looked for, or given.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from returnflow.errors import SlipError, UnknownNameError
from returnflow.events import DROPPED
from returnflow.flow import ReturnFlow
from returnflow.state import ReturnState
from returnflow.status import answer_to

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

DPI = 300
MARGIN = 240

PAPERS = {"a4": (2480, 3508), "letter": (2550, 3300)}
"""Width and height in pixels at 300 dpi."""

SYSTEM_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "Arial Unicode.ttf",
    "PingFang.ttc",
    "msyh.ttc",
    "malgun.ttf",
    "Nirmala.ttf",
    "arialuni.ttf",
)
"""Files that are looked for, by name, where the system keeps its fonts."""


def lines(
    flow: ReturnFlow, state: ReturnState, language: str = "en"
) -> tuple[tuple[str, str], ...]:
    """What stands on the slip, label and value, to write by hand.

    Raises
    ------
    SlipError
        ``slip.no_details`` before `SlipDetails`; ``slip.secret_forgotten`` after `SlipMade`, where
        a PIN or pattern belongs on the slip that is no longer kept.
    """
    answer = answer_to(flow.spec, state, "order_slip")
    slip = answer.event if answer is not None else None
    if slip is None or slip.kind != "slip_details" or slip.paper == "invoice":
        raise SlipError(
            "slip.no_details", "expected a slip to be asked for, got none or an invoice"
        )
    locked = slip.lock in {"pin", "pattern"}
    if locked and slip.secret in {"", DROPPED}:
        raise SlipError("slip.secret_forgotten", "expected a PIN, got none: it was dropped")
    rows = [
        ("marketplace", flow.spec.marketplace or flow.text("slip.marketplace_name", language)),
        ("name", slip.name),
        ("order_number", slip.order_number),
        ("order_date", str(slip.order_date)),
    ]
    if locked:
        rows.append((slip.lock, slip.secret))
    return tuple((flow.text(f"slip.{key}", language), value) for key, value in rows)


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
        As of `lines`; ``slip.no_font`` if no font has the letters; ``slip.no_room``.
    """
    from PIL import Image  # noqa: PLC0415

    if paper not in PAPERS:
        raise UnknownNameError("paper", paper, PAPERS)
    rows = lines(flow, state, language)
    page = Image.new("L", PAPERS[paper], 255)
    code = _qr(state.id)
    corner = (MARGIN, page.height - MARGIN - code.height)
    top = [(flow.text("slip.title", language), 100, 60)]
    for label, value in rows:
        top += [(label, 48, 6), (value, 84, 50)]
    beside = [
        (flow.text("slip.return_id", language), 48, 6),
        (state.id, 48, 34),
        (flow.text("slip.put_inside", language), 48, 0),
    ]
    _write(page, (MARGIN, MARGIN), top, corner[1], fonts)
    _write(page, (MARGIN + code.width + 60, corner[1]), beside, page.height - MARGIN // 2, fonts)
    page.paste(code, corner)
    out = io.BytesIO()
    black_and_white = page.point(lambda grey: 255 * (grey > 127), mode="1")
    black_and_white.save(out, "PDF", resolution=DPI, title="returnflow")
    return out.getvalue()


def _qr(text: str) -> Any:
    import cv2  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    modules = cv2.QRCodeEncoder.create().encode(text)
    side = 600 // modules.shape[0] * modules.shape[0]
    return Image.fromarray(modules).resize((side, side), Image.Resampling.NEAREST)


def _write(
    page: Any,
    at: tuple[int, int],
    texts: Sequence[tuple[str, int, int]],
    end: int,
    fonts: Sequence[str],
) -> None:
    """Write texts (each with its size and the gap after it), smaller where they need more room."""
    from PIL import ImageDraw  # noqa: PLC0415

    draw = ImageDraw.Draw(page)
    for scale in (1.0, 0.7, 0.5, 0.35):
        placed, y = [], at[1]
        for text, size, gap in texts:
            font = _font(text, int(size * scale), fonts)
            for line in _broken(text, font, page.width - at[0] - MARGIN):
                placed.append((y, line, font))
                y += int(font.size * 1.35)
            y += int(gap * scale)
        if y <= end:
            for y, line, font in placed:
                draw.text((at[0], y), line, font=font, fill=0)
            return
    raise SlipError("slip.no_room", "expected texts for one page, got more; write it by hand")


def _broken(text: str, font: FreeTypeFont, room: int) -> list[str]:
    found = [""]
    for word in re.findall(r"\s*\S+", text):
        if font.getlength(found[-1] + word) <= room:
            found[-1] += word
            continue
        found.append("")
        for sign in re.findall(r"\s*\S", word):  # a word longer than the page
            attached = unicodedata.category(sign[-1]).startswith("M")
            if found[-1] and not attached and font.getlength(found[-1] + sign) > room:
                found.append("")
            found[-1] += sign
    return [line for line in found if line]


def _font(text: str, size: int, fonts: Iterable[str]) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    data = resources.files("returnflow").joinpath("slip.ttf").read_bytes()
    own = ImageFont.truetype(io.BytesIO(data), size)
    if not _lacking(text, own):
        return own
    for name in (*fonts, *SYSTEM_FONTS):
        try:
            font = ImageFont.truetype(name, size)
        except OSError:
            continue
        if not _lacking(text, font):
            return font
    script = unicodedata.name(_lacking(text, own)[0], "unknown").split()[0]
    raise SlipError(
        "slip.no_font", f"expected a font with {script} letters, got none; pass one as fonts="
    )


def _lacking(text: str, font: FreeTypeFont) -> str:
    nothing = bytes(font.getmask("\U000effff"))
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if unicodedata.category(letter) not in {"Zs", "Cf", "Cc"}
        and not "\ufe00" <= letter <= "\ufe0f"  # chooses a letter's form
        and bytes(font.getmask(letter)) == nothing
    )
