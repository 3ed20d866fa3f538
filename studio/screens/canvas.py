"""A canvas for screens: units of a hundredth of the shorter side, themes, words, numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.paint import font, hsv, noise

Ink = tuple[int, int, int]
_LABELS: Final = (
    "Wi-Fi Bluetooth Battery Display Sound Privacy General Storage Accounts Security Camera "
    "Network Notifications Wallpaper Updates Language Reset Apps Musik Karte Wetter Notizen "
    "Kalender Fotos Uhr Rechner Appareil Horloge Photos Courrier Plans Musique Mail Wallet Files"
)
_PROSE: Final = (
    "the parcel came on monday and we opened it at once because the screen had been dark for days "
    "der Akku hielt kaum bis zum Abend und das Telefon wurde warm beim Laden ohne dass wir es "
    "benutzt haben nous avons regarde chaque bouton puis la prise avant de fermer le carton"
)
_WORDS: Final = tuple(_LABELS.split())
_TEXT: Final = tuple(_PROSE.split())


@dataclass(frozen=True)
class Screen:
    """A painted screen.

    Attributes
    ----------
    picture : H×W×3 uint8 sRGB
    content : str
    texts : mapping of str to str
        What may be read on it: "imei", "imei2", "eid", "account".
    """

    picture: NDArray[np.uint8]
    content: str
    texts: Mapping[str, str]


class Canvas:
    """An image with the helpers that contents share."""

    def __init__(self, rng: np.random.Generator, width: int, height: int) -> None:
        self.rng, self.width, self.height = rng, width, height
        self.unit = min(width, height) / 100
        self.dark = bool(rng.random() < 0.4)
        self.accent = self.colour(0.8, 0.9)
        self.texts: dict[str, str] = {}
        self.image = Image.new("RGB", (width, height))
        self.draw = ImageDraw.Draw(self.image)

    def colour(self, saturation: float, value: float) -> Ink:
        """A colour of any hue."""
        red, green, blue = hsv(float(self.rng.random()), saturation, value)
        return int(red * 255), int(green * 255), int(blue * 255)

    @property
    def ink(self) -> Ink:
        """The colour of text on this theme."""
        return (238, 238, 242) if self.dark else (24, 24, 28)

    @property
    def faint(self) -> Ink:
        """The colour of secondary text."""
        return (140, 140, 148)

    def fill(self, picture: NDArray[np.uint8] | Ink) -> None:
        """Cover everything with a colour or a picture."""
        if isinstance(picture, tuple):
            self.draw.rectangle((0, 0, self.width, self.height), fill=picture)
            return
        self.image.paste(Image.fromarray(picture))

    def background(self) -> None:
        """The theme's own."""
        if self.dark:
            self.fill((12, 12, 15) if self.rng.random() < 0.6 else (28, 28, 34))
        else:
            self.fill((246, 246, 249) if self.rng.random() < 0.7 else (255, 255, 255))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        ink: Ink | None = None,
        anchor: str = "lm",
        bold: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Words at pixels; size in units."""
        # Pillow's own font has no accented letters.
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
        self.draw.text(
            (x, y),
            plain,
            ink or self.ink,
            font(size * self.unit),
            anchor=anchor,
            stroke_width=max(1, round(size * self.unit * 0.03)) if bold else 0,
        )

    def status_bar(self, ink: Ink | None = None) -> None:
        """Time, signal and battery along the top."""
        ink, unit = ink or self.ink, self.unit
        self.text(6 * unit, 4 * unit, self.clock(), 3.6, ink, bold=True)
        for bar in range(4):
            x = (76 + bar * 1.6) * self.width / 100
            self.draw.rectangle((x, (5 - bar * 0.7) * unit, x + unit, 5.6 * unit), fill=ink)
        left, right = self.width - 12 * unit, self.width - 6 * unit
        self.draw.rounded_rectangle((left, 2.6 * unit, right, 5.6 * unit), unit * 0.7, outline=ink)
        charge = left + (right - left) * self.rng.uniform(0.15, 1)
        self.draw.rounded_rectangle((left, 2.6 * unit, charge, 5.6 * unit), unit * 0.7, fill=ink)

    def clock(self) -> str:
        """A time of day."""
        return f"{self.rng.integers(0, 24)}:{self.rng.integers(0, 60):02d}"

    def word(self) -> str:
        """A label."""
        return str(self.rng.choice(_WORDS))

    def sentence(self, words: int) -> str:
        """Some running text."""
        start = int(self.rng.integers(0, len(_TEXT) - words if words < len(_TEXT) else 1))
        return " ".join(_TEXT[start : start + words])

    def wallpaper(self) -> None:
        """A picture as people have it behind their icons."""
        kind = int(self.rng.integers(5))
        height, width = self.height, self.width
        rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        columns = np.linspace(0, 1, width, dtype=np.float32)[None]
        first, second, third = (
            np.asarray(self.colour(self.rng.uniform(0.1, 0.9), self.rng.uniform(0.15, 1)))
            for _ in range(3)
        )
        slope = rows * self.rng.uniform(0.4, 1) + columns * self.rng.uniform(-0.6, 0.6)
        if kind in {0, 1}:
            slope = slope + 0.25 * noise(self.rng, height, width, 2, 2)
        share = np.clip(slope, 0, 1)[..., None]
        picture = first * (1 - share) + second * share
        if kind == 2:  # hills
            for layer in range(4):
                crest = 0.4 + 0.13 * layer + 0.06 * noise(self.rng, 4, width, 4, 4)[0]
                tone = third * (1 - layer * 0.22)
                picture = np.where((rows > crest[None])[..., None], tone, picture)
        elif kind == 3:  # discs out of focus
            spots = np.zeros((height, width, 3), np.float32)
            for _ in range(25):
                centre = (int(self.rng.uniform(0, width)), int(self.rng.uniform(0, height)))
                radius = int(self.rng.uniform(0.03, 0.14) * width)
                cv2.circle(spots, centre, radius, self.colour(0.5, 0.6), -1, cv2.LINE_AA)
            picture = picture * 0.6 + cv2.GaussianBlur(spots, (0, 0), width * 0.01) * 0.5
        elif kind == 4:  # black
            picture = picture * self.rng.uniform(0.0, 0.15)
        self.fill(np.clip(picture, 0, 255).astype(np.uint8))


def luhn_digit(digits: str) -> str:
    """The check digit that completes a number (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def imei(rng: np.random.Generator) -> str:
    """An IMEI that is well formed: 15 digits, TAC not zero, Luhn's check digit."""
    body = "35" + "".join(str(digit) for digit in rng.integers(0, 10, 12))
    return body + luhn_digit(body)
