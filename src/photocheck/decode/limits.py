"""How much a file may ask for."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from photocheck.errors import DecodeError

# A large picture of so few bytes is no photo, but would take hundreds of megabytes and more.
_PLAIN_PIXELS: Final = 16_000_000
_PIXELS_A_BYTE: Final = 100

Channel = Annotated[int, Field(ge=0, le=255)]


class Limits(BaseModel):
    """How many bytes and pixels are accepted, and what transparency is laid over.

    Parameters
    ----------
    max_bytes : int
        Of the file.
    max_pixels : int
        Width times height. The default admits a 200 megapixel phone photo.
    background : tuple of three int
        sRGB colour (0 to 255) that shows through transparent parts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_bytes: int = Field(default=100_000_000, ge=1)
    max_pixels: int = Field(default=250_000_000, ge=1)
    background: tuple[Channel, Channel, Channel] = (255, 255, 255)

    def check_size(self, width: int, height: int) -> None:
        """Refuse a picture of too many pixels, or of none.

        Raises
        ------
        DecodeError
        """
        if width < 1 or height < 1:
            raise DecodeError(
                "decode.damaged", f"expected at least one pixel, the header says {width}x{height}"
            )
        if width * height > self.max_pixels:
            raise DecodeError(
                "decode.too_many_pixels",
                f"expected at most {self.max_pixels:,} pixels, the header says {width}x{height}",
            )

    def check_density(
        self,
        width: int,
        height: int,
        compressed: int,
        *,
        plain: int = _PLAIN_PIXELS,
        densest: int = _PIXELS_A_BYTE,
    ) -> None:
        """Refuse a picture of more than `plain` pixels packed denser than `densest` a byte.

        `compressed` counts the bytes of compressed pixels alone: others can be added at will.

        Raises
        ------
        DecodeError
        """
        most = max(plain, densest * compressed)
        if width * height > most:
            raise DecodeError(
                "decode.too_many_pixels",
                f"expected at most {most:,} pixels in {compressed:,} compressed bytes,"
                f" the header says {width}x{height}",
            )
