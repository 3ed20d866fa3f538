"""Where photos lie: a folder, or anything else that can save, load and delete bytes by name."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

_NAME = re.compile(r"[0-9a-f]{32}")


class Storage(Protocol):
    """Bytes by the id of an upload."""

    def save(self, name: str, data: bytes) -> None:
        """Keep; what lay under the name before is replaced."""

    def load(self, name: str) -> bytes:
        """Give back.

        Raises
        ------
        FileNotFoundError
        """

    def delete(self, name: str) -> None:
        """Forget; nothing happens where there is nothing."""


class FolderStorage:
    """Files in a folder, readable by the service's own user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def save(self, name: str, data: bytes) -> None:
        """Write the whole file or none: it gets its name when all of it is on the disk."""
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)

    def load(self, name: str) -> bytes:
        """Read the file."""
        return self._path(name).read_bytes()

    def delete(self, name: str) -> None:
        """Remove the file."""
        with suppress(FileNotFoundError):
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / _checked(name)[:2] / name


class S3Storage:
    """Objects in a bucket of S3 or of a service that speaks its protocol (``AWS_ENDPOINT_URL``)."""

    def __init__(self, bucket: str, client: Any = None) -> None:
        if client is None:
            import boto3  # noqa: PLC0415 - the extra "s3"

            client = boto3.client("s3")
        self._bucket, self._client = bucket, client

    def save(self, name: str, data: bytes) -> None:
        """Put the object."""
        self._client.put_object(Bucket=self._bucket, Key=_checked(name), Body=data)

    def load(self, name: str) -> bytes:
        """Get the object."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=_checked(name))
        except self._client.exceptions.NoSuchKey:
            raise FileNotFoundError(name) from None
        data: bytes = found["Body"].read()
        return data

    def delete(self, name: str) -> None:
        """Delete the object."""
        self._client.delete_object(Bucket=self._bucket, Key=_checked(name))


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"expected the id of an upload, got {len(name)} other characters")
    return name
