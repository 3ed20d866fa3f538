"""What holds for every format: which way is up, size, colours, depth, alpha, profiles, privacy."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

import photocheck
from photocheck.decode import FLAGS, WORKING_SIDE, Limits, Picture, open_picture

EXIF_FORMATS = ["JPEG", "PNG", "WEBP"]
FORMATS = [*EXIF_FORMATS, "AVIF"]
# How to store an upright picture so that each orientation turns it upright again.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
BEST = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 95},
}


def difference(one, other):
    return np.abs(np.asarray(one, int) - np.asarray(other, int)).mean()


def assert_shows(picture: Picture, expected, limit=4.0):
    """The working frame, the native picture and its luma show `expected`."""
    height, width = expected.shape[:2]
    assert (picture.width, picture.height) == (width, height)
    full, luma = picture.full(), picture.luma()
    assert full.shape == expected.shape
    assert luma.shape == (height, width)
    assert full.dtype == luma.dtype == np.uint8
    assert difference(full, expected) < limit
    assert difference(luma, cv2.cvtColor(expected, cv2.COLOR_RGB2GRAY)) < limit
    frame = picture.rgb
    size = (frame.shape[1], frame.shape[0])
    assert difference(frame, cv2.resize(expected, size, interpolation=cv2.INTER_AREA)) < limit


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_in_every_format(kind, orientation, make):
    upright = make.corners()
    stored = Image.fromarray(upright)
    if STORED[orientation] is not None:
        stored = stored.transpose(STORED[orientation])
    data = make.encode(stored, kind, exif=make.exif(orientation), **BEST.get(kind, {}))
    picture = open_picture(data)
    assert picture.format == kind
    assert picture.orientation == orientation
    assert_shows(picture, upright)


@pytest.mark.parametrize("name", ["plain", "irot", "exif_orientation", "second_is_primary"])
def test_heic_is_turned_by_its_container_only_and_shows_the_primary(name, make):
    picture = open_picture(make.data(f"{name}.heic"))
    assert (picture.format, picture.orientation) == ("HEIC", 1)
    assert_shows(picture, make.corners())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_large_picture_is_reduced_to_the_working_size(kind, make):
    expected = cv2.resize(make.corners(), (2500, 1100), interpolation=cv2.INTER_LINEAR)
    picture = open_picture(make.encode(expected, kind))
    assert abs(max(picture.rgb.shape) - WORKING_SIDE) <= 300
    assert_shows(picture, expected)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (1, 5), (7, 1), (1, 3000), (3000, 1)])
def test_tiny_and_narrow_pictures(kind, size, make):
    expected = np.full((*size, 3), (90, 120, 60), np.uint8)
    assert_shows(open_picture(make.encode(expected, kind)), expected)


@pytest.mark.parametrize("kind", EXIF_FORMATS)
@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_impossible_orientation_is_taken_as_upright(kind, value, make):
    picture = open_picture(make.encode(make.corners(), kind, exif=make.exif(value)))
    assert picture.orientation == 1
    assert "exif.invalid" in picture.flags


@pytest.mark.parametrize("kind", FORMATS)
def test_position_and_serial_number_are_noticed_and_go_nowhere(kind, make):
    block = make.exif(1, gps=True, serial=True)
    data = make.encode(make.textured(), kind, exif=block)
    picture = open_picture(data)
    assert {"exif.gps", "exif.serial_number"} <= set(picture.flags)
    report = photocheck.inspect(data)
    for text in (report.model_dump_json(), repr(report), repr(picture)):
        assert "SECRET" not in text
        for part in ("52.0", "13.0", "31.0"):
            assert f"({part}" not in text


@pytest.mark.parametrize("kind", FORMATS)
def test_xmp_is_searched_for_position_and_serial_number(kind, make):
    xmp = b'<x exif:GPSLatitude="52,31.2N" aux:SerialNumber="4711"/>'
    picture = open_picture(make.encode(make.textured(), kind, xmp=xmp))
    assert {"exif.gps", "exif.serial_number"} <= set(picture.flags)


@pytest.mark.parametrize("kind", EXIF_FORMATS)
@pytest.mark.parametrize("form", ['tiff:Orientation="6"', "><tiff:Orientation>6</tiff:Orientation"])
def test_orientation_in_xmp_counts_where_exif_states_none(kind, form, make):
    xmp = f"<x {form}/>".encode()
    stored = Image.fromarray(make.corners()).transpose(STORED[6])
    best = BEST.get(kind, {})
    turned = open_picture(make.encode(stored, kind, xmp=xmp, **best))
    assert_shows(turned, make.corners())
    stated = open_picture(make.encode(make.corners(), kind, xmp=xmp, exif=make.exif(1), **best))
    assert_shows(stated, make.corners())


def profile_of(name):
    if name == "sRGB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def swapped_profile():
    """An RGB profile whose red and green primaries are exchanged: impossible to overlook."""
    raw = bytearray(profile_of("sRGB"))
    tags = {}
    for index in range(int.from_bytes(raw[128:132], "big")):
        at = 132 + 12 * index
        tags[bytes(raw[at : at + 4])] = at
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    raw[red + 4 : red + 12], raw[green + 4 : green + 12] = (
        raw[green + 4 : green + 12],
        raw[red + 4 : red + 12],
    )
    return bytes(raw).replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!")


@pytest.mark.parametrize("kind", FORMATS)
def test_an_icc_profile_is_applied(kind, make):
    expected = np.ascontiguousarray(make.corners()[..., [1, 0, 2]])
    data = make.encode(make.corners(), kind, icc_profile=swapped_profile(), **BEST.get(kind, {}))
    picture = open_picture(data)
    assert "icc.converted" in picture.flags
    assert difference(picture.full(), expected) < 4
    assert difference(picture.rgb, expected) < 4


@pytest.mark.parametrize("kind", FORMATS)
def test_an_srgb_profile_changes_nothing(kind, make):
    picture = open_picture(make.encode(make.corners(), kind, icc_profile=profile_of("sRGB")))
    assert not {"icc.converted", "icc.invalid"} & set(picture.flags)


@pytest.mark.parametrize("kind", EXIF_FORMATS)
@pytest.mark.parametrize("profile", [b"x" * 40, b"x" * 400, profile_of("LAB"), bytes(range(200))])
def test_a_useless_profile_is_flagged(kind, profile, make):
    picture = open_picture(
        make.encode(make.corners(), kind, icc_profile=profile, **BEST.get(kind, {}))
    )
    assert "icc.invalid" in picture.flags
    assert_shows(picture, make.corners())


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("background", [(255, 255, 255), (10, 200, 90)])
def test_transparent_parts_show_the_background(kind, background, make):
    rgb = make.corners()
    alpha = np.full(rgb.shape[:2], 255, np.uint8)
    alpha[:, 64:] = 0
    data = make.encode(np.dstack([rgb, alpha]), kind, **BEST.get(kind, {}))
    picture = open_picture(data, Limits(background=background))
    rgb[:, 64:] = background
    assert "alpha.flattened" in picture.flags
    assert_shows(picture, rgb)


def test_transparency_of_heic(make):
    picture = open_picture(make.data("alpha.heic"))
    rgb = make.corners()
    rgb[:, 64:] = 255
    assert "alpha.flattened" in picture.flags
    assert_shows(picture, rgb)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_an_opaque_alpha_channel_is_not_worth_a_flag(kind, make):
    rgba = np.dstack([make.corners(), np.full((96, 128), 255, np.uint8)])
    assert "alpha.flattened" not in open_picture(make.encode(rgba, kind)).flags


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_the_first_frame_of_an_animation(kind, make):
    first = Image.fromarray(make.corners())
    others = [Image.fromarray(255 - make.corners()), first.rotate(180)]
    data = make.encode(first, kind, save_all=True, append_images=others, **BEST.get(kind, {}))
    picture = open_picture(data)
    assert "animation.first_frame" in picture.flags
    assert_shows(picture, make.corners())


@pytest.mark.parametrize("name", ["ten_bit", "ten_bit_grey"])
def test_heic_of_ten_bits_is_scaled(name, make):
    picture = open_picture(make.data(f"{name}.heic"))
    assert "depth.16bit" in picture.flags
    expected = make.corners()
    if name == "ten_bit_grey":
        expected[:] = np.linspace(0, 255, 128)[None, :, None]
    assert_shows(picture, expected)


def test_every_sound_file_is_read_and_its_flags_are_known(files):
    for name, data in files.items():
        picture = open_picture(data)
        assert set(picture.flags) <= set(FLAGS), name
        assert list(picture.flags) == sorted(picture.flags)
        assert not picture.rgb.flags.writeable
        assert not picture.luma().flags.writeable


def test_pillow_agrees(files):
    for name, data in files.items():
        if name != "heic":
            reference = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
            assert difference(open_picture(data).full(), reference) < 1.5, name
