"""A photo with the regions that its report names drawn over it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.errors import PhotocheckError
from photocheck.pages.overlay import THUMBNAIL_SIDE, Mark, frames, labels, thumbnail_jpeg
from photocheck.photo import Photo, Source
from photocheck.printable import printable
from photocheck.report import Report

_FRAME_SIDE = 480  # px, the long side of the empty frame that stands for a picture not at hand
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_WHITE = (255, 255, 255)


def annotate(photo: Source, report: Report) -> NDArray[np.uint8]:
    """The picture with the regions of a report drawn, each in its check's colour, and named.

    A name stands beside its first region, or in its corner where there is no room.

    Parameters
    ----------
    photo : path, bytes, binary file object, array, Pillow image, or Photo
        The photo that the report is of.
    report : Report

    Returns
    -------
    H×W×3 uint8
        sRGB, upright, of the working frame's size (a long side of about 1000 pixels).

    Raises
    ------
    SourceError
        If there is no such file, or the source is of none of these kinds.
    DecodeError
        If the file is no picture that can be judged.
    """
    picture = np.array(Photo.open(photo).rgb)
    _draw(picture, report)
    return picture


def report_html(report: Report) -> str:
    """A report for a notebook: the picture with its regions, and what is wrong.

    The picture is read from the file that the report names. Where that is not the photo that was
    judged, or there is none, an empty frame of the photo's shape shows the regions.
    """
    lines = [f"<b>{escape(report.verdict.value)}</b>"]
    if report.error is not None:
        lines.append(escape(printable(report.error.message)))
    lines += [
        f"{escape(result.status.value)} · {escape(result.check)}: "
        f"{escape(printable(result.message))}"
        for result in report.problems
    ]
    shown = _picture_of(report)
    figure = ""
    if shown is not None:
        jpeg, width, height = thumbnail_jpeg(shown)
        data = base64.b64encode(jpeg).decode("ascii")
        figure = (
            f'<img src="data:image/jpeg;base64,{data}" width="{width}" height="{height}" alt="">'
        )
    return f"<div>{figure}<p>{'<br>'.join(lines)}</p></div>"


def _picture_of(report: Report) -> NDArray[np.uint8] | None:
    if report.photo is None:
        return None
    picture = _judged_pixels(report)
    if picture is None:
        scale = _FRAME_SIDE / max(report.photo.width, report.photo.height)
        size = (
            max(1, round(report.photo.height * scale)),
            max(1, round(report.photo.width * scale)),
        )
        picture = np.full((*size, 3), 235, np.uint8)
    _draw(picture, report)
    return picture


def _judged_pixels(report: Report) -> NDArray[np.uint8] | None:
    if report.source is None:
        return None
    try:
        data = Path(report.source).read_bytes()
        if hashlib.sha256(data).hexdigest() != report.sha256:
            return None
        return np.array(Photo.open(data).rgb)
    except (OSError, ValueError, PhotocheckError):
        return None


def _draw(picture: NDArray[np.uint8], report: Report) -> None:
    height, width = picture.shape[:2]
    long = max(height, width)
    line = max(1, round(long / 300))
    marks = [Mark(each.check, each.check, each.regions) for each in report.results if each.regions]
    for mark in marks:
        for region in mark.regions:
            left, top = round(region.x * width), round(region.y * height)
            right = max(left, round((region.x + region.w) * width) - 1)
            bottom = max(top, round((region.y + region.h) * height) - 1)
            # A white line below makes the colour stand out from any picture.
            for stroke, thick in ((_WHITE, 3 * line), (_colour(mark.pen.colour), line)):
                cv2.rectangle(picture, (left, top), (right, bottom), stroke, thick)
    # Labels are laid out as on a thumbnail, whatever the picture's size.
    scale = long / THUMBNAIL_SIDE
    beside = {label.title: label for label in labels(marks, width / scale, height / scale)}
    for mark in marks:
        corner = frames([mark], width / scale, height / scale)[0]
        label = beside.get(mark.title, corner)
        left, top = round(label.x * scale), round(label.y * scale)
        (wide, _), _ = cv2.getTextSize(mark.title, _FONT, long / 1400, line)
        high = round(19 * scale)
        end = left + wide + 4 * line, top + high
        cv2.rectangle(picture, (left, top), end, _colour(mark.pen.colour), cv2.FILLED)
        start = left + 2 * line, top + round(0.75 * high)
        ink = _colour(mark.pen.ink)
        cv2.putText(picture, mark.title, start, _FONT, long / 1400, ink, line)


def _colour(code: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(code[1:]))
