"""What files say of where their pictures came from."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import photocheck
from photocheck import DecodeError, SourceError, provenance_of
from photocheck.cli import main

STORE = b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03c2pa\x00"
AI = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def file_of(size=(320, 240), kind="JPEG", **exif):
    image = Image.fromarray(np.full((size[1], size[0], 3), 90, np.uint8))
    tags = image.getexif()
    for tag, value in exif.items():
        tags[int(tag[1:], 16)] = value
    out = io.BytesIO()
    image.save(out, kind, exif=tags)
    return out.getvalue()


def with_segment(jpeg, marker, body):
    return jpeg[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def test_a_camera_is_named_by_its_make_or_model():
    assert not provenance_of(file_of()).camera
    for kind in ("JPEG", "PNG", "WEBP"):
        found = provenance_of(file_of(kind=kind, x10F="Maker"))
        assert found.camera, kind
        assert found.notes == ()
    assert provenance_of(file_of(x110="Model 5")).camera
    assert not provenance_of(file_of(x112=6)).camera


def test_content_credentials_are_seen_and_what_they_say_of_ai():
    plain = file_of(x10F="Maker")
    store = b"JP\x00\x01\x00\x00\x00\x01\x00\x00\x01\x00jumb\x00\x00\x00\x26" + STORE
    signed = provenance_of(with_segment(plain, 0xEB, store))
    assert signed.notes == ("provenance.content_credentials",)
    made = provenance_of(with_segment(plain, 0xEB, store + AI))
    assert made.notes == ("provenance.made_by_ai", "provenance.content_credentials")


@pytest.mark.parametrize(
    ("kind", "ai"),
    [
        (b"trainedAlgorithmicMedia", True),
        (b"compositeWithTrainedAlgorithmicMedia", True),
        (b"digitalCapture", False),
        (b"algorithmicMedia", False),
    ],
)
def test_only_the_types_of_trained_models_are_made_by_ai(kind, ai):
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>digitalsourcetype/" + kind + b"</x:xmpmeta>"
    assert provenance_of(with_segment(file_of(), 0xE1, xmp)).made_by_ai is ai


def test_the_size_of_a_screen_counts_where_no_camera_is_named():
    screen = (1170, 2532)
    assert provenance_of(file_of(screen, "PNG")).screen_size
    assert provenance_of(file_of(screen[::-1], "PNG")).screen_size
    assert not provenance_of(file_of(screen, x10F="Maker")).screen_size
    assert not provenance_of(file_of((1170, 2500), "PNG")).screen_size


def test_no_report_hears_of_it():
    jpeg = with_segment(file_of((1200, 900)), 0xEB, STORE + AI)
    plain = photocheck.inspect(file_of((1200, 900)))
    report = photocheck.inspect(jpeg)
    assert (report.verdict, report.results) == (plain.verdict, plain.results)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([0xE1, 0xEB]))
def test_no_metadata_breaks_it(body, marker):
    exif = b"Exif\x00\x00II*\x00" + body
    found = provenance_of(with_segment(file_of(), marker, exif))
    assert isinstance(found.notes, tuple)


def test_pixels_state_nothing_and_no_picture_is_an_error(tmp_path):
    with pytest.raises(SourceError):
        provenance_of(tmp_path / "nowhere.jpg")
    with pytest.raises(DecodeError):
        provenance_of(np.zeros((9, 9, 3), np.uint8))
    with pytest.raises(DecodeError):
        provenance_of(b"no picture" * 20)


def test_the_command_prints_a_line_a_photo(tmp_path, capsys):
    (tmp_path / "a.jpg").write_bytes(file_of())
    (tmp_path / "b.jpg").write_bytes(b"no picture" * 20)
    assert main(["provenance", str(tmp_path / "a.jpg")]) == 0
    assert capsys.readouterr().out.endswith("a.jpg: provenance.no_camera\n")
    assert main(["provenance", "--json", str(tmp_path)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert '"notes": ["provenance.no_camera"]' in first
    assert '"error": "decode.' in second
