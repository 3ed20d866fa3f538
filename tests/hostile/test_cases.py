"""Small files that were once read wrongly, kept outside of this repository in ``shared/cases``.

Where they are absent, these tests are skipped; what each shows is tested with made files, too.
"""

from pathlib import Path

import pytest

from photocheck import Photo

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the cases are not on this machine")


@pytest.mark.parametrize(
    ("name", "size", "flags"),
    [
        ("avif_clap/a.avif", (192, 256), ()),
        ("avif_ten_bit/a.avif", (384, 512), ("depth.16bit",)),
        ("exif_orientation_long/a.jpg", (384, 512), ()),
        ("gainmap_iso_only/a.jpg", (384, 512), ("gainmap.ignored",)),
        ("heic_exif_orientation_no_irot/a.heic", (768, 1024), ("exif.orientation_ignored",)),
        ("heic_mp4_appended/a.heic", (384, 512), ("motion_photo",)),
        ("heic_text_behind/a.heic", (384, 512), ("heif.trailing_data",)),
        ("icc_linear_srgb_name/gimp_linear_srgb.jpg", (768, 1024), ("icc.converted",)),
    ],
)
def test_what_is_seen_of_it(name, size, flags):
    photo = Photo.open(CASES / name)
    assert (photo.width, photo.height) == size
    assert photo.flags == flags


def test_a_picture_in_pq_is_as_bright_as_its_twin():
    deep = Photo.open(CASES / "heic_pq_nclx" / "smartphone_back_too_dark_pq.heic")
    plain = Photo.open(CASES / "heic_pq_nclx" / "smartphone_back_too_dark_sdr.jpg")
    assert deep.rgb.mean() == pytest.approx(plain.rgb.mean(), abs=3)
    assert deep.flags == ("depth.16bit", "hdr.tone_mapped")
