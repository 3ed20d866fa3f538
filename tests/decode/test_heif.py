"""HEIC and AVIF: boxes that lie, bombs, sequences."""

import struct

import numpy as np
import pytest

from photocheck import DecodeError
from photocheck.decode import Limits, boxes, heif, open_picture
from photocheck.decode.boxes import Structure
from photocheck.decode.code_points import CodePoints, from_code_points

FTYP = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def refusal(data, limits=None):
    with pytest.raises(DecodeError) as caught:
        open_picture(data, limits)
    return caught.value.reason


def meta(make, *boxes):
    return FTYP + make.box(b"meta", bytes(4) + b"".join(boxes))


def test_a_large_item_is_refused_by_its_box(make):
    ispe = make.box(b"ispe", bytes(4) + struct.pack(">II", 60_000, 60_000))
    data = meta(make, make.box(b"iprp", make.box(b"ipco", ispe)))
    assert refusal(data) == "decode.too_many_pixels"


def test_nested_boxes_do_not_exhaust_the_stack(make):
    nested = b""
    for _ in range(5000):
        nested = make.box(b"ipco", nested)
    assert refusal(meta(make, nested)) == "decode.damaged"


def iloc(make, items, *, sizes=0x4400, extents=1, length=10, version=0):
    body = bytes([version, 0, 0, 0]) + struct.pack(">H", sizes)
    body += struct.pack(">I" if version == 2 else ">H", items)
    for index in range(items):
        body += struct.pack(">I" if version == 2 else ">H", index)
        body += (b"\0\0" if version else b"") + b"\0\0" + struct.pack(">H", extents)
        if sizes:
            body += struct.pack(">II", 0, length) * extents
    return make.box(b"iloc", body)


@pytest.mark.parametrize("version", [0, 1, 2])
def test_pixels_behind_the_end_of_the_file(version, make):
    assert (
        refusal(meta(make, iloc(make, 1, length=1_000_000, version=version))) == "decode.truncated"
    )
    assert refusal(meta(make, iloc(make, 1, version=version))) == "decode.damaged"


def test_a_short_or_unknown_location_box(make):
    box = iloc(make, 3)
    short = struct.pack(">I", len(box) - 6) + box[4:-6]
    assert refusal(meta(make, short)) == "decode.damaged"
    assert refusal(meta(make, make.box(b"iloc", b"\x09" + bytes(20)))) == "decode.damaged"
    assert refusal(meta(make, make.box(b"iloc", b""))) == "decode.damaged"


def test_extents_of_no_size_take_no_time(make):
    box = iloc(make, 2000, sizes=0, extents=65_535)
    assert list(boxes._extents(box[8:])) == []
    assert refusal(meta(make, box)) == "decode.damaged"


def test_no_box_is_left_unread(make, monkeypatch):
    monkeypatch.setattr(boxes, "_MAX_BOXES", 50)
    assert refusal(meta(make, make.box(b"free", b"") * 60)) == "decode.too_complex"


@pytest.mark.parametrize("kind", ["HEIC", "AVIF"])
def test_bytes_behind_the_last_box(kind, make):
    whole = make.data("plain.heic") if kind == "HEIC" else make.encode(make.corners(), kind)
    sound = open_picture(whole)
    for tail in (b"\xff\xff\xff\xff\x01\x02\x03\x04", b"\r\n" * 20, bytes(range(128, 250))):
        picture = open_picture(whole + tail)
        assert picture.flags == ("heif.trailing_data",)
        assert (picture.rgb == sound.rgb).all()
    # What looks like a box may be part of the picture.
    assert refusal(whole + b"\0\0\xff\xffmoov") == "decode.truncated"
    assert refusal(whole[:20] + b"\xff" * 40) != "heif.trailing_data"


def test_boxes_of_impossible_size(make):
    assert refusal(FTYP + b"\0\0\0\x04meta") == "decode.damaged"
    assert refusal(FTYP + b"\0\0\xff\0meta" + bytes(40)) == "decode.truncated"
    assert refusal(FTYP + b"\0\0\0\x01meta" + struct.pack(">Q", 2**60)) == "decode.truncated"
    assert refusal(FTYP) == "decode.truncated"
    assert refusal(FTYP + b"\0\0\0\0meta" + bytes(4)) == "decode.damaged"
    assert refusal(FTYP + make.box(b"moov", b"")) == "decode.unsupported"  # a film of no frame


@pytest.mark.parametrize("within", [b"moov", b"trak"])
def test_a_sequence_that_names_no_picture_is_not_called_damaged(within, make):
    film = make.box(b"meta", bytes(4) + make.box(b"hdlr", bytes(24)))
    film = film if within == b"moov" else make.box(b"trak", film)
    assert refusal(FTYP + make.box(b"moov", film)) == "decode.unsupported"


@pytest.mark.parametrize("kind", ["HEIC", "AVIF"])
def test_a_film_behind_the_picture_costs_nothing(kind, make):
    whole = make.data("plain.heic") if kind == "HEIC" else make.encode(make.corners(), kind)
    film = make.box(b"ftyp", b"mp42\0\0\0\0") + make.box(b"moov", bytes(40))
    for tail in (film, make.box(b"mpvd", film)):
        picture = open_picture(whole + tail)
        assert picture.flags == ("motion_photo",)
        assert (picture.rgb == open_picture(whole).rgb).all()


def with_property(make, avif, kind, body):
    """An AVIF as Pillow writes it, its only picture having one more property, an essential one."""
    added = make.box(kind, body)
    data = bytearray(avif)
    number = data[data.index(b"ipma") + 14] + 1  # after version, count, item's number
    data[data.index(b"ipma") + 14] = number
    end_of_ipma = (
        data.index(b"ipma") - 4 + int.from_bytes(data[data.index(b"ipma") - 4 :][:4], "big")
    )
    data[end_of_ipma:end_of_ipma] = bytes([0x80 | number])
    data[data.index(b"ipma") - 4 : data.index(b"ipma") - 4] = added
    for grown, size in (
        (b"ipma", 1),
        (b"ipco", len(added)),
        (b"iprp", 1 + len(added)),
        (b"meta", 1 + len(added)),
    ):
        at = data.index(grown) - 4
        data[at : at + 4] = (int.from_bytes(data[at : at + 4], "big") + size).to_bytes(4, "big")
    offset = data.index(b"iloc") + 18
    start = int.from_bytes(data[offset : offset + 4], "big") + 1 + len(added)
    data[offset : offset + 4] = start.to_bytes(4, "big")
    return bytes(data)


def test_the_clean_aperture_of_an_avif_is_cropped_to(make):
    scene = make.corners()
    plain = make.encode(scene, "AVIF", quality=95)
    aperture = struct.pack(">IIIIiIiI", 64, 1, 48, 1, 16, 1, -8, 1)
    cropped = open_picture(with_property(make, plain, b"clap", aperture))
    assert (cropped.width, cropped.height) == (64, 48)
    # The centre lies 16 px to the right and 8 px up.
    assert (cropped.full() == open_picture(plain).full()[16:64, 48:112]).all()
    assert (cropped.luma() == open_picture(plain).luma()[16:64, 48:112]).all()


@pytest.mark.parametrize("transfer", [16, 18])
def test_an_avif_in_high_dynamic_range_is_tone_mapped(transfer, make):
    avif = make.encode(make.corners(), "AVIF")
    stated = b"nclx" + struct.pack(">HH", 1, 13)
    mapped = open_picture(patched(avif, stated, b"nclx" + struct.pack(">HH", 9, transfer)))
    assert mapped.flags == ("hdr.tone_mapped",)
    points = CodePoints(9, transfer)
    expected = from_code_points(open_picture(avif).full(), points)
    assert np.abs(mapped.full().astype(int) - expected).mean() < 1


@pytest.mark.parametrize("name", ["plain.heic", "ten_bit.heic"])
def test_limits_count_before_decoding(name, make):
    assert refusal(make.data(name), Limits(max_pixels=100)) == "decode.too_many_pixels"


def test_the_decoders_own_size_counts_too(make, monkeypatch):
    monkeypatch.setattr(heif, "read_structure", lambda data, limits: Structure(shown=data))
    for data in (make.data("plain.heic"), make.encode(make.corners(), "AVIF")):
        assert refusal(data, Limits(max_pixels=100)) == "decode.too_many_pixels"


@pytest.mark.parametrize("exif", [True, False])
def test_orientation_in_the_exif_of_avif_is_not_applied_twice(exif, make):
    # Pillow writes it as the container's rotation.
    options = {"exif": make.exif(6)} if exif else {}
    picture = open_picture(make.encode(make.corners(), "AVIF", **options))
    assert (picture.width, picture.height) == ((96, 128) if exif else (128, 96))


def patched(data, old, new):
    assert data.count(old) == 1
    return data.replace(old, new)


@pytest.mark.parametrize("byte", [b"\xff", b"\x80", b"\x00"])
def test_an_item_type_that_is_no_text(byte, make):
    # The decoder would end the process.
    data = make.data("exif_orientation.heic")
    assert refusal(patched(data, b"\0Exif\0", b"\0E" + byte + b"if\0")) == "decode.damaged"
    assert refusal(patched(data, b"\0hvc1\0", b"\0hvc" + byte + b"\0")) == "decode.damaged"


def items(make, *entries):
    return make.box(b"iinf", bytes(4) + struct.pack(">H", len(entries)) + b"".join(entries))


@pytest.mark.parametrize(
    "body",
    [
        b"\2\0\0\0\0\1\0\0mime\0\xff\xfe\0",  # content type
        b"\2\0\0\0\0\1\0\0mime\xff\0text\0",  # name
        b"\3\0\0\0\0\0\0\1\0\0uri \0\xff",
        b"\2\0\0\0\0\1\0\0mi",
        b"\0\0\0\0\0\1\0\0name\0text\0",  # a version that HEIF does not know
        b"",
    ],
)
def test_names_that_are_no_text(body, make):
    with pytest.raises(DecodeError) as caught:
        boxes.read_structure(meta(make, items(make, make.box(b"infe", body))), Limits())
    assert caught.value.reason == "decode.damaged"


def test_an_auxiliary_type_that_is_no_text(make):
    data = bytearray(make.data("alpha.heic"))
    data[data.index(b"urn:")] = 0xFF
    assert refusal(bytes(data)) == "decode.damaged"


def test_metadata_is_hidden_from_the_decoder(make):
    data = make.data("exif_orientation.heic")
    shown = boxes.read_structure(data, Limits()).shown
    assert len(shown) == len(data)
    assert shown == data.replace(b"\0\0Exif\0\0\0", b"\0\0skip\0\0\0")
    avif = make.encode(
        make.corners(), "AVIF", exif=make.exif(6, gps=True, serial=True), xmp=b"GPSLatitude"
    )
    shown = boxes.read_structure(avif, Limits()).shown
    assert shown.count(b"skip") == 2
