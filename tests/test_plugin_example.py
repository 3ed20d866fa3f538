"""The example plug-in: built, installed, found, run, and true to the contract."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "docs" / "plugin-example"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the example plug-in installed in it, without the network."""
    target = tmp_path_factory.mktemp("plugin")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([*command, *options, str(EXAMPLE)], check=True, capture_output=True, text=True)
    return target


def run_with(installed, *arguments):
    """The output of a Python process that sees the plug-in."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_registry_finds_it_and_can_leave_it_out(installed):
    code = (
        "import json; from photocheck import Registry; print(json.dumps("
        "[Registry.installed().names, Registry.installed(blocked=['sticker']).names]))"
    )
    found, blocked = json.loads(run_with(installed, "-c", code))
    assert found == [*blocked, "sticker"]


def test_the_command_line_lists_it(installed):
    listed = run_with(installed, "-m", "photocheck", "checks")
    assert "sticker" in listed
    assert "max_area" in listed


def test_it_runs_beside_the_built_in_checks(installed):
    code = """
import numpy as np, photocheck
photo = np.full((600, 800, 3), 70, np.uint8)
photo[200:300, 300:450] = 250, 210, 20
report = photocheck.inspect(photo, language="de")
print(report.model_dump_json())
"""
    report = json.loads(run_with(installed, "-c", code))
    assert report["results"][-1]["check"] == "sticker"
    sticker = report["results"][-1]
    assert sticker["status"] == "warn"
    assert sticker["message"].startswith("Ein Aufkleber klebt")
    (region,) = sticker["regions"]
    assert region["x"] == pytest.approx(300 / 800, abs=0.02)
    assert region["y"] == pytest.approx(200 / 600, abs=0.02)


def test_its_own_tests_pass(installed):
    run_with(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests"))


def test_nothing_is_left_behind_in_its_source():
    assert {path.name for path in EXAMPLE.iterdir()} - {"__pycache__"} == {
        "README.md",
        "pyproject.toml",
        "src",
        "tests",
    }
