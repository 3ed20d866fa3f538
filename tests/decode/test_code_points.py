"""Pictures in high dynamic range are not read as if they were sRGB."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck.decode import open_picture
from photocheck.decode.code_points import HLG, PQ, CodePoints, from_code_points
from photocheck.decode.heif_properties import Property, associations, properties_of, tiles_of

GREYS = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, 2)
SRGB, BT2020, P3 = 1, 9, 12


def linear(code):
    value = code / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def pq(nits):
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    power = (nits / 10_000) ** m1
    return ((c1 + c2 * power) / (1 + c3 * power)) ** m2


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("primaries", [SRGB, BT2020, P3])
def test_greys_stay_grey_and_in_order(transfer, primaries):
    shown = from_code_points(GREYS, CodePoints(primaries, transfer)).astype(int)
    assert np.ptp(shown, axis=2).max() <= 1
    assert (np.diff(shown[0, :, 0]) >= 0).all()
    assert shown[0, 0].max() == 0
    assert shown[0, -1].min() >= 250


@given(st.integers(0, 200))
def test_what_pq_shows_is_the_light_of_the_scene(code):
    """The light that sRGB means by a code, a white page being 203 cd/m², comes back as that code."""
    stored = np.full((1, 1, 3), round(255 * pq(203 * linear(code))), np.uint8)
    shown = int(from_code_points(stored, CodePoints(SRGB, PQ))[0, 0, 0])
    assert shown == pytest.approx(code, abs=6)  # eight bits of PQ are coarse


@pytest.mark.parametrize("white", [255, 200])
def test_a_picture_is_as_bright_as_its_standard_twin(white):
    """Also a blown one: its white must stay above what counts as clipped, 250."""
    twin = np.clip(GREYS.astype(int) * 2, 0, white).astype(np.uint8)
    codes = np.round(255 * pq(203 * np.array([linear(code) for code in range(256)])))
    shown = from_code_points(codes.astype(np.uint8)[twin], CodePoints(SRGB, PQ))
    assert shown.mean() == pytest.approx(twin.mean(), abs=3)
    assert (shown[twin == 255] >= 250).all()


def test_three_quarters_of_hlg_is_a_white_page():
    page = np.full((1, 1, 3), 191, np.uint8)
    assert from_code_points(page, CodePoints(BT2020, HLG)).mean() == pytest.approx(252, abs=2)


def test_linear_light_is_encoded():
    middle = np.full((1, 1, 3), 55, np.uint8)
    assert from_code_points(middle, CodePoints(SRGB, 8)).mean() == pytest.approx(128, abs=2)


def test_wide_primaries_are_more_colourful_than_they_look():
    red = np.array([[[200, 60, 60]]], np.uint8)
    shown = from_code_points(red, CodePoints(P3, 13))[0, 0].astype(int)
    assert shown[0] > 200
    assert shown[1] < 60


@pytest.mark.parametrize("transfer", [1, 2, 6, 13, 14, 15])
def test_what_can_be_taken_as_srgb_is_left_alone(transfer):
    assert from_code_points(GREYS, CodePoints(SRGB, transfer)) is GREYS


def with_chunk(png, name, body):
    chunk = struct.pack(">I", len(body)) + name + body
    chunk += struct.pack(">I", zlib.crc32(name + body))
    return png[:33] + chunk + png[33:]  # behind the header


def test_a_png_in_pq_is_tone_mapped():
    grey = np.full((64, 64, 3), round(255 * pq(203 * linear(120))), np.uint8)
    png = cv2.imencode(".png", grey)[1].tobytes()
    plain = open_picture(png)
    assert plain.flags == ()
    mapped = open_picture(with_chunk(png, b"cICP", bytes([BT2020, PQ, 0, 1])))
    assert mapped.flags == ("hdr.tone_mapped",)
    assert mapped.rgb.mean() == pytest.approx(120, abs=4)
    assert mapped.full().mean() == pytest.approx(mapped.rgb.mean(), abs=1)
    assert mapped.luma().mean() == pytest.approx(mapped.rgb.mean(), abs=1)
    same = open_picture(with_chunk(png, b"cICP", bytes([SRGB, 13, 0, 1])))
    assert (same.rgb == plain.rgb).all()
    assert same.flags == ()


def nclx(primaries, transfer):
    return Property(b"colr", b"nclx" + struct.pack(">HHHB", primaries, transfer, 9, 128))


def ispe(width, height):
    return Property(b"ispe", bytes(4) + struct.pack(">II", width, height))


def clap(wide, high, across=0, down=0):
    return Property(b"clap", struct.pack(">IIIIiIiI", wide, 1, high, 1, across, 1, down, 1))


def test_properties_are_those_of_the_primary_picture():
    listed = [nclx(1, 13), nclx(9, 16), ispe(100, 80), clap(50, 40)]
    found = properties_of(2, listed, {1: [1], 2: [2, 3, 4]})
    assert found.code_points == CodePoints(9, 16)
    assert found.clean_aperture == (25, 20, 75, 60)
    assert not found.turned
    assert properties_of(1, listed, {1: [1]}).clean_aperture is None


def test_a_grid_is_told_by_its_tiles_and_not_by_its_gain_map():
    profile = Property(b"colr", b"prof" + bytes(20))
    listed = [profile, nclx(9, 16), nclx(12, 13)]
    grid, tile, gain_map = 1, 2, 3
    reference = struct.pack(">I4sHHH", 14, b"dimg", grid, 1, tile)
    thumbnail = struct.pack(">I4sHHH", 14, b"thmb", 9, 1, grid)
    tiles = tiles_of(bytes(4) + thumbnail + reference)
    assert tiles == {grid: [tile]}
    bare = properties_of(grid, listed, {tile: [3], gain_map: [2]}, tiles[grid])
    assert bare.code_points == CodePoints(12, 13)
    own = properties_of(grid, listed, {grid: [1], tile: [3], gain_map: [2]}, tiles[grid])
    assert own.code_points is None


@given(st.binary(max_size=200))
def test_any_references_are_read(body):
    assert all(item < 2**32 for own in tiles_of(body).values() for item in own)


@given(st.integers(1, 100), st.integers(1, 80), st.integers(-60, 60), st.integers(-60, 60))
def test_a_clean_aperture_lies_within_the_picture_or_is_none(wide, high, across, down):
    listed = [ispe(100, 80), clap(wide, high, across, down)]
    edges = properties_of(1, listed, {1: [1, 2]}).clean_aperture
    if edges is not None:
        left, top, right, bottom = edges
        assert 0 <= left < right <= 100
        assert 0 <= top < bottom <= 80
        assert abs(right - left - wide) <= 1
        assert abs(bottom - top - high) <= 1


def test_depth_is_told_by_pixi_or_the_codec():
    deep = Property(b"pixi", bytes(4) + bytes([3, 10, 10, 10]))
    assert properties_of(1, [deep], {1: [1]}).deep
    assert properties_of(1, [Property(b"av1C", bytes([0x81, 0, 0x40, 0]))], {1: [1]}).deep
    assert not properties_of(1, [Property(b"pixi", bytes(4) + b"\x03\x08\x08\x08")], {1: [1]}).deep


@given(st.binary(max_size=200))
def test_any_associations_are_read(body):
    found = associations(body)
    numbers = [number for own in found.values() for number in own]
    assert all(0 <= number < 2**15 for number in numbers)
    properties_of(min(found, default=None), [nclx(1, 1)], found)


@pytest.mark.parametrize(
    ("xmp", "turned"),
    [
        (b'<rdf:RDF><rdf:Description tiff:Orientation="6"/></rdf:RDF>', 6),
        (b"<rdf:RDF><rdf:Description><tiff:Orientation>8</tiff:Orientation>", 8),
        (
            (
                b"<rdf:RDF><rdf:Description><xmpMM:Ingredients><rdf:Bag><rdf:li>"
                b'<rdf:Description tiff:Orientation="6"/></rdf:li></rdf:Bag>'
                b"</xmpMM:Ingredients></rdf:Description></rdf:RDF>"
            ),
            0,
        ),
    ],
)
def test_only_the_pictures_own_description_turns_it(xmp, turned):
    from photocheck.decode.exif import read_xmp

    assert read_xmp(xmp).stated == turned
