"""What composed pictures show is what they say they show."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.compose import (
    DEVICE,
    SCREEN,
    WHOLE,
    Composition,
    before,
    beside,
    cropped,
    with_fingers,
    with_screen,
    without_device,
)

seeds = st.integers(0, 2**31)


def phone(grey=40, scene=150, top=30, left=50, height=120, width=60):
    """A plain dark phone with a screen, on a plain table."""
    rgb = np.full((180, 200, 3), scene, np.uint8)
    masks = np.zeros((180, 200, 3), np.uint8)
    rgb[top : top + height, left : left + width] = grey
    masks[top : top + height, left : left + width, [DEVICE, WHOLE]] = 255
    masks[top + 10 : top + height - 10, left + 5 : left + width - 5, SCREEN] = 255
    return Composition(rgb, masks, (True, True, True))


def busy(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (90, 140, 3), np.uint8)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_another_scene_changes_all_but_the_device(seed):
    shown = phone()
    made = before(busy(), shown, np.random.default_rng(seed))
    assert (made.masks == shown.masks).all()
    inside = np.s_[40:140, 60:100]
    assert np.abs(made.rgb[inside].astype(int) - shown.rgb[inside]).max() <= 1
    outside = made.masks[..., DEVICE] == 0
    assert np.abs(made.rgb[outside].astype(int) - shown.rgb[outside]).mean() > 10


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_a_second_device_never_lies_over_the_first(seed):
    shown = phone()
    made = beside(phone(grey=220), shown, np.random.default_rng(seed))
    assert (made.masks == shown.masks).all()
    assert np.abs(made.rgb[40:140, 60:100].astype(int) - 40).max() <= 1
    assert made.several == bool((made.rgb.astype(int) - shown.rgb > 20).any())


@settings(max_examples=40, deadline=None)
@given(seeds, st.floats(0, 0.9))
def test_a_crop_cuts_off_what_was_asked_for(seed, outside):
    shown = phone()
    made = cropped(shown, outside, np.random.default_rng(seed))
    kept = (made.masks[..., DEVICE] > 127).sum() / (shown.masks[..., DEVICE] > 127).sum()
    assert made.outside == pytest.approx(1 - kept)
    assert made.outside == pytest.approx(outside, abs=0.03)
    assert made.rgb.shape[:2] == made.masks.shape[:2]


def test_crops_add_up():
    rng = np.random.default_rng(0)
    once = cropped(phone(), 0.3, rng)
    twice = cropped(once, 0.5, rng)
    assert twice.outside == pytest.approx(1 - 0.7 * 0.5, abs=0.05)
    assert twice.is_cut_off


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_fingers_hide_what_the_masks_lose(seed):
    shown = phone()
    made = with_fingers(shown, np.random.default_rng(seed))
    seen = (made.masks[..., DEVICE] > 127).sum()
    assert (made.masks[..., WHOLE] == shown.masks[..., WHOLE]).all()
    assert made.covered == pytest.approx(1 - seen / (shown.masks[..., WHOLE] > 127).sum())
    untouched = made.masks[..., DEVICE] == 255
    assert np.abs(made.rgb[untouched].astype(int) - shown.rgb[untouched]).max() <= 1


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_a_screen_shows_what_it_is_given_and_nothing_else_changes(seed):
    shown = phone(grey=120)
    rng = np.random.default_rng(seed)
    lit = with_screen(np.full((50, 30, 3), 250, np.uint8), shown, rng)
    dark = with_screen(None, shown, rng)
    screen = shown.masks[..., SCREEN] > 0
    assert (lit.rgb[~screen] == shown.rgb[~screen]).all()
    assert (dark.rgb[~screen] == shown.rgb[~screen]).all()
    assert lit.rgb[60:120, 60:100].mean() > dark.rgb[60:120, 60:100].mean() + 20
    assert dark.rgb[60:120, 60:100].mean() < 80


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_a_part_without_the_device_has_none_of_it(seed):
    part = without_device(phone(), np.random.default_rng(seed))
    if part is not None:
        assert not part.masks.any()
        assert (part.rgb == 150).all()


def test_next_to_nothing_of_a_device_is_left_as_it_is():
    empty = replace(phone(), masks=np.zeros((180, 200, 3), np.uint8))
    rng = np.random.default_rng(0)
    for made in (
        before(busy(), empty, rng),
        beside(phone(), empty, rng),
        beside(empty, phone(), rng),
        cropped(empty, 0.5, rng),
        with_fingers(empty, rng),
        with_screen(None, empty, rng),
    ):
        assert made.rgb.shape == (180, 200, 3)
        assert (made.covered, made.outside, made.several) == (0.0, 0.0, False)


def test_the_same_seed_makes_the_same_picture():
    first, second = (before(busy(), phone(), np.random.default_rng(5)).rgb for _ in range(2))
    assert (first == second).all()
