"""Edge width: more blur reads wider, whatever the contrast, and only the subject counts."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from photocheck.metrics.geometry import centre_mask
from photocheck.metrics.sharpness import (
    FINEST_WIDTH,
    MAX_WIDTH,
    REFERENCE_SIDE,
    SharpnessMeasurement,
    sharpness,
)

Grey = NDArray[np.uint8]


def shapes(seed: int = 0, height: int = 512, width: int = 640) -> Grey:
    """Flat polygons of several greys: edges in every direction."""
    generator = np.random.default_rng(seed)
    picture = np.full((height, width), 128, np.uint8)
    for _ in range(60):
        centre = generator.integers((0, 0), (width, height))
        angles = np.sort(generator.uniform(0, 2 * np.pi, 5))
        corners = centre + 70 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        level = int(generator.integers(20, 236))
        cv2.fillPoly(picture, [corners.astype(np.int32)], level, lineType=cv2.LINE_AA)
    return picture


def defocused(picture: Grey, sigma: float) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def shaken(picture: Grey, length: int, degrees: float) -> Grey:
    """A straight shake; the angle is anticlockwise from horizontal."""
    side = length + 4 | 1
    kernel = np.zeros((side, side), np.float32)
    angle = np.radians(degrees)
    for step in np.linspace(-length / 2, length / 2, 8 * length):
        column = round(side // 2 + step * np.cos(angle))
        row = round(side // 2 - step * np.sin(angle))
        kernel[row, column] += 1
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def test_more_blur_reads_wider() -> None:
    widths = [sharpness(defocused(shapes(), sigma)).width for sigma in (0.3, 1, 2, 3, 4, 6)]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)
    assert widths[-1] <= MAX_WIDTH


def test_sharp_pictures_are_told_apart_where_no_width_can_be() -> None:
    step = sharpness(shapes()).width
    sharpened = cv2.addWeighted(shapes(), 1.8, defocused(shapes(), 1), -0.8, 0).astype(np.uint8)
    assert 0 < sharpness(sharpened).width < step < FINEST_WIDTH
    blurred = [sharpness(defocused(sharpened, sigma)).width for sigma in (0.4, 0.6, 0.8, 1.0)]
    assert blurred == sorted(blurred)
    assert len(set(blurred)) == len(blurred)


def test_no_width_jumps_where_it_stops_being_one() -> None:
    widths = [sharpness(defocused(shapes(), sigma)).width for sigma in np.arange(0.4, 0.8, 0.02)]
    assert min(widths) < FINEST_WIDTH < max(widths)
    assert max(abs(np.diff(widths))) < 0.1


@pytest.mark.parametrize("sigma", [1.0, 2.0, 3.0, 4.0])
def test_width_is_about_the_sigma_of_the_blur(sigma: float) -> None:
    assert sharpness(defocused(shapes(), sigma)).width == pytest.approx(sigma, rel=0.4)


@settings(max_examples=20, deadline=None)
@given(gain=st.floats(0.3, 1.0), offset=st.integers(0, 60), sigma=st.floats(0.8, 4.0))
def test_contrast_and_brightness_do_not_matter(gain: float, offset: int, sigma: float) -> None:
    blurred = defocused(shapes(), sigma)
    faded = (blurred * gain * 0.75 + offset).astype(np.uint8)
    width = sharpness(blurred).width
    assert abs(sharpness(faded).width - width) < 0.15 * width + 0.1


@pytest.mark.parametrize("degrees", [0.0, 45.0, 90.0, 135.0])
def test_angle_of_a_shake_is_found(degrees: float) -> None:
    measured = sharpness(shaken(shapes(), 15, degrees))
    assert measured.direction == pytest.approx(degrees)
    assert measured.width > 2 * sharpness(shapes()).width
    assert measured.narrow < measured.width


def test_defocus_has_no_direction() -> None:
    measured = sharpness(defocused(shapes(), 3))
    assert measured.direction is None
    assert measured.anisotropy < sharpness(shaken(shapes(), 15, 0)).anisotropy


def subject_on_background(subject: Grey, background: Grey) -> tuple[Grey, NDArray[np.bool_]]:
    region = np.zeros(subject.shape, np.bool_)
    region[128:384, 160:480] = True
    return np.where(region, subject, background), region


def test_only_the_subject_counts() -> None:
    sharp, blurred = shapes(), defocused(shapes(1), 4)
    bokeh, region = subject_on_background(sharp, blurred)
    missed, _ = subject_on_background(blurred, sharp)
    assert sharpness(bokeh, region).width < 1
    assert sharpness(missed, region).width > 2
    assert sharpness(bokeh, ~region).width > sharpness(missed, ~region).width


def test_map_shows_where() -> None:
    sharp, blurred = shapes(), defocused(shapes(1), 4)
    half = np.concatenate([sharp[:, :320], blurred[:, 320:]], axis=1)
    widths = sharpness(half, np.ones(half.shape, np.bool_)).widths
    middle = widths.shape[1] // 2
    assert np.nanmedian(widths[:, : middle - 1]) < np.nanmedian(widths[:, middle + 1 :])
    assert np.isnan(sharpness(half, centre_mask(*half.shape)).widths[0]).all()  # outside the region


@pytest.mark.parametrize("deviation", [3, 6, 12, 25])
def test_noise_does_not_hide_blur(deviation: int) -> None:
    def noisy(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        noise = np.random.default_rng(3).normal(0, deviation, grey.shape)
        return np.clip(grey + noise, 0, 255).astype(np.uint8)

    blurred, sharp = sharpness(noisy(defocused(shapes(), 3))), sharpness(noisy(shapes()))
    assert np.isnan(blurred.width) or blurred.width > 1.5
    assert np.isnan(sharp.width) or sharp.width < 0.5


def test_large_frames_are_reduced_to_the_reference() -> None:
    small = defocused(cv2.resize(shapes(), (REFERENCE_SIDE, 819)).astype(np.uint8), 2)
    large = cv2.resize(small, None, fx=1.25, fy=1.25).astype(np.uint8)
    assert sharpness(large).width == pytest.approx(sharpness(small).width, rel=0.15)


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (700, 1), (2, 2), (15, 17), (300, 400)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_plain_pictures_are_not_judged(shape: tuple[int, int], level: int) -> None:
    measured = sharpness(np.full(shape, level, np.uint8))
    assert np.isnan(measured.width)
    assert np.isnan(measured.narrow)
    assert measured.direction is None
    assert measured.evidence == 0
    assert np.isnan(measured.widths).all()


def test_soft_shading_is_not_judged() -> None:
    shading = np.tile(np.linspace(60, 200, 640), (480, 1)).astype(np.uint8)
    assert np.isnan(sharpness(shading).width)


def test_faint_noise_is_not_judged() -> None:
    noise = np.random.default_rng(0).normal(20, 3, (400, 600))
    assert np.isnan(sharpness(np.clip(noise, 0, 255).astype(np.uint8)).width)


@settings(max_examples=50, deadline=None)
@given(
    arrays(
        np.uint8, st.tuples(st.integers(1, 80), st.integers(1, 80)), elements=st.integers(0, 255)
    ),
    st.integers(0, 3),
)
def test_ranges_hold_for_any_picture(picture: Grey, seed: int) -> None:
    region = np.random.default_rng(seed).random(picture.shape) < seed / 3
    measured = sharpness(picture, region)
    assert isinstance(measured, SharpnessMeasurement)
    assert np.isnan(measured.width) or 0 < measured.narrow <= measured.width <= MAX_WIDTH
    assert 0 <= measured.evidence <= 1
    assert 0 <= measured.anisotropy <= 1
    assert measured.direction is None or 0 <= measured.direction < 180
    assert measured.widths.dtype == np.float32


def test_result_is_repeatable_and_input_unchanged() -> None:
    picture = shapes()
    before = picture.copy()
    first, second = sharpness(picture), sharpness(picture)
    assert first[:5] == second[:5]
    assert np.array_equal(first.widths, second.widths, equal_nan=True)
    assert np.array_equal(picture, before)


def test_no_region_and_an_empty_region_mean_the_frame() -> None:
    picture = shapes()
    assert sharpness(picture, np.zeros(picture.shape, np.bool_))[:5] == sharpness(picture)[:5]


@pytest.mark.parametrize(
    "picture",
    [np.zeros((0, 5), np.uint8), np.zeros((5, 5, 3), np.uint8), np.zeros((5, 5), np.float32)],
)
def test_wrong_pictures_are_refused(picture: Grey) -> None:
    with pytest.raises(ValueError, match="expected a non-empty H×W uint8 array, got shape"):
        sharpness(picture)


def test_wrong_regions_are_refused() -> None:
    picture = shapes()
    with pytest.raises(ValueError, match=r"got shape \(3, 3\) of bool"):
        sharpness(picture, np.ones((3, 3), np.bool_))
    with pytest.raises(ValueError, match=r"got shape .* of uint8"):
        sharpness(picture, np.ones(picture.shape, np.uint8))  # type: ignore[arg-type]
