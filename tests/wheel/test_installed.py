"""What a user has who installs the wheel; ``make test`` runs this where it is installed."""

import email
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

BUILT = os.environ.get("PHOTOCHECK_BUILT")  # the folder that environment.py was given
pytestmark = pytest.mark.skipif(BUILT is None, reason="`make test` runs it on the built wheel")


def built(pattern):
    (found,) = Path(BUILT).glob(pattern)
    return found


def test_both_packages_are_those_of_the_wheel():
    import photocheck
    import returnflow

    own = Path(sysconfig.get_path("purelib"))
    for package in (photocheck, returnflow):
        assert Path(package.__file__).is_relative_to(own)
    assert metadata.distribution("photocheck").locate_file("") == own


def test_a_photo_is_judged_and_its_view_told():
    import numpy as np

    import photocheck

    report = photocheck.inspect(np.full((600, 800, 3), 128, np.uint8))
    assert report.verdict
    assert report.view is not None
    assert report.settings.model is not None
    assert photocheck.match([], category="laptop").missing


@pytest.mark.parametrize("command", ["photocheck", "returnflow"])
def test_the_commands_are_there(command):
    program = Path(sys.executable).with_name(command)
    ran = subprocess.run([program, "--help"], capture_output=True, check=True, text=True)
    assert command in ran.stdout


def test_a_page_is_written(tmp_path):
    import cv2
    import numpy as np

    noise = np.random.default_rng(0).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "noise.png"), noise)
    program = Path(sys.executable).with_name("photocheck")
    ran = subprocess.run(
        [program, "report", "noise.png", "--html", "page.html", "--json"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.stderr == b""
    assert json.loads(ran.stdout)["source"] == "noise.png"
    assert "noise.png" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_wheel_says_who_made_it_and_under_which_licences():
    with zipfile.ZipFile(built("*.whl")) as wheel:
        names = wheel.namelist()
        (place,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(wheel.read(place))
    assert told["Author"] or told["Author-email"]
    files = told.get_all("License-File")
    assert {Path(file).name for file in files} >= {
        "LICENSE", "dejavu.txt", "tracking_number_data.txt",
    }  # fmt: skip
    assert all(f"{place.removesuffix('METADATA')}licenses/{file}" in names for file in files)
    assert told["License-Expression"].startswith("Apache-2.0 AND ")


def test_the_index_shows_no_relative_link():
    described = metadata.metadata("photocheck").get_payload()
    assert "# photocheck" in described
    for part in described.split("](")[1:]:
        assert part.startswith(("https://", "http://", "#", "mailto:")), part[:40]


def test_the_wheel_holds_the_packages_and_what_they_read():
    with zipfile.ZipFile(built("*.whl")) as wheel:
        names = wheel.namelist()
    assert {name.partition("/")[0] for name in names} == {
        "photocheck", "returnflow", f"photocheck-{metadata.version('photocheck')}.dist-info",
    }  # fmt: skip
    for needed in ("photocheck/__init__.pyi", "photocheck/py.typed", "photocheck/view/view.onnx"):
        assert needed in names


def test_the_source_distribution_has_no_samples_and_no_studio():
    with tarfile.open(built("*.tar.gz")) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"src", "docs", "pyproject.toml", "LICENSE", "README.md"} <= tops
    assert not {"samples", "studio", "training", "tests"} & tops
