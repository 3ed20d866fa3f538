"""Exposure: relations between photos of one scene, not magic numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from photocheck.metrics.exposure import exposure
from photocheck.metrics.tiles import tile_boxes


def scene(background: int, device: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """A grey device in the middle of a grey table with a grain, and the device's mask."""
    image = np.full((240, 320, 3), background, np.float64)
    mask = np.zeros((240, 320), np.bool_)
    mask[60:180, 120:200] = True
    image[mask] = device
    image += np.random.default_rng(3).normal(0, 4, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8), mask


def exposed(image: NDArray[np.uint8], stops: float) -> NDArray[np.uint8]:
    """The same scene with another exposure, by the sRGB curve."""
    code = image / 255
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4) * 2.0**stops
    linear = np.clip(linear, 0, 1)
    code = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(code * 255).astype(np.uint8)


def test_more_light_is_a_higher_level() -> None:
    image, mask = scene(120, 90)
    series = [exposure(exposed(image, stops), mask) for stops in (-4, -2, -1, 0, 1, 2, 4)]
    levels = [measured.level for measured in series]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(levels)
    assert [m.dark_level for m in series] == sorted(m.dark_level for m in series)
    assert [m.bright_level for m in series] == sorted(m.bright_level for m in series)


def test_black_device_well_lit_is_brighter_than_the_same_scene_underexposed() -> None:
    well_lit, mask = scene(170, 25)
    dark = exposed(scene(170, 120)[0], -4)
    assert exposure(well_lit, mask).subject_mean < 15
    assert exposure(well_lit, mask).dark_level > 2 * exposure(dark, mask).dark_level


def test_black_device_that_nearly_fills_a_lit_photo_is_not_dark() -> None:
    image, mask = scene(190, 190)
    image[12:228, 8:312] = 15
    lit = exposure(image, mask)
    dark = exposure(exposed(image, -4), mask)
    assert lit.level < 30
    assert lit.dark_level > 25
    assert dark.dark_level < 5


def test_a_lit_screen_in_the_dark_is_dark() -> None:
    screen, mask = scene(5, 230)
    table = exposure(255 - screen, mask)
    assert exposure(screen, mask).dark_level < table.dark_level - 20


def test_white_device_is_not_an_overexposed_scene() -> None:
    white, mask = scene(225, 215)
    burnt = exposed(scene(120, 120)[0], 3)
    assert exposure(white, mask).level > 80
    assert exposure(white, mask).bright_level < exposure(burnt, mask).bright_level - 20
    assert exposure(burnt, mask).bright_level == exposure(burnt, mask).level


def test_light_from_behind_raises_the_highlights_above_the_rest() -> None:
    even, mask = scene(120, 90)
    against = exposed(even, -4)
    against[:60, 200:] = 255
    assert exposure(against, mask).highlight_stops > exposure(even, mask).highlight_stops + 2
    assert (
        exposure(against, mask).background_difference > exposure(even, mask).background_difference
    )


def test_exposure_alone_does_not_look_like_backlight() -> None:
    image, mask = scene(120, 90)
    stops = [exposure(exposed(image, change), mask).highlight_stops for change in (-2, -1, 0)]
    assert max(stops) - min(stops) < 0.3


@pytest.mark.parametrize("code", [0, 1, 50, 128, 254, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (300, 1), (40, 2), (1008, 756)])
def test_uniform_photo(code: int, size: tuple[int, int]) -> None:
    measured = exposure(np.full((*size, 3), code, np.uint8))
    assert measured.level == pytest.approx(measured.frame_mean, abs=1e-3)
    assert measured.subject_mean == pytest.approx(measured.frame_mean, abs=1e-3)
    assert measured.highlight_stops == pytest.approx(0, abs=1e-3)
    assert measured.background_difference == 0
    assert np.allclose(measured.tiles, measured.frame_mean, atol=1e-3)


def test_ends_of_the_scale() -> None:
    black = exposure(np.zeros((50, 50, 3), np.uint8))
    white = exposure(np.full((50, 50, 3), 255, np.uint8))
    assert (black.level, black.subject_clipped_low, black.subject_clipped_high) == (0, 1, 0)
    assert white.level == pytest.approx(100, abs=1e-3)
    assert (white.subject_clipped_low, white.subject_clipped_high) == (0, 1)


def test_middle_grey_is_about_fifty() -> None:
    assert exposure(np.full((9, 9, 3), 119, np.uint8)).level == pytest.approx(50, abs=0.5)


def test_region_is_what_the_subject_is_measured_in() -> None:
    image, mask = scene(200, 40)
    inside, outside = exposure(image, mask), exposure(image, ~mask)
    assert inside.subject_mean < outside.subject_mean
    assert inside.background_difference == pytest.approx(-outside.background_difference, abs=2)
    assert inside.level == outside.level
    assert list(inside.subject_percentiles) == sorted(inside.subject_percentiles)


def test_no_region_and_an_empty_region_mean_the_frame() -> None:
    image, mask = scene(200, 40)
    whole, empty = exposure(image), exposure(image, np.zeros_like(mask))
    assert whole[:-1] == empty[:-1]
    assert whole.subject_mean == whole.frame_mean


def test_region_thinner_than_a_thumbnail_pixel_counts() -> None:
    image, mask = scene(200, 200)
    image[:, 100] = 0
    mask[:] = False
    mask[:, 100] = True
    big = np.repeat(np.repeat(image, 4, axis=0), 4, axis=1)
    thin = np.zeros(big.shape[:2], np.bool_)
    thin[:, 401] = True
    assert exposure(big, thin).subject_mean < exposure(big).subject_mean


def test_tiles_show_where() -> None:
    image, _ = scene(120, 120)
    image[:120, :160] = 0
    measured = exposure(image)
    [box] = tile_boxes(measured.tiles, below=measured.level / 2)
    assert box == pytest.approx((0, 0, 0.5, 0.5), abs=0.01)
    image[:120, 160:] = 255
    boxes = tile_boxes(exposure(image).tiles, below=20, above=90)
    assert [tuple(round(v, 1) for v in box) for box in boxes] == [(0, 0, 1, 0.5)]
    assert tile_boxes(measured.tiles) == []


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(3)),
        elements=st.integers(0, 255),
    ),
    st.integers(1, 60),
)
def test_any_image_is_in_range_and_lightening_never_lowers(
    image: NDArray[np.uint8], more: int
) -> None:
    measured = exposure(image)
    assert 0 <= measured.bright_level <= measured.level + 1e-9
    assert 0 <= measured.dark_level <= 100
    means = sorted((measured.frame_mean, measured.centre_mean))
    assert measured.dark_level >= means[0] - 1e-3
    assert 0 <= measured.highlight_stops <= 10
    assert 0 <= measured.subject_clipped_low <= 1
    lighter = exposure(np.clip(image.astype(np.int32) + more, 0, 255).astype(np.uint8))
    assert lighter.level >= measured.level
    assert lighter.dark_level >= measured.dark_level
    assert lighter.bright_level >= measured.bright_level
    assert lighter.subject_clipped_high >= measured.subject_clipped_high


@pytest.mark.parametrize(
    ("image", "region", "said"),
    [
        (np.zeros((20, 20), np.uint8), None, "expected a non-empty H×W×3 uint8 array"),
        (np.zeros((20, 20, 3), np.float64), None, "float64"),
        (np.zeros((20, 0, 3), np.uint8), None, "expected a non-empty"),
        (np.zeros((20, 20, 3), np.uint8), np.ones((20, 19), np.bool_), r"\(20, 19\)"),
        (np.zeros((20, 20, 3), np.uint8), np.ones((20, 20), np.uint8), "expected a bool region"),
    ],
)
def test_wrong_arrays_are_refused(
    image: NDArray[np.uint8], region: NDArray[np.bool_] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        exposure(image, region)
