"""Profiles: which are used, and for which pixels."""

import io

import numpy as np
from PIL import Image, ImageCms

from photocheck.decode import Limits, from_array, icc


def srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def stated(profile, space):
    return profile[:16] + space + profile[20:]


PIXELS = np.random.default_rng(0).integers(0, 256, (5, 7, 3)).astype(np.uint8)


def test_srgb_is_left_alone():
    assert icc.to_srgb(PIXELS, srgb()) is PIXELS


def test_what_can_not_be_used():
    for profile in (b"", bytes(200), srgb()[:100], bytes(4_000_001), stated(srgb(), b"GRAY")):
        assert icc.to_srgb(PIXELS, profile) is None
    assert icc.to_srgb(np.zeros((3, 3, 4), np.uint8), srgb()) is None
    assert icc.to_srgb(np.zeros((3, 3, 4), np.uint8), stated(srgb(), b"CMYK")) is None


def test_few_transforms_are_kept():
    for index in range(2 * icc._KEPT):
        icc.to_srgb(PIXELS, srgb() + bytes(index))
    assert len(icc._local.kept) <= icc._KEPT


def test_other_primaries_as_pillow_converts_them():
    raw = bytearray(srgb().replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!"))
    at = raw.index(b"rXYZ")
    offset = int.from_bytes(raw[at + 4 : at + 8], "big")
    raw[offset + 10] ^= 0x10
    profile = bytes(raw)
    expected = ImageCms.profileToProfile(
        Image.fromarray(PIXELS),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
    )
    converted = icc.to_srgb(PIXELS, profile)
    assert converted is not PIXELS
    assert np.array_equal(converted, np.asarray(expected))


def test_a_picture_of_an_array():
    pixels = np.ascontiguousarray(np.broadcast_to(PIXELS[:1, :1], (1500, 40, 3)))
    picture = from_array(pixels, Limits())
    assert (picture.format, picture.width, picture.height) == ("ARRAY", 40, 1500)
    assert picture.rgb.shape == (1024, 27, 3)
    assert np.array_equal(picture.full(), pixels)
    assert picture.luma().shape == (1500, 40)
