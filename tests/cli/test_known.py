"""The options about known photos."""

import json

import cv2
import numpy as np
import pytest

from photocheck.checks.hash_index import HashIndex
from photocheck.cli import main

CHECKS = ["--check", "resolution", "--check", "duplicate"]


@pytest.fixture
def photo(tmp_path):
    noise = np.random.default_rng(0).integers(60, 200, (60, 80, 3), dtype=np.uint8)
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), cv2.resize(noise, (800, 600), interpolation=cv2.INTER_CUBIC))
    return str(path)


def reports(capsys, *arguments):
    main(["check", "--json", *arguments])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def duplicate_of(report):
    (found,) = [one for one in report["results"] if one["check"] == "duplicate"]
    return found


@pytest.mark.parametrize("checks", [[], CHECKS])
@pytest.mark.parametrize(
    ("option", "reason", "status"),
    [("--known-good", "duplicate.known_good", "warn"), ("--known-bad", "duplicate.known", "fail")],
)
def test_a_photo_that_was_remembered_is_known_again(
    photo, tmp_path, capsys, checks, option, reason, status
):
    index = str(tmp_path / "known.jsonl")
    (first,) = reports(capsys, photo, *checks, "--remember", index)
    assert duplicate_of(first)["status"] == "pass"
    (again,) = reports(capsys, photo, *checks, option, index)
    found = duplicate_of(again)
    assert (found["reason"], found["status"]) == (reason, status)
    assert found["measurements"]["of"] == photo
    assert {one["check"] for one in again["results"]} == {one["check"] for one in first["results"]}
    assert again["settings"]["checks"]["duplicate"][option[2:].replace("-", "_")] == "known.jsonl"


def test_an_index_grows_from_call_to_call_and_is_not_changed_by_looking(photo, tmp_path, capsys):
    index = tmp_path / "known.jsonl"
    for _ in range(2):
        assert main(["check", photo, *CHECKS, "--remember", str(index)]) == 0
    before = index.read_bytes() + b"[cut"
    index.write_bytes(before)
    assert len(HashIndex.read(index)) == 2
    main(["check", photo, *CHECKS, "--known-good", str(index)])
    assert index.read_bytes() == before


def test_sets_are_compared_too(photo, tmp_path, capsys):
    index = str(tmp_path / "known.jsonl")
    main(["check", photo, *CHECKS, "--remember", index])
    capsys.readouterr()
    main(["match", photo, "--category", "smartphone", "--json", "--known-bad", index])
    (report,) = json.loads(capsys.readouterr().out)["photos"]
    assert duplicate_of(report)["reason"] == "duplicate.known"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--known-good", "none.jsonl"], "argument --known-good: expected a file of known photos"),
        (["--known-bad", "{photo}"], "expected an index of hashes"),
        (
            ["--check", "blur", "--remember", "x.jsonl"],
            "argument --remember: expected --check duplicate",
        ),
    ],
)
def test_what_is_wrong_is_told(photo, capsys, arguments, words):
    given = [one.format(photo=photo) for one in arguments]
    assert main(["check", photo, *given]) == 2
    assert words in capsys.readouterr().err
