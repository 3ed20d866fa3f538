"""JPEG: colour spaces, samplings, coding, segments, several pictures, damage, bombs."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from photocheck import DecodeError
from photocheck.decode import Limits, jpeg, jpeg_header, open_picture


def difference(one, other):
    return np.abs(np.asarray(one, int) - np.asarray(other, int)).mean()


def refusal(data):
    with pytest.raises(DecodeError) as caught:
        open_picture(data)
    return caught.value.reason


def segments(data):
    """Start, marker and end of each segment up to the first scan."""
    at = 2
    while True:
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield at, marker, at + 2 + length
        if marker == 0xDA:
            return
        at += 2 + length


def place(data, wanted):
    return next((at, end) for at, marker, end in segments(data) if marker == wanted)


def without(data, wanted):
    at, end = place(data, wanted)
    return data[:at] + data[end:]


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("progressive", [False, True])
def test_samplings_and_coding(subsampling, progressive, make):
    data = make.encode(
        make.corners(), quality=95, subsampling=subsampling, progressive=progressive, optimize=True
    )
    picture = open_picture(data)
    assert picture.flags == ()
    assert difference(picture.full(), make.corners()) < 4


def test_grey(make):
    expected = np.asarray(Image.fromarray(make.corners()).convert("L"))
    picture = open_picture(make.encode(expected, quality=95))
    assert difference(picture.luma(), expected) < 2
    assert difference(picture.full(), np.dstack([expected] * 3)) < 2


def test_rgb_without_conversion(make):
    data = make.encode(make.corners(), quality=95, keep_rgb=True)
    assert difference(open_picture(data).full(), make.corners()) < 4


def test_cmyk_with_and_without_adobes_segment(make):
    cmyk = Image.fromarray(make.corners()).convert("CMYK")
    adobe = make.encode(cmyk, quality=95)
    picture = open_picture(adobe)
    assert "cmyk.converted" in picture.flags
    assert difference(picture.full(), make.corners()) < 4
    assert difference(picture.rgb, make.corners()) < 4
    # Without the segment the values are ink, not paper.
    plain = without(make.encode(invert(cmyk), quality=95), 0xEE)
    assert difference(open_picture(plain).full(), make.corners()) < 4


def invert(cmyk):
    return Image.frombytes("CMYK", cmyk.size, (255 - np.asarray(cmyk)).tobytes())


def test_ycck(make):
    cmyk = Image.fromarray(make.corners()).convert("CMYK")
    # Cyan, magenta and yellow of the file are 255 - R, G, B of YCbCr: stored as YCCK by hand.
    raw = 255 - np.asarray(cmyk).astype(int)
    ycc = np.asarray(Image.fromarray((255 - raw[..., :3]).astype(np.uint8)).convert("YCbCr"))
    stored = np.dstack([ycc, raw[..., 3].astype(np.uint8)])
    data = bytearray(
        make.encode(invert(Image.frombytes("CMYK", cmyk.size, stored.tobytes())), quality=98)
    )
    at, _ = place(bytes(data), 0xEE)
    data[at + 4 + 11] = 2
    reference = Image.open(io.BytesIO(bytes(data))).convert("RGB")
    assert difference(open_picture(bytes(data)).full(), np.asarray(reference)) < 2


def refusal_or_flags(data):
    try:
        return open_picture(data).flags
    except DecodeError as error:
        return error.reason


@pytest.mark.parametrize("space", ["RGB", "CMYK"])
def test_what_turbo_cannot_name_pillow_decodes(space, make, monkeypatch):
    from photocheck.decode import jpeg

    original = make.encode(Image.fromarray(make.corners()).convert(space), quality=95)
    turned = make.encode(Image.fromarray(make.corners()), quality=95)

    def refuse(*args, **kwargs):
        raise KeyError(-1)

    monkeypatch.setattr(jpeg, "_by_turbo", refuse)
    for data in (original, turned):
        picture = open_picture(data)
        assert "jpeg.unverified" in picture.flags
        assert difference(picture.full(), make.corners()) < 5
        assert picture.luma().shape == (96, 128)
    assert refusal(original[: len(original) // 2]) == "decode.damaged"
    large = make.encode(np.kron(make.corners(), np.ones((20, 20, 1), np.uint8)))
    assert max(open_picture(large).rgb.shape) < 1400


def test_the_first_exif_that_states_an_orientation_counts(make):
    data = make.encode(make.corners())
    for block in (make.exif(3), make.exif(6), make.exif()):
        data = make.with_segment(data, 0xE1, block)
    assert open_picture(data).orientation == 6


def test_exif_behind_other_segments(make):
    data = make.with_segment(make.encode(make.corners()), 0xE1, make.exif(8))
    data = make.with_segment(data, 0xED, b"Photoshop 3.0\0" + bytes(50))
    data = make.with_segment(data, 0xFE, b"a comment")
    assert open_picture(data).orientation == 8


def test_several_pictures_and_what_follows(make):
    data = make.encode(make.corners())
    assert open_picture(data + bytes(20)).flags == ()
    assert open_picture(data + b"more").flags == ("jpeg.trailing_data",)
    mpo = make.with_segment(data, 0xE2, b"MPF\0" + bytes(40)) + make.encode(255 - make.corners())
    assert open_picture(mpo).flags == ("mpo.primary",)
    assert difference(open_picture(mpo).full(), make.corners()) < 5
    video = data + b"\0\0\0\x18ftypmp42" + bytes(40)
    assert open_picture(video).flags == ("motion_photo",)
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x GCamera:MotionPhoto='1'/>"
    assert open_picture(make.with_segment(data, 0xE1, xmp) + b"video").flags == ("motion_photo",)
    gain = b"http://ns.adobe.com/xap/1.0/\0<x xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/'/>"
    found = open_picture(make.with_segment(data, 0xE1, gain) + make.encode(make.corners()[:8]))
    assert found.flags == ("gainmap.ignored",)
    alone = make.with_segment(data, 0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4))
    assert open_picture(alone).flags == ("gainmap.ignored",)


def test_a_missing_end_marker_alone_is_read(make):
    data = make.encode(make.corners(), quality=95)
    picture = open_picture(data[:-2])
    assert picture.flags == ("jpeg.no_end",)
    assert np.array_equal(picture.full(), open_picture(data).full())
    assert refusal(data[:-40]) == "decode.truncated"


def test_trouble_beside_the_pixels_is_set_aside(make):
    data = make.encode(make.corners(), quality=95)
    expected = open_picture(data).full()
    for odd in (
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x07\1\0\0\1\0\1\0\0" + without(data, 0xE0)[2:],
        data[:2] + b"\xff\xfe\0\0" + data[2:],
        data[:20] + b"stray bytes" + data[20:],
    ):
        picture = open_picture(odd)
        assert set(picture.flags) <= {"jpeg.header_damaged"}
        assert np.array_equal(picture.full(), expected)
    assert "jpeg.header_damaged" in open_picture(data[:2] + b"\xff\xfe\0\0" + data[2:]).flags


def test_surplus_bytes_among_the_pixels_are_flagged(make):
    data = make.encode(make.textured(), quality=90)
    assert "jpeg.damaged" in open_picture(data[:-2] + b"surplus" + data[-2:]).flags
    half = len(data) - 1000
    assert refusal(data[:half] + data[-2:]) in ("decode.damaged", "decode.truncated")


def scan_header(data):
    at, end = place(data, 0xDA)
    return at, end


def test_a_harmless_complaint_hides_no_other(make):
    data = make.encode(make.textured(), quality=90)
    _, end = scan_header(data)
    odd = data[: end - 3] + b"\x01\x05\x00" + data[end:]
    assert np.array_equal(open_picture(odd).full(), open_picture(data).full())
    assert refusal(odd[:-900] + b"\xff\xd9") == "decode.damaged"
    adobe = make.with_segment(without(data, 0xE0), 0xEE, b"Adobe\0\x64\0\0\0\0\x09")
    assert open_picture(adobe).flags == ("jpeg.header_damaged",)
    assert np.array_equal(open_picture(adobe).full(), open_picture(data).full())
    assert refusal(adobe[:-900] + b"\xff\xd9") == "decode.damaged"


def test_the_same_pixels_twice_are_damage(make):
    data = make.encode(make.textured(), quality=90)
    at, _ = scan_header(data)
    twice = data[:-2] + data[at:]
    assert "jpeg.damaged" in refusal_or_flags(twice) or isinstance(refusal_or_flags(twice), str)


def scans(data):
    """Where the scans of a progressive file start."""
    found = []
    at = data.index(b"\xff\xda")
    while at >= 0:
        found.append(at)
        at = data.find(b"\xff\xda", at + 2)
    return found


def test_a_progressive_file_that_lacks_scans(make):
    data = make.encode(make.textured(), quality=90, progressive=True)
    starts = scans(data)
    assert len(starts) > 5
    for start in starts[:-1]:
        end = data.rindex(b"\xff\xc4", 0, start) if b"\xff\xc4" in data[:start] else start
        assert refusal_or_flags(data[:end] + b"\xff\xd9") in ("decode.truncated", "decode.damaged")


def test_missing_refinements_of_the_colour_alone_are_flagged():
    header = jpeg_header.Header(components=(1, 2))
    header.missing = {1: [0] * 64, 2: [1] * 64}
    jpeg_header._check_complete(header)
    assert header.flags == {"jpeg.partial_scans"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({1: 0xC3}, "decode.unsupported"),
        ({1: 0xC5}, "decode.unsupported"),
        ({4: 12}, "decode.unsupported"),
        ({9: 2}, "decode.unsupported"),
        ({9: 4}, "decode.damaged"),
        ({5: 0, 6: 0}, "decode.damaged"),
        ({7: 0, 8: 0}, "decode.damaged"),
        ({5: 255, 6: 255, 7: 255, 8: 255}, "decode.too_many_pixels"),
        ({5: 8, 6: 0}, "decode.damaged"),
        ({2: 0, 3: 0}, "decode.damaged"),
        ({2: 0, 3: 4}, "decode.damaged"),
    ],
)
def test_lies_in_the_frame_header(change, reason, make):
    data = bytearray(make.encode(make.corners()))
    at, _ = place(bytes(data), 0xC0)
    for offset, value in change.items():
        data[at + offset] = value
    assert refusal(bytes(data)) == reason


def test_lies_in_the_scan_header(make):
    good = make.encode(make.corners())
    at, _ = scan_header(good)
    for offset, value in ((4, 0), (4, 9), (5, 77)):
        data = bytearray(good)
        data[at + offset] = value
        assert refusal(bytes(data)) == "decode.damaged"
    frame, end = place(good, 0xC0)
    assert refusal(good[:frame] + good[end:]) == "decode.damaged"
    assert refusal(good[:end] + good[frame:]) == "decode.damaged"


def test_cut_before_the_pixels(make):
    data = make.encode(make.corners())
    frame, end = place(data, 0xC0)
    for cut in (3, 20, frame + 5, end, scan_header(data)[0]):
        assert refusal(data[:cut]) == "decode.truncated"


def test_a_segment_that_runs_out_of_the_file_behind_the_pixels(make):
    data = make.encode(make.corners())
    assert refusal(data[:-2] + b"\xff\xfe\xff\xff") == "decode.truncated"


def test_profiles_in_several_segments(make):
    data = make.encode(make.corners())
    for index in (2, 1):
        data = make.with_segment(data, 0xE2, b"ICC_PROFILE\0" + bytes([index, 2]) + bytes(200))
    assert open_picture(data).flags == ("icc.invalid",)


def empty_scans(make, count, size):
    data = bytearray(make.encode(make.corners(8, 8), progressive=True))
    at, _ = place(bytes(data), 0xC2)
    data[at + 5 : at + 9] = size.to_bytes(2, "big") * 2
    start = scans(bytes(data))[-1]
    return bytes(data[:start]) + bytes(data[start:-2]) * count + b"\xff\xd9"


def test_too_many_scans_or_segments(make, monkeypatch):
    # Refused by the markers, before any pixel is decoded.
    monkeypatch.setattr(jpeg, "_decode", None)
    assert refusal(empty_scans(make, 200, 8)) == "decode.too_complex"
    assert refusal(empty_scans(make, 30, 15_000)) == "decode.too_complex"
    read = []
    monkeypatch.setattr(jpeg_header, "_read_segment", lambda *taken: read.append(taken[0]))
    many = make.encode(make.corners())
    many = many[:2] + b"\xff\xfe\0\2" * 200_000 + many[2:]
    assert refusal(many) == "decode.too_complex"
    assert len(read) == jpeg_header._MAX_SEGMENTS


def test_too_many_pixels_by_limit(make):
    with pytest.raises(DecodeError, match="128x96"):
        open_picture(make.encode(make.corners()), Limits(max_pixels=12_000))
