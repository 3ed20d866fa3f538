"""A degraded photo has the fault that was asked for, in proportion, and no other size."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import photocheck
from photocheck import UsageError
from photocheck.metrics import exposure, sharpness
from photocheck.testing import FAULTS, degrade
from photocheck.testing.degrade import disc_kernel, shake_kernel

BOARD = np.kron(np.indices((9, 12)).sum(axis=0) % 2, np.ones((40, 40))) * 150 + 40
BOARD = np.repeat(BOARD.astype(np.uint8)[..., None], 3, axis=2)


def width(rgb):
    return sharpness(np.ascontiguousarray(rgb[..., 1])).width


def level(rgb):
    return float(rgb.mean())


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_keeps_the_size_and_repeats_with_its_seed(fault):
    once, again = (degrade(BOARD, fault, seed=3) for _ in range(2))
    assert once.shape == BOARD.shape
    assert once.dtype == np.uint8
    assert (once == again).all()
    assert (once != BOARD).any()


@pytest.mark.parametrize(
    ("fault", "setting", "values", "measure", "grows"),
    [
        ("shake", "length", (4, 10, 25), width, True),
        ("defocus", "radius", (1.5, 3, 6), width, True),
        ("dark", "stops", (1, 2, 4), level, False),
        ("bright", "stops", (0.5, 1, 2), level, True),
        ("upscaled", "factor", (2, 4, 8), width, True),
        ("noise", "sigma", (3, 10, 30), lambda rgb: float(rgb[10:30, 10:30].std()), True),
        ("veil", "share", (0.1, 0.4, 0.8), lambda rgb: float(np.ptp(rgb[..., 1])), False),
        ("lamp", "size", (0.05, 0.15, 0.4), lambda rgb: float((rgb > 250).mean()), True),
        ("backlight", "stops", (1, 2, 4), lambda rgb: float(rgb[150:210, 200:280].mean()), False),
        (
            "messenger",
            "quality",
            (90, 40, 8),
            lambda rgb: float(np.abs(rgb - 1.0 * BOARD).mean()),
            True,
        ),
    ],
)
def test_more_of_a_fault_is_worse(fault, setting, values, measure, grows):
    measured = [measure(degrade(BOARD, fault, seed=1, **{setting: value})) for value in values]
    assert measured == sorted(measured, reverse=not grows)
    assert measured[0] != measured[-1]


@settings(max_examples=30, deadline=None)
@given(st.floats(1, 60), st.integers(0, 2**31))
def test_a_kernel_spreads_all_light_over_its_path(length, seed):
    kernel = shake_kernel(length, np.random.default_rng(seed))
    assert kernel.sum() == pytest.approx(1, abs=1e-4)
    assert (kernel >= 0).all()
    assert kernel.shape[0] == kernel.shape[1]
    assert kernel.shape[0] % 2 == 1
    rows, columns = np.nonzero(kernel)
    assert np.hypot(np.ptp(rows), np.ptp(columns)) <= length + 4


@given(st.floats(0.5, 30))
def test_a_disc_has_the_sigma_of_half_its_radius(radius):
    disc = disc_kernel(radius)
    half = len(disc) // 2
    offsets = np.arange(-half, half + 1)
    sigma = np.sqrt((disc.sum(0) * offsets**2).sum())
    assert sigma == pytest.approx(radius / 2, rel=0.25, abs=0.3)


def test_a_fault_looks_the_same_at_every_size():
    large = cv2.resize(BOARD, None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST)
    small = width(degrade(BOARD, "defocus", radius=8))
    again = cv2.resize(
        degrade(large, "defocus", radius=8), BOARD.shape[1::-1], interpolation=cv2.INTER_AREA
    )
    assert width(again) == pytest.approx(small, rel=0.2)


def test_clipped_highlights_stay_bright_when_shaken():
    night = np.zeros((200, 300, 3), np.uint8)
    night[98:102, 148:152] = 255
    shaken = degrade(night, "shake", length=30)
    grey = night.copy()
    grey[98:102, 148:152] = 240  # not clipped: its light is spread thin
    assert shaken.max() > degrade(grey, "shake", length=30).max()


def test_the_checks_see_what_was_done(scene_jpeg):
    assert (
        photocheck.inspect(degrade(scene_jpeg, "dark", stops=5))["exposure"].reason
        == "exposure.under"
    )
    assert photocheck.inspect(degrade(scene_jpeg, "defocus", radius=9))["blur"].status == "fail"
    under = exposure(degrade(scene_jpeg, "dark", stops=2)).level
    assert under < exposure(photocheck.Photo.open(scene_jpeg).rgb).level


@pytest.mark.parametrize(
    ("fault", "settings", "said"),
    [
        ("melted", {}, "melted"),
        ("shake", {"radius": 3}, "radius"),
        ("shake", {"length": 0}, "length"),
        ("dark", {"stops": float("nan")}, "stops"),
    ],
)
def test_odd_wishes_are_refused(fault, settings, said):
    with pytest.raises(UsageError, match=said):
        degrade(BOARD, fault, **settings)
