"""`photocheck tune`: judged photos and their labels as a page to move limits on."""

import json
import os
import re

import cv2
import numpy as np
import pytest

from photocheck import Inspector
from photocheck.cli import main
from photocheck.cli.labels import Labels
from photocheck.errors import UsageError

CHECKS = ["--check", "resolution", "--check", "exposure"]


@pytest.fixture
def photos(tmp_path):
    """A folder with a good photo, a small one, a dark one and one that is no photo."""
    folder = tmp_path / "photos"
    folder.mkdir()
    noise = np.random.default_rng(0).integers(60, 200, (60, 80, 3), dtype=np.uint8)
    good = cv2.resize(noise, (800, 600), interpolation=cv2.INTER_CUBIC)
    for name, picture in {"good": good, "small": good[::-4, ::4].copy(), "dark": good // 9}.items():
        cv2.imwrite(str(folder / f"{name}.png"), picture)
    (folder / "broken.jpg").write_bytes(b"no picture at all")
    return folder


@pytest.fixture
def labels(tmp_path):
    def write(text, name="labels.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def tune(*arguments):
    return main(["tune", *map(str, arguments)])


def data_of(page):
    text = page.read_text(encoding="utf-8")
    return json.loads(text.split('id="data">')[1].split("</script>")[0])


def test_a_page_of_a_folder(photos, tmp_path, capsys):
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, *CHECKS) == 0
    assert capsys.readouterr().out == f"4 photos: 1 accept, 0 review, 3 retake; see {out}\n"
    data = data_of(out)
    assert [check["name"] for check in data["checks"]] == ["resolution", "exposure"]
    names = [photo["name"].rpartition("/")[2] for photo in data["photos"]]
    assert names == ["dark.png", "good.png", "small.png"]
    assert all(photo["picture"] for photo in data["photos"])
    assert data["unreadable"] == [None]
    assert data["profile"]["name"] == "standard"


def test_pictures_can_be_left_out(photos, tmp_path):
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, *CHECKS, "--no-thumbnails", "--workers", 1) == 0
    assert {photo["picture"] for photo in data_of(out)["photos"]} == {None}


def test_labels_by_the_tables_folder(photos, labels, tmp_path, capsys):
    table = labels(
        "\ufefffile, label,exposure,remark\nphotos/good.png,good,good,x\n"
        "photos/small.png,too small,good\nphotos/dark.png,,bad\nphotos/other.png,good,\n\n"
    )
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, "--labels", table, *CHECKS) == 0
    assert "; labels: 1 good, 1 bad; see" in capsys.readouterr().out
    data = data_of(out)
    assert [photo["good"] for photo in data["photos"]] == [None, True, False]
    resolution, exposure = data["checks"]
    assert resolution["good"] == [None, True, False]
    assert exposure["good"] == [False, True, True]
    assert data["unreadable"] == [None]


def test_names_that_are_no_text(photos, tmp_path):
    for name, content in (
        (b"\xffgood.png", (photos / "good.png").read_bytes()),
        (b"\xff.jpg", b"x"),
    ):
        (photos / os.fsdecode(name)).write_bytes(content)
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, *CHECKS) == 0
    data = data_of(out)
    assert len(data["unreadable"]) == 2
    assert any(photo["name"].endswith("good.png") for photo in data["photos"])


def test_another_word_for_good(photos, labels, tmp_path):
    table = labels(f"file,label\n{photos / 'good.png'},ok\n{photos / 'dark.png'},good\n")
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, "--labels", table, "--good", "ok", *CHECKS) == 0
    assert [photo["good"] for photo in data_of(out)["photos"]] == [False, True, None]


def test_paths_may_begin_at_the_present_folder(photos, labels, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    table = labels("file,label\ngood.png,good\n", "elsewhere/labels.csv")
    monkeypatch.chdir(photos)
    found = Labels(str(table), "good", ["blur"]).of(["good.png", "dark.png"])
    assert [label.good for label in found] == [True, None]


def test_the_page_says_what_the_command_check_says_by_a_saved_profile(photos, tmp_path, capsys):
    own = tmp_path / "own.json"
    own.write_text('{"name": "own", "settings": {"exposure": {"min_level": 1, "warn_level": 1}}}')
    out = tmp_path / "page.html"
    assert tune(photos, "--html", out, "--profile", own, *CHECKS) == 0
    told = re.search(r": (.*); see", capsys.readouterr().out)[1]
    main(["check", str(photos), "--profile", str(own), *CHECKS])
    assert capsys.readouterr().out.endswith(f"{told}\n")
    assert data_of(out)["profile"] == json.loads(own.read_text())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "--html"),
        (["--html", "{dir}"], "regular file"),
        (["--html", "{dir}/photos/good.png"], "another file"),
        (["--html", "{dir}/labels.csv", "--labels", "{dir}/labels.csv"], "another file"),
        (["--html", "{dir}/p.html", "--labels", "{dir}/none.csv"], "FileNotFoundError"),
        (["--html", "{dir}/p.html", "--labels", "{dir}/photos/good.png"], "UnicodeDecodeError"),
        (["--html", "{dir}/p.html", "--labels", "{dir}/labels.csv"], "got none of"),
        (["--html", "{dir}/p.html", "--profile", "harsh"], "lenient, standard, strict or a file"),
        (["--html", "{dir}/p.html", "--check", "smell"], "smell"),
        (["--html", "{dir}/p.html", "--workers", "0"], "at least 1"),
        (["--html", "{dir}/p.html", "--slot", "smartphone/back"], "--slot"),
    ],
)
def test_bad_usage_is_refused_before_any_work(
    photos, labels, tmp_path, capsys, monkeypatch, arguments, expected
):
    monkeypatch.setattr(Inspector, "inspect", None)
    table = labels("file,label\nother.png,good\n")
    before = (photos / "good.png").read_bytes(), table.read_bytes()
    assert tune(photos, *(each.format(dir=tmp_path) for each in arguments)) == 2
    error = capsys.readouterr().err
    assert expected in error
    assert error.count("\n") == 1
    assert ((photos / "good.png").read_bytes(), table.read_bytes()) == before
    assert not (tmp_path / "p.html").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "got none$"),
        ("name,label\na.png,good\n", "expected the columns 'file' and 'label'.*'name', 'label'"),
        ("file,smell\na.png,good\n", "expected the columns"),
        ("file,label\na.png,good\n./a.png,bad\n", r"two of '\./a\.png'"),
    ],
)
def test_tables_that_are_none(labels, text, expected):
    with pytest.raises(UsageError, match=expected):
        Labels(str(labels(text)), "good", ["blur"])


def test_names_that_no_file_can_have(labels, photos):
    table = labels(f"file,label\n{'x' * 5000},good\n{photos / 'good.png'},good\n")
    assert Labels(str(table), "good", []).of([str(photos / "good.png")])[0].good
