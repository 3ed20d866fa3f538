"""Papers that belong to a return: box labels, order slips, invoices, warranty cards, labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.designs import design_rng
from studio.model import Material, Part, Texture, Thing
from studio.paint import font, linear, noise
from studio.screens.canvas import imei
from studio.solids import part, slab

_FIRST: Final = ("Mara", "Jonas", "Elif", "Pierre", "Ines", "Otto", "Nadia", "Tom", "Lena", "Omar")
_LAST: Final = ("Keller", "Dubois", "Okafor", "Lind", "Moreau", "Brandt", "Silva", "Hale", "Novak")
_STREETS: Final = ("Mill Lane", "Lindenweg", "Rue du Four", "High Street", "Gartenstrasse")
_TOWNS: Final = ("Norbury", "Waldheim", "Saint-Aubin", "Easthaven", "Kleinstadt")
_PIXELS: Final = 1000
_FORMS: Final = ("box label", "slip", "handwritten slip", "invoice", "warranty card")


class Sheet:
    """A sheet of paper to write on, with what was written on it."""

    def __init__(
        self, rng: np.random.Generator, width: float, height: float, tone: int = 250
    ) -> None:
        self.rng = rng
        scale = _PIXELS / max(width, height)
        self.size = (round(width * scale), round(height * scale))
        self.image = Image.new("RGB", self.size, (tone, tone, tone))
        self.draw = ImageDraw.Draw(self.image)
        self.unit = min(self.size) / 100
        self.texts: dict[str, str] = {}

    def text(self, x: float, y: float, words: str, size: float, anchor: str = "lm") -> None:
        """Words at units of a hundredth of the shorter side."""
        place = (x * self.unit, y * self.unit)
        self.draw.text(place, words, (22, 22, 26), font(size * self.unit), anchor=anchor)

    def line(self, y: float, shade: int = 90) -> None:
        """A rule across the sheet."""
        end = self.size[0] - 5 * self.unit
        self.draw.line((5 * self.unit, y * self.unit, end, y * self.unit), (shade,) * 3, 2)

    def code(self, kind: str, text: str, x: float, y: float, width: float, height: float) -> None:
        """A bar code (Code 128) or a QR code with its quiet zone, whole modules wide."""
        form = zxingcpp.BarcodeFormat.QRCode if kind == "qr" else zxingcpp.BarcodeFormat.Code128
        pixels = np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=1))
        room = round(width * self.unit)
        module = max(1, room // pixels.shape[1])
        if kind == "qr":
            pixels = np.kron(pixels, np.ones((module, module), np.uint8))
        else:
            row = np.repeat(pixels[pixels.shape[0] // 2], module)
            pixels = np.tile(row, (max(4, round(height * self.unit)), 1))
        self.image.paste(Image.fromarray(pixels), (round(x * self.unit), round(y * self.unit)))
        self.texts["qr" if kind == "qr" else f"code128_{len(self.texts)}"] = text

    def write(self, x: float, y: float, words: str, size: float) -> None:
        """By hand: a stroked font, each letter a little out of line."""
        place = x * self.unit
        slant = float(self.rng.normal(0, 0.4))
        faces = (cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX)
        face = faces[self._hand]
        scale = size * self.unit / 30
        pixels = np.asarray(self.image).copy()
        for letter in words:
            drop = float(self.rng.normal(0, 0.35)) + slant * (place / self.size[0])
            at = (round(place), round((y + drop) * self.unit))
            wide = max(1, round(scale * 1.6))
            cv2.putText(pixels, letter, at, face, scale, self._ink, wide, cv2.LINE_AA)
            step = cv2.getTextSize(letter, face, scale, 1)[0][0]
            place += step * float(self.rng.uniform(0.86, 1.05))
        self.image = Image.fromarray(pixels)
        self.draw = ImageDraw.Draw(self.image)

    @property
    def _hand(self) -> int:
        return int(self.texts.setdefault("hand", str(self.rng.integers(2))))

    @property
    def _ink(self) -> tuple[int, int, int]:
        return ((25, 35, 120), (25, 25, 30))[self._hand]

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """H×W×3 uint8."""
        return np.asarray(self.image, np.uint8)


def person(rng: np.random.Generator) -> str:
    """An invented name."""
    return f"{_FIRST[int(rng.integers(len(_FIRST)))]} {_LAST[int(rng.integers(len(_LAST)))]}"


def address(rng: np.random.Generator) -> list[str]:
    """An invented address, in lines."""
    street = _STREETS[int(rng.integers(len(_STREETS)))]
    town = _TOWNS[int(rng.integers(len(_TOWNS)))]
    return [person(rng), f"{street} {rng.integers(1, 180)}", f"{rng.integers(10000, 99999)} {town}"]


def digits(rng: np.random.Generator, count: int) -> str:
    """That many digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def shipping_label(rng: np.random.Generator) -> tuple[NDArray[np.uint8], dict[str, str]]:
    """A return label, 10 by 15 cm: sender, receiver, Code 128, QR, a courier's block."""
    sheet = Sheet(rng, 10, 15)
    sheet.draw.rectangle((0, 0, sheet.size[0], 16 * sheet.unit), fill=(18, 18, 20))
    courier = str(rng.choice(["QUICKPOST", "Nordpaket", "VIA express", "Parcelo"]))
    sheet.draw.text(
        (6 * sheet.unit, 8 * sheet.unit), courier, "white", font(9 * sheet.unit), anchor="lm"
    )
    sheet.text(94, 22, "RETURN", 6, "rm")
    for row, line in enumerate(address(rng)):
        sheet.text(6, 23 + row * 5, line, 3.6)
    sheet.line(40)
    receiver = ["Returns Centre", *address(rng)[1:]]
    for row, line in enumerate(receiver):
        sheet.text(6, 47 + row * 8, line, 6)
    sheet.line(70)
    sheet.code("qr", f"RET-{digits(rng, 9)}", 68, 42, 26, 26)
    tracking = f"JD{digits(rng, 16)}"
    sheet.code("code128", tracking, 6, 80, 88, 36)
    sheet.text(50, 121, tracking, 4.6, "mm")
    sheet.line(128)
    sheet.text(6, 137, f"{rng.uniform(0.3, 4):.1f} kg", 6)
    sheet.text(94, 137, digits(rng, 4), 11, "rm")
    sheet.draw.rectangle((0, 0, sheet.size[0] - 1, sheet.size[1] - 1), outline=(60, 60, 60))
    texts = {**sheet.texts, "address": ", ".join(receiver), "tracking": tracking}
    return sheet.pixels, texts


def _box_label(rng: np.random.Generator) -> tuple[Sheet, tuple[float, float]]:
    size = (float(rng.uniform(7, 9)), float(rng.uniform(4.5, 6)))
    sheet = Sheet(rng, *size)
    sheet.text(6, 10, f"Phone {rng.integers(5, 16)} {rng.integers(1, 5) * 128} GB", 7)
    for row, name in enumerate(("IMEI", "IMEI2")[: int(rng.integers(1, 3))]):
        number = imei(rng)
        sheet.text(6, 24 + row * 36, name, 6)
        sheet.code("code128", number, 24, 19 + row * 36, 100, 14)
        sheet.text(26, 39 + row * 36, number, 6)
        sheet.texts[name.lower()] = number
    sheet.text(6, 92, f"S/N {digits(rng, 5)}KX{digits(rng, 4)}", 5)
    return sheet, size


def _slip(rng: np.random.Generator) -> tuple[Sheet, tuple[float, float]]:
    sheet = Sheet(rng, 14.8, 21)
    sheet.text(8, 12, "Return slip", 8)
    rows = _order(rng)
    for row, (label, value) in enumerate(rows):
        sheet.text(8, 28 + row * 10, label, 3.6)
        sheet.text(42, 28 + row * 10, value, 4.4)
        sheet.line(33 + row * 10, 190)
    sheet.code("qr", f"RET-{digits(rng, 9)}", 8, 96, 26, 26)
    return sheet, (14.8, 21.0)


def _order(rng: np.random.Generator) -> list[tuple[str, str]]:
    return [
        ("Marketplace", str(rng.choice(["Renewly", "SecondBay", "Zweitleben"]))),
        ("Name", person(rng)),
        ("Order", f"{digits(rng, 3)}-{digits(rng, 7)}"),
        ("Date", f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.2026"),
        ("PIN", digits(rng, 4) if rng.random() < 0.4 else "removed"),
    ]


def _handwritten(rng: np.random.Generator) -> tuple[Sheet, tuple[float, float]]:
    size = (float(rng.uniform(9, 21)), float(rng.uniform(9, 15)))
    sheet = Sheet(rng, *size, tone=int(rng.integers(232, 252)))
    if rng.random() < 0.5:
        for line in range(8, int(sheet.size[1] / sheet.unit), 8):
            sheet.line(line, 205)
    for row, (label, value) in enumerate(_order(rng)):
        sheet.write(8, 18 + row * 15, f"{label} {value}", 6.5)
    return sheet, size


def _invoice(rng: np.random.Generator) -> tuple[Sheet, tuple[float, float]]:
    sheet = Sheet(rng, 21, 29.7)
    sheet.text(8, 12, str(rng.choice(["Renewly", "SecondBay", "Zweitleben"])), 7)
    for row, line in enumerate(address(rng)):
        sheet.text(8, 26 + row * 4, line, 2.6)
    sheet.text(8, 48, f"Invoice {digits(rng, 8)}", 4.5)
    for row in range(int(rng.integers(3, 8))):
        y = 60 + row * 6
        sheet.text(8, y, f"{row + 1}  Device {digits(rng, 4)}", 2.6)
        sheet.text(92, y, f"{rng.uniform(5, 900):.2f}", 2.6, "rm")
        sheet.line(y + 3, 200)
    sheet.text(92, 112, f"Total {rng.uniform(50, 1500):.2f} EUR", 3.6, "rm")
    return sheet, (21.0, 29.7)


def _warranty(rng: np.random.Generator) -> tuple[Sheet, tuple[float, float]]:
    size = (float(rng.uniform(8, 12)), float(rng.uniform(5.5, 8)))
    sheet = Sheet(rng, *size, tone=int(rng.integers(200, 252)))
    sheet.text(8, 16, "Warranty", 11)
    for row in range(8):
        wide = float(rng.uniform(60, 110))
        y = (34 + row * 7) * sheet.unit
        sheet.draw.line((8 * sheet.unit, y, wide * sheet.unit, y), (120, 120, 125), 3)
    return sheet, size


_MAKERS: Final[dict[str, Callable[[np.random.Generator], tuple[Sheet, tuple[float, float]]]]] = {
    "box label": _box_label,
    "slip": _slip,
    "handwritten slip": _handwritten,
    "invoice": _invoice,
    "warranty card": _warranty,
}


def paper(rng: np.random.Generator, pixels: NDArray[np.uint8]) -> Texture:
    """Print on paper, linear: a little uneven, perhaps creased where it was folded."""
    picture = linear(pixels)
    height, width = picture.shape[:2]
    shade = 1 + 0.012 * noise(rng, height, width, 4, 4)
    for axis in (0, 1):
        if rng.random() < 0.3:
            length = picture.shape[axis]
            distance = np.abs(np.arange(length) - length * rng.uniform(0.3, 0.7))
            crease = (1 - 0.12 * np.exp(-distance / 4)).astype(np.float32)
            shade = shade * (crease[:, None] if axis == 0 else crease[None])
    return np.asarray(np.clip(picture * shade[..., None] * 0.93, 0.004, 0.93), np.float32)


def build(design: str, rng: np.random.Generator, *, form: str | None = None) -> Thing:
    """A document of a design, lying on z = 0; `form` is one of the five, else the design's own.

    Raises
    ------
    ValueError
        If there is no such form.
    """
    own = _FORMS[int(design_rng(design).integers(len(_FORMS)))]
    form = form or own
    if form not in _MAKERS:
        raise ValueError(f"expected a form ({', '.join(_MAKERS)}), got {form!r}")
    sheet, (width, height) = _MAKERS[form](rng)
    texture = paper(rng, sheet.pixels)
    parts: list[Part] = []
    lift = 0.0
    if form == "box label":
        # On the lid of the box that the device was sold in.
        lift = float(rng.uniform(2.5, 6))
        tone = float(rng.choice([0.02, 0.75, 0.8]))
        box = slab(width + 2.5, height + float(rng.uniform(2, 9)), 0.2, 0, lift, 0.05, 0.05)
        parts.append(part("box", box, Material((tone, tone, tone), 0.4)))
    face = slab(width, height, 0.02, lift, lift + 0.02, 0.001, 0.001, 2, 2)
    ink = Material(texture, 0.35 if form == "box label" else 0.85, 0.0, 0.3)
    parts.append(part("print", face, ink, uv_size=(width, height), layer="label"))
    texts = {name: text for name, text in sheet.texts.items() if name != "hand"}
    return Thing("document", design, tuple(parts), {}, {"form": form}, texts)
