"""EXIF and XMP: byte orders, broken directories."""

import struct

import pytest

from photocheck.decode.exif import Exif, read_exif, read_xmp


def tiff(order, entries, extra=b""):
    body = struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        packed = (
            struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
        )
        body += struct.pack(order + "HHI", tag, kind, count) + packed
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(order + "I", 8) + body + bytes(4) + extra


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0", b"Exif\0\xff"])
@pytest.mark.parametrize("value", range(1, 9))
def test_orientation(order, prefix, value):
    assert read_exif(prefix + tiff(order, [(0x0112, 3, 1, value)])) == Exif(value)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("kind", "code"), [(1, "B"), (3, "H"), (4, "I"), (8, "h"), (9, "i")])
def test_the_orientation_may_be_any_integer(order, kind, code):
    whole = tiff(order, [(0x0112, 4, 1, 0)])
    value = struct.pack(order + code, 6).ljust(4, b"\0")
    assert read_exif(whole[:12] + struct.pack(order + "H", kind) + whole[14:18] + value) == Exif(6)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"II",
        b"XX*\0\x08\0\0\0",
        b"II*\0\xff\xff\xff\x7f",
        b"II*\0\x08\0\0\0\xff\xff",
        tiff("<", [(0x0112, 3, 1, 9)]),
        tiff("<", [(0x0112, 3, 2, 6)]),
        tiff("<", [(0x0112, 5, 1, 6)]),
        tiff("<", [(0x8769, 4, 1, 99_999)]),
        tiff("<", [(0x8825, 4, 1, 99_999)]),
    ],
)
def test_broken_blocks_are_flagged_and_leave_the_picture_upright(data):
    found = read_exif(data)
    assert found.flags == {"exif.invalid"}
    assert found.orientation == 1


def test_a_broken_sub_directory_costs_no_orientation():
    found = read_exif(tiff("<", [(0x0112, 3, 1, 6), (0x8769, 4, 1, 99_999)]))
    assert found == Exif(6, frozenset({"exif.invalid"}))


def test_nothing_stated():
    assert read_exif(tiff(">", [(0x010F, 3, 1, 1)])) == Exif(0)
    assert Exif().orientation == 1


def test_an_empty_gps_directory_is_no_position():
    extra = struct.pack("<H", 0)
    at = len(tiff("<", [(0x8825, 4, 1, 0)]))
    assert read_exif(tiff("<", [(0x8825, 4, 1, at)], extra)).flags == frozenset()


def test_xmp():
    assert read_xmp(b"") == Exif()
    assert read_xmp(b"<tiff:Orientation> 8 <") == Exif(8)
    assert read_xmp(b"tiff:Orientation='9'") == Exif()
    assert read_xmp(b"GCamera:MicroVideo").flags == {"motion_photo"}
    assert read_xmp(b"apdi:HDRGainMapVersion").flags == {"gainmap.ignored"}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("kind", "form"), [(1, "B"), (4, "I"), (6, "b"), (8, "h"), (9, "i")])
def test_an_orientation_of_any_integer_type_counts(order, kind, form):
    entry = struct.pack(order + "HHI" + form, 0x0112, kind, 1, 6).ljust(12, b"\0")
    mark = b"II*\0" if order == "<" else b"MM\0*"
    data = mark + struct.pack(order + "IH", 8, 1) + entry + bytes(4)
    assert read_exif(data) == Exif(6)
