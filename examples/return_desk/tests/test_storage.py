"""Where photos lie: a folder, and a bucket through a client that acts as S3's does."""

from __future__ import annotations

import io

import pytest

from return_desk.storage import FolderStorage, S3Storage

NAME = "ab" * 16


class Bucket:
    """What of boto3's client is used."""

    class exceptions:
        class NoSuchKey(Exception):
            pass

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:
        self.objects[Bucket, Key] = Body

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, io.BytesIO]:
        if (Bucket, Key) not in self.objects:
            raise self.exceptions.NoSuchKey
        return {"Body": io.BytesIO(self.objects[Bucket, Key])}

    def delete_object(self, *, Bucket: str, Key: str) -> None:
        self.objects.pop((Bucket, Key), None)


@pytest.fixture(params=["folder", "bucket"])
def storage(request, tmp_path):
    if request.param == "folder":
        return FolderStorage(tmp_path / "photos")
    return S3Storage("photos", client=Bucket())


def test_what_was_saved_is_loaded_until_it_is_deleted(storage):
    storage.save(NAME, b"one")
    storage.save(NAME, b"two")
    assert storage.load(NAME) == b"two"
    storage.delete(NAME)
    storage.delete(NAME)
    with pytest.raises(FileNotFoundError):
        storage.load(NAME)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 31, "AB" * 16, NAME + "/x"])
def test_only_ids_of_uploads_are_names(storage, name):
    for act in (storage.load, storage.delete, lambda name: storage.save(name, b"x")):
        with pytest.raises(ValueError, match="id of an upload"):
            act(name)


def test_files_are_for_the_service_alone(tmp_path):
    storage = FolderStorage(tmp_path / "photos")
    storage.save(NAME, b"one")
    (file,) = (tmp_path / "photos").glob("*/*")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
