"""What a type checker makes of the public calls; checked by mypy, never run."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from typing_extensions import assert_type

import photocheck


def one_photo(path: Path, data: bytes, pixels: NDArray[np.uint8]) -> None:
    report = photocheck.inspect(path)
    assert_type(report, photocheck.Report)
    assert_type(photocheck.inspect(data), photocheck.Report)
    assert_type(photocheck.inspect(pixels, slot="smartphone/back"), photocheck.Report)
    assert_type(report.verdict, photocheck.Verdict)
    assert_type(report["glare"], photocheck.Result)
    assert_type(report["glare"].status, photocheck.Status)
    assert_type(report.problems, tuple[photocheck.Result, ...])
    assert_type(report.view, photocheck.View | None)
    assert_type(photocheck.annotate(path, report), NDArray[np.uint8])
    assert_type(photocheck.__version__, str)


def several_photos(paths: list[Path]) -> None:
    inspector = photocheck.Inspector(profile="strict", language="de")
    assert_type(inspector.inspect_many(paths, workers=2), Iterator[photocheck.Report])
    found = photocheck.match(paths, category="smartphone")
    assert_type(found, photocheck.Match)
    assert_type(found.assigned["back"].source, str)
    assert_type(found.complete, bool)


def a_photo() -> None:
    photo = photocheck.Photo.open("back.jpg")
    assert_type(photo, photocheck.Photo)
    assert_type(photo.grey, NDArray[np.uint8])
    assert_type(photo.info, photocheck.PhotoInfo)


class Landscape(photocheck.Check):
    name = "landscape"
    max_ratio: float = 1.0

    def run(self, photo: photocheck.Photo, context: photocheck.Context) -> photocheck.Result:
        ratio = photo.height / photo.width
        result = self.judge(value=ratio, limit=self.max_ratio, reason="landscape.upright")
        assert_type(result, photocheck.Result)
        return result


def own_check() -> None:
    photocheck.Inspector(checks=[..., Landscape(max_ratio=1.2), "blur"])
    photocheck.inspect(42)  # type: ignore[arg-type]
    photocheck.Inspector(profil="strict")  # type: ignore[call-arg]
