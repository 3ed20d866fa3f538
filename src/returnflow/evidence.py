"""The evidence bundle: one zip with everything a dispute needs, and whether it was changed since.

``manifest.json`` has the SHA-256 of every other file; the digest of the manifest itself, which
`make` returns, belongs into the service's own records: only with it can `verify` tell that nobody
rewrote the whole bundle.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime, timezone
from importlib import metadata
from typing import NamedTuple

from returnflow import evidence_page
from returnflow.errors import EvidenceError
from returnflow.flow import ReturnFlow
from returnflow.model import Model
from returnflow.state import ReturnState, photos_of

SCHEMA = "returnflow.evidence/1"

MAX_BYTES = 1 << 30
"""Unpacked size above which a bundle is not read."""

_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(KeyError, ValueError, TypeError, RuntimeError, OSError, EOFError),
)
"""What reading a damaged zip or manifest may raise."""

MAX_MANIFEST = 1 << 24
"""Size above which a manifest is not read; it is the one file that is held as a whole."""


class Evidence(NamedTuple):
    """The zip's bytes, and the digest to keep elsewhere."""

    data: bytes
    digest: str


class Verification(Model):
    """What `verify` found. `sealed` is None where no digest was given to compare with."""

    ok: bool
    sealed: bool | None
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def make(
    flow: ReturnFlow,
    state: ReturnState,
    *,
    now: datetime,
    files: Mapping[str, bytes] | None = None,
    language: str = "en",
) -> Evidence:
    """Pack a return. Holds the answers, IMEI and order number among them, but never a PIN.

    Parameters
    ----------
    flow : ReturnFlow
    state : ReturnState
    now : datetime
        With a time zone.
    files : mapping, optional
        The pictures' bytes by SHA-256, if the service kept them; the page shows them small, with
        what was found in them.
    language : str
        Of the page to read.

    Raises
    ------
    EvidenceError
        If a picture is not the one that its hash names, or `now` has no time zone.
    """
    if now.utcoffset() is None:
        raise EvidenceError("evidence.no_zone", "expected a time with a zone, got one without")
    state = state.without_secrets()
    photos = photos_of(state)
    contents = {"state.json": state.json_text().encode()}
    for sha256, (_, photo, _) in photos.items():
        contents[f"reports/{sha256}.json"] = json.dumps(photo.report, sort_keys=True).encode()
    for sha256, data in (files or {}).items():
        if sha256 not in photos or hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceError(
                "evidence.other_photo", f"expected the picture {sha256[:12]}, got another"
            )
        contents[f"photos/{sha256}"] = data
    page = evidence_page.page(flow, state, made=now, files=files or {}, language=language)
    contents["index.html"] = page.encode()
    manifest = {
        "schema": SCHEMA,
        "return": state.id,
        "made_at": now.astimezone(timezone.utc).isoformat(),
        "spec": {"id": flow.spec.id, "sha256": flow.spec.digest()},
        "library": metadata.version("photocheck"),
        "photos": [
            {
                "sha256": sha256,
                "step": step,
                "at": at.isoformat(),
                "verdict": photo.verdict,
                "report": f"reports/{sha256}.json",
            }
            for sha256, (step, photo, at) in photos.items()
        ],
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
    }
    text = json.dumps(manifest, indent=1).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, data in {"manifest.json": text, **contents}.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            bundle.writestr(info, data, zipfile.ZIP_DEFLATED)
    return Evidence(out.getvalue(), hashlib.sha256(text).hexdigest())


def verify(data: bytes, digest: str | None = None) -> Verification:
    """Whether every file in a bundle is as it was made.

    The files count, not the zip around them: a comment, a time stamp or bytes before and after it
    change nothing that was said.

    Raises
    ------
    EvidenceError
        If it is no evidence bundle, or one too large to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            names = bundle.namelist()
            text, files = _manifest(bundle)
            altered = tuple(
                name for name in files if name in names and _differs(bundle, name, files[name])
            )
    except _DAMAGE as error:
        raise EvidenceError(
            "evidence.damaged", f"expected an evidence bundle, got {type(error).__name__}"
        ) from None
    missing = tuple(name for name in files if name not in names)
    added = tuple(name for name in names if name not in files and name != "manifest.json")
    sealed = None if digest is None else hashlib.sha256(text).hexdigest() == digest
    return Verification(
        ok=not (altered or missing or added) and sealed is not False,
        sealed=sealed,
        altered=altered,
        missing=missing,
        added=added,
    )


def _manifest(bundle: zipfile.ZipFile) -> tuple[bytes, dict[str, str]]:
    if sum(info.file_size for info in bundle.infolist()) > MAX_BYTES:
        raise EvidenceError("evidence.too_large", f"expected at most {MAX_BYTES} bytes")
    if len(set(bundle.namelist())) < len(bundle.namelist()):
        raise EvidenceError("evidence.damaged", "expected each file once, got one twice")
    if bundle.getinfo("manifest.json").file_size > MAX_MANIFEST:
        raise EvidenceError("evidence.too_large", f"expected a manifest of {MAX_MANIFEST} bytes")
    text = bundle.read("manifest.json")
    manifest = json.loads(text)
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise EvidenceError("evidence.schema", f"expected {SCHEMA}, got something else")
    return text, {str(name): str(digest) for name, digest in dict(manifest["files"]).items()}


def _differs(bundle: zipfile.ZipFile, name: str, digest: str) -> bool:
    if stat.S_ISLNK(bundle.getinfo(name).external_attr >> 16):
        return True  # would be unpacked as a pointer to another file
    found = hashlib.sha256()
    try:
        with bundle.open(name) as file:  # in pieces: a small zip may unpack to a gigabyte
            while piece := file.read(1 << 20):
                found.update(piece)
    except _DAMAGE:
        return True
    return found.hexdigest() != digest
