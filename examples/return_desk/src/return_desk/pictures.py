"""Pictures for the pages, drawn anew from the pixels: nothing else of the file gets out."""

from __future__ import annotations

import io
import json

from PIL import Image
from starlette.exceptions import HTTPException
from starlette.responses import Response

import photocheck
from return_desk.storage import Storage
from return_desk.tables import Upload
from returnflow import ReturnState
from returnflow.state import photos_of

_HEADERS = {"cache-control": "private, max-age=600"}


def response(storage: Storage, state: ReturnState, upload: Upload) -> Response:
    """A JPEG of about 1000 pixels without metadata, with the regions of its report drawn.

    Raises
    ------
    HTTPException
        404, if the pixels are gone or can't be read.
    """
    try:
        data = drawn(storage.load(upload.id), report_of(state, upload.sha256))
    except (FileNotFoundError, photocheck.PhotocheckError):
        raise HTTPException(404) from None
    return Response(data, media_type="image/jpeg", headers=_HEADERS)


def drawn(data: bytes, report: photocheck.Report | None) -> bytes:
    """The picture of a photo's bytes as a JPEG of its pixels alone.

    Raises
    ------
    photocheck.DecodeError
    """
    photo = photocheck.Photo.open(data)
    pixels = photo.rgb if report is None else photocheck.annotate(photo, report)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85)
    return out.getvalue()


def report_of(state: ReturnState, sha256: str) -> photocheck.Report | None:
    """The report of a photo, if it was judged; only what is to be improved keeps its regions."""
    known = photos_of(state).get(sha256)
    if known is None or not known[1].report:
        return None
    report = photocheck.Report.model_validate_json(json.dumps(known[1].report))
    problems = tuple(
        result if result in report.problems else result.model_copy(update={"regions": ()})
        for result in report.results
    )
    return report.model_copy(update={"results": problems})
