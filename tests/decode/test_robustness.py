"""Cut, changed and random bytes: a picture or a `DecodeError`, and no damage unnoticed where it can be."""

import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photocheck import DecodeError
from photocheck.decode import DAMAGE_FLAGS, FLAGS, REASONS, Limits, open_picture
from photocheck.decode import picture as picture_module
from photocheck.decode.sniff import sniff

NAMES = [
    "baseline",
    "progressive",
    "restarts",
    "grey",
    "cmyk",
    "png",
    "png palette",
    "webp",
    "webp lossless",
    "avif",
    "heic",
]
MARKS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x40\0\0\0WEBP",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypavif",
]
QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def known_reason(error):
    assert error.reason in REASONS
    assert error.detail
    return error.reason


def outcome(data, limits=None):
    """The picture, with all of it decoded, or the reason for refusing it."""
    try:
        picture = open_picture(data, limits)
        full, luma = picture.full(), picture.luma()
    except DecodeError as error:
        return known_reason(error)
    assert set(picture.flags) <= set(FLAGS)
    assert full.shape == (picture.height, picture.width, 3)
    assert luma.shape == (picture.height, picture.width)
    return picture


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_file_is_refused_flagged_or_whole(name, share, files):
    data = files[name]
    found = outcome(data[: int(share * len(data))])
    if not isinstance(found, str):
        assert found.flags
        # What is read of a cut file is either marked as damaged or has all its pixels.
        whole = open_picture(data)
        same = np.array_equal(found.full(), whole.full())
        assert same or DAMAGE_FLAGS & set(found.flags)


@pytest.mark.parametrize("name", ["baseline", "restarts", "grey", "cmyk"])
def test_no_cut_within_the_compressed_pixels_of_a_jpeg_is_read(name, files):
    data = files[name]
    start = data.index(b"\xff\xda")
    for end in range(start, len(data) - 12, max(1, (len(data) - start) // 60)):
        for closing in (b"", b"\xff\xd9"):
            assert isinstance(outcome(data[:end] + closing), str), end


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(
    edits=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=5
    )
)
def test_changed_bytes(name, edits, files):
    data = bytearray(files[name])
    for share, new in edits:
        at = int(share * len(data))
        data[at : at + len(new)] = new
    outcome(bytes(data), Limits(max_pixels=1_000_000))


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(at=st.floats(0, 1), to=st.floats(0, 1), new=st.binary(max_size=30))
def test_bytes_left_out_or_put_in(name, at, to, new, files):
    data = files[name]
    first, second = sorted((int(at * len(data)), int(to * len(data))))
    outcome(data[:first] + new + data[second:], Limits(max_pixels=1_000_000))


@settings(QUICK, max_examples=300)
@given(mark=st.sampled_from([b"", *MARKS]), data=st.binary(max_size=400))
def test_random_bytes(mark, data):
    outcome(mark + data, Limits(max_pixels=1_000_000))


@pytest.mark.parametrize("mark", MARKS)
def test_nothing_but_the_signature(mark):
    assert isinstance(outcome(mark), str)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "decode.empty"),
        (b"\0", "decode.not_an_image"),
        (b"hello, this is no picture", "decode.not_an_image"),
        (b"GIF89a" + bytes(20), "decode.unsupported"),
        (b"%PDF-1.7", "decode.unsupported"),
        (b"II*\0" + bytes(20), "decode.unsupported"),
        (b"\0\0\0\x14ftypisom\0\0\0\0mp42", "decode.unsupported"),
    ],
)
def test_what_is_no_picture_of_ours(data, reason):
    assert outcome(data) == reason
    with pytest.raises(DecodeError):
        sniff(data)


def test_limits(files):
    for data in files.values():
        assert outcome(data, Limits(max_pixels=1000)) == "decode.too_many_pixels"
        assert outcome(data, Limits(max_bytes=len(data) - 1)) == "decode.too_many_bytes"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "decode.too_many_pixels"),
        (RecursionError(), "decode.damaged"),
        (SystemError("decoder"), "decode.damaged"),
    ],
)
def test_whatever_a_decoder_raises_becomes_one_error(error, reason):
    def decode():
        raise error

    with pytest.raises(DecodeError) as caught:
        picture_module.guarded(decode)
    assert caught.value.reason == reason


def test_several_threads_at_once(files):
    expected = {name: open_picture(data).full() for name, data in files.items()}
    wrong = []

    def work():
        for name, data in files.items():
            if not np.array_equal(open_picture(data).full(), expected[name]):
                wrong.append(name)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_one_picture_in_several_threads(files):
    picture = open_picture(files["cmyk"])
    found = []
    threads = [threading.Thread(target=lambda: found.append(picture.luma())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[0], other) for other in found)
