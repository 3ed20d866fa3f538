"""Nothing of a photo's EXIF reaches the logs, whatever the format, sound or damaged."""

import logging
import warnings

import pytest

from photocheck import DecodeError
from photocheck.decode import open_picture

SERIAL = "SECRET-SERIAL-77"


def cut_values(block):
    """The same EXIF, with values that are said to be longer than the file."""
    return block.replace(b"\x00\x02\x00\x00\x00\x11", b"\x00\x02\x00\x7f\x00\x11")


@pytest.mark.parametrize("damage", [False, True])
@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIC"])
def test_exif_stays_out_of_the_logs(kind, orientation, damage, make, caplog):
    block = make.exif(orientation, gps=True, serial=True)
    assert cut_values(block) != block
    if kind == "HEIC":
        if damage:
            block = cut_values(block)
        data = heic_with(make, block)
    else:
        data = make.encode(make.corners(), kind, exif=block)
        if damage:
            if kind == "PNG":
                at = data.index(b"eXIf") - 4
                length = int.from_bytes(data[at : at + 4], "big")
                body = cut_values(data[at + 8 : at + 8 + length])
                data = data[:at] + make.chunk(b"eXIf", body) + data[at + 12 + length :]
            else:
                data = cut_values(data)
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = open_picture(data)
        picture.luma()
        picture.full()
    assert "exif.gps" in picture.flags
    assert "exif.serial_number" in picture.flags
    assert SERIAL not in caplog.text
    assert "GPS" not in caplog.text
    assert "13.0" not in caplog.text


def heic_with(make, block):
    """A HEIC whose EXIF item, the last in the file, is `block`."""
    data = bytearray(make.data("exif_orientation.heic"))
    place = data.index(b"iloc") + 34  # the second item's base; then 2 bytes, offset and length
    start, length = (int.from_bytes(data[at : at + 4], "big") for at in (place, place + 10))
    assert start + length == len(data)
    body = (6).to_bytes(4, "big") + block
    data[place + 10 : place + 14] = len(body).to_bytes(4, "big")
    mdat = data.index(b"mdat") - 4
    size = int.from_bytes(data[mdat : mdat + 4], "big") + len(body) - length
    data[mdat : mdat + 4] = size.to_bytes(4, "big")
    return bytes(data[:start]) + body


def test_a_heic_with_exif_shows_where_it_should(make):
    picture = open_picture(heic_with(make, make.exif(6, gps=True, serial=True)))
    assert picture.flags == ("exif.gps", "exif.orientation_ignored", "exif.serial_number")
    with pytest.raises(DecodeError):
        open_picture(heic_with(make, make.exif(6))[:-3])
