"""A photo: sources, sizes, frames, what it says of itself."""

import hashlib
import io
import os
import sys
import types
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import photocheck
from photocheck import DecodeError, Limits, Photo, SourceError
from photocheck.photo import read_source, source_name

RED = np.tile(np.array([200, 30, 10], np.uint8), (6, 9, 1))


def test_an_array_is_taken_as_it_is():
    photo = Photo.open(RED, name="red")
    assert np.array_equal(photo.rgb, RED)
    assert np.array_equal(photo.full(), RED)
    assert (photo.width, photo.height, photo.source) == (9, 6, "red")
    assert photo.sha256 == hashlib.sha256(RED.tobytes()).hexdigest()


def test_a_slice_of_an_array_is_taken_too():
    every_second = np.ascontiguousarray(RED[::2, ::2])
    photo = Photo.open(RED[::2, ::2])
    assert np.array_equal(photo.rgb, every_second)
    assert photo.sha256 == Photo.open(every_second).sha256


def test_the_photo_does_not_change_with_the_array():
    array = RED.copy()
    photo = Photo.open(array)
    before = photo.rgb.copy()
    array[:] = 0
    assert np.array_equal(photo.rgb, before)


@pytest.mark.parametrize("kind", ["rgb", "grey", "luma"])
def test_frames_are_read_only_and_the_same_at_each_call(kind, scene_jpeg):
    photo = Photo.open(scene_jpeg)
    frame = getattr(photo, kind)
    assert frame.dtype == np.uint8
    assert getattr(photo, kind) is frame
    with pytest.raises(ValueError, match="read-only"):
        frame[0, 0] = 1


def test_a_jpeg_has_the_pixels_of_its_scene(scene, scene_jpeg):
    photo = Photo.open(scene_jpeg)
    assert (photo.width, photo.height) == (1200, 900)
    assert photo.luma.shape == (900, 1200)
    assert photo.full().shape == (900, 1200, 3)
    assert np.abs(photo.full().astype(int) - scene).mean() < 5
    luma = cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY)
    assert np.abs(photo.luma.astype(int) - luma).mean() < 5


@pytest.mark.parametrize("factor", [1, 2, 4])
def test_the_working_frame_is_about_1000_px_and_never_enlarged(factor, scene, to_jpeg):
    large = np.kron(scene, np.ones((factor, factor, 1), np.uint8))
    for photo in (Photo.open(large), Photo.open(to_jpeg(large))):
        height, width = photo.rgb.shape[:2]
        assert 512 < width <= min(1200 * factor, 1400)
        assert height / width == pytest.approx(0.75, abs=0.005)
        assert (photo.width, photo.height) == (1200 * factor, 900 * factor)
        assert photo.grey.shape == (height, width)


def test_a_small_picture_is_not_enlarged():
    assert Photo.open(RED).rgb.shape == RED.shape


def test_grey_is_the_luma_of_the_working_frame():
    expected = round(0.299 * 200 + 0.587 * 30 + 0.114 * 10)
    assert np.abs(Photo.open(RED).grey.astype(int) - expected).max() <= 1


def test_a_photo_is_returned_as_it_is():
    photo = Photo.open(RED)
    assert Photo.open(photo) is photo


def test_what_a_report_says_of_it(scene_jpeg):
    info = Photo.open(scene_jpeg).info
    assert (info.format, info.width, info.height, info.orientation) == ("JPEG", 1200, 900, 1)


def test_its_repr_holds_no_path(scene_jpeg, tmp_path):
    path = tmp_path / "private.jpg"
    path.write_bytes(scene_jpeg)
    photo = Photo.open(path)
    assert repr(photo) == f"<Photo JPEG 1200x900 sha256={photo.sha256[:12]}>"


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4,), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 5), np.uint8),
        np.zeros((4, 4), np.uint16),
        np.zeros((2, 4, 4, 3), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((4, 0, 3), np.uint8),
        np.zeros((4, 4, 3), np.float64),
        np.zeros((4, 4, 3), np.int8),
        np.zeros((4, 4, 3), np.bool_),
    ],
    ids=lambda array: f"{array.shape}-{array.dtype}",
)
def test_another_array_is_refused_with_what_came(array):
    with pytest.raises(SourceError) as caught:
        Photo.open(array)
    assert caught.value.reason == "source.wrong_array"
    assert str(array.shape) in str(caught.value)
    assert str(array.dtype) in str(caught.value)


# Reading


def test_all_kinds_of_sources_give_the_bytes(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"12345")
    for source in (
        path,
        str(path),
        b"12345",
        bytearray(b"12345"),
        memoryview(b"12345"),
        io.BytesIO(b"12345"),
    ):
        assert read_source(source) == b"12345"


def test_the_names_of_sources(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"")
    with path.open("rb") as file:
        assert source_name(file) == str(path)
    assert source_name(path) == source_name(str(path)) == str(path)
    assert source_name(Photo.open(RED, name="red")) == "red"
    assert source_name(b"") is source_name(RED) is source_name(io.BytesIO()) is None


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "none.jpg", "source.not_found"),
        (lambda folder: folder, "source.directory"),
        (lambda folder: str(folder) + "\0", "source.unreadable"),
        (lambda folder: folder / ("x" * 5000), "source.unreadable"),
        (lambda folder: 5, "source.wrong_type"),
        (lambda folder: io.StringIO("text"), "source.wrong_type"),
    ],
    ids=["missing", "directory", "NUL", "long name", "number", "text file"],
)
def test_what_cannot_be_read_is_told(make, reason, tmp_path):
    with pytest.raises(SourceError, match="expected") as caught:
        read_source(make(tmp_path))
    assert caught.value.reason == reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(SourceError, match="regular file") as caught:
        Photo.open(tmp_path / "pipe.jpg")
    assert caught.value.reason == "source.not_a_file"


def test_a_file_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"12345")

    def refuse(*args, **kwargs):
        raise PermissionError("no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="PermissionError") as caught:
        read_source(path)
    assert caught.value.reason == "source.unreadable"


class Endless(io.RawIOBase):
    def __init__(self):
        self.asked = 0

    def read(self, size=-1):
        self.asked += size
        return b"x" * size


def test_too_many_bytes_are_refused_and_not_read(tmp_path):
    limits = Limits(max_bytes=1000)
    path = tmp_path / "large.jpg"
    path.write_bytes(b"x" * 1001)
    endless = Endless()
    for source in (path, b"x" * 1001, endless):
        with pytest.raises(DecodeError, match="at most 1,000 bytes") as caught:
            Photo.open(source, limits=limits)
        assert caught.value.reason == "decode.too_many_bytes"
    assert endless.asked <= 1001
    path.write_bytes(b"x" * 1000)
    assert len(read_source(path, limits)) == 1000


def test_a_file_that_was_read_before_is_rewound(scene_jpeg):
    file = io.BytesIO(scene_jpeg)
    first = Photo.open(file)
    assert file.tell() == len(scene_jpeg)
    assert Photo.open(file).sha256 == first.sha256
    file.seek(10)
    assert Photo.open(file).sha256 == first.sha256


def test_a_file_that_cannot_be_rewound_is_read_from_where_it_is(scene_jpeg):
    class Stream(io.RawIOBase):
        def __init__(self):
            self.rest = io.BytesIO(scene_jpeg)

        def readable(self):
            return True

        def read(self, size=-1):
            return self.rest.read(size)

        def tell(self):
            raise OSError

    assert Photo.open(Stream()).sha256 == Photo.open(scene_jpeg).sha256


@pytest.mark.parametrize("form", [bytearray, memoryview, lambda data: memoryview(bytearray(data))])
def test_bytes_like_sources_are_bytes(form, scene_jpeg):
    assert Photo.open(form(scene_jpeg)).sha256 == Photo.open(scene_jpeg).sha256


def test_grey_and_transparent_arrays_are_taken():
    rgb = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    grey = rgb[..., 0]
    for array in (grey, grey[..., None]):
        photo = Photo.open(array)
        assert photo.rgb.shape == (40, 60, 3)
        assert (photo.rgb == grey[..., None]).all()
    opaque = np.dstack([rgb, np.full((40, 60), 255, np.uint8)])
    assert (Photo.open(opaque).rgb == rgb).all()
    assert Photo.open(opaque).flags == ()
    clear = np.dstack([rgb, np.zeros((40, 60), np.uint8)])
    assert (Photo.open(clear, limits=Limits(background=(10, 20, 30))).rgb == (10, 20, 30)).all()
    assert Photo.open(clear).flags == ("alpha.flattened",)


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1", "I;16"])
def test_a_pillow_image_of_any_mode_is_taken(mode):
    rgb = np.zeros((40, 60, 3), np.uint8)
    rgb[:20] = 255
    image = Image.fromarray(rgb).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    photo = Photo.open(image)
    assert (photo.width, photo.height) == (60, 40)
    assert np.abs(photo.rgb.astype(int) - rgb).max() <= 2


def test_a_pillow_image_is_turned_as_its_exif_says(scene_jpeg):
    image = Image.open(io.BytesIO(scene_jpeg))
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    opened = Image.open(out)
    assert (Photo.open(opened).width, Photo.open(opened).height) == image.size[::-1]
    assert Photo.open(opened, name="a.jpg").source == "a.jpg"
    report = photocheck.inspect(opened)
    assert report.photo.orientation == 6
    assert report.sha256 == Photo.open(opened).sha256


def test_a_pillow_image_that_cannot_be_loaded_is_a_report(scene_jpeg):
    broken = Image.open(io.BytesIO(scene_jpeg[: len(scene_jpeg) // 2]))
    assert photocheck.inspect(broken).error.reason == "decode.damaged"


def test_a_pillow_that_another_thread_is_importing_is_no_matter(monkeypatch, scene_jpeg):
    monkeypatch.setitem(sys.modules, "PIL.Image", types.ModuleType("PIL.Image"))
    with pytest.raises(SourceError):
        Photo.open(object())
