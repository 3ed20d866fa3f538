"""The subject's region: found where it stands out, the centre where it doesn't."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from photocheck.metrics.subject import CENTRE_SHARE, find_subject


def scene(
    background: tuple[int, int, int] = (205, 200, 190),
    device: tuple[int, int, int] = (25, 25, 28),
    box: tuple[int, int, int, int] = (140, 90, 160, 300),
    size: tuple[int, int] = (480, 440),
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """A plain device (x, y, w, h in pixels) on a plain, slightly noisy table, and its mask."""
    height, width = size
    image = np.empty((height, width, 3), np.uint8)
    image[:] = background
    x, y, w, h = box
    image[y : y + h, x : x + w] = device
    noise = np.random.default_rng(7).normal(0, 3, image.shape)
    mask = np.zeros((height, width), np.bool_)
    mask[y : y + h, x : x + w] = True
    return np.clip(image + noise, 0, 255).astype(np.uint8), mask


def overlap(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    return float((first & second).sum() / (first | second).sum())


@pytest.mark.parametrize(
    ("background", "device"),
    [
        ((205, 200, 190), (25, 25, 28)),
        ((30, 28, 25), (220, 220, 225)),
        ((120, 85, 50), (60, 90, 160)),
    ],
    ids=["black on pale", "white on dark", "blue on wood"],
)
def test_device_on_a_plain_table_is_found(
    background: tuple[int, int, int], device: tuple[int, int, int]
) -> None:
    image, truth = scene(background, device)
    subject = find_subject(image)
    assert subject.method == "contrast"
    assert overlap(subject.mask, truth) > 0.85


def test_lit_screen_belongs_to_its_device() -> None:
    image, truth = scene()
    image[130:350, 160:280] = (240, 240, 250)
    assert overlap(find_subject(image).mask, truth) > 0.8


def test_device_that_touches_one_side_is_found() -> None:
    image, truth = scene(box=(140, 200, 160, 280))
    subject = find_subject(image)
    assert subject.method == "contrast"
    assert overlap(subject.mask, truth) > 0.8


def test_box_bounds_the_mask() -> None:
    image, _ = scene()
    subject = find_subject(image)
    height, width = subject.mask.shape
    x, y, w, h = subject.box
    rows = slice(round(y * height), round((y + h) * height))
    columns = slice(round(x * width), round((x + w) * width))
    assert subject.mask[rows, columns].sum() == subject.mask.sum()
    assert subject.mask[rows, columns].any(axis=1).all()
    assert subject.mask[rows, columns].any(axis=0).all()


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((300, 400, 3), np.uint8),
        np.full((300, 400, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8),
        scene(background=(100, 100, 100), device=(104, 104, 104))[0],
        scene(box=(0, 0, 60, 60))[0],
        scene(box=(200, 200, 30, 30))[0],
        scene(box=(2, 2, 436, 476))[0],
        scene(box=(0, 0, 220, 480))[0],
    ],
    ids=["black", "white", "noise", "faint", "corner", "tiny", "fills the frame", "half"],
)
def test_centre_when_nothing_stands_out(image: NDArray[np.uint8]) -> None:
    subject = find_subject(image)
    assert subject.method == "centre"
    assert subject.box == pytest.approx(
        ((1 - CENTRE_SHARE) / 2, (1 - CENTRE_SHARE) / 2, CENTRE_SHARE, CENTRE_SHARE), abs=0.01
    )


def test_ragged_shape_is_not_trusted() -> None:
    image, _ = scene(box=(0, 0, 1, 1))
    for angle in range(0, 360, 30):
        end = (
            220 + int(170 * np.cos(np.radians(angle))),
            240 + int(170 * np.sin(np.radians(angle))),
        )
        cv2.line(image, (220, 240), end, (20, 20, 20), 18)
    assert find_subject(image).method == "centre"


def test_off_centre_subject_is_not_trusted() -> None:
    assert find_subject(scene(box=(10, 10, 120, 130))[0]).method == "centre"


def test_mirrored_photo_gives_the_mirrored_region() -> None:
    image, _ = scene(box=(110, 90, 160, 300))
    mirrored = np.ascontiguousarray(image[:, ::-1])
    assert overlap(find_subject(image).mask[:, ::-1], find_subject(mirrored).mask) > 0.9


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)),
        elements=st.integers(0, 255),
    )
)
def test_any_small_image_has_a_region_of_its_own_size(image: NDArray[np.uint8]) -> None:
    subject = find_subject(image)
    assert subject.mask.shape == image.shape[:2]
    assert subject.mask.dtype == np.bool_
    assert subject.mask.any()
    x, y, w, h = subject.box
    assert 0 <= x < x + w <= 1 + 1e-9
    assert 0 <= y < y + h <= 1 + 1e-9


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((20, 20), np.uint8),
        np.zeros((20, 20, 4), np.uint8),
        np.zeros((20, 20, 3), np.float32),
        np.zeros((0, 20, 3), np.uint8),
    ],
    ids=["grey", "alpha", "float", "empty"],
)
def test_wrong_arrays_are_refused(image: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="expected a non-empty H×W×3 uint8 array, got shape"):
        find_subject(image)
