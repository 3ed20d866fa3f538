"""Light in the device's glass, and what only looks like it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.training.test_compose import busy, phone, seeds
from training.compose import DEVICE
from training.reflections import page, with_paint, with_reflection


@settings(max_examples=40, deadline=None)
@given(seeds, st.booleans())
def test_light_is_added_to_the_device_alone(seed, room):
    shown = phone()
    made, hidden = with_reflection(busy() if room else None, shown, np.random.default_rng(seed))
    change = made.rgb.astype(int) - shown.rgb
    assert change.min() >= -1
    # The edge is soft by a pixel or two.
    assert np.abs(change[:26]).max() <= 1
    assert np.abs(change[:, :46]).max() <= 1
    assert 0 <= hidden <= 1
    assert (made.masks == shown.masks).all()
    if hidden > 0.05:
        assert change[made.masks[..., DEVICE] > 127].mean() > 1


def test_some_light_hides_much_and_some_little():
    found = [with_reflection(busy(), phone(), np.random.default_rng(seed))[1] for seed in range(60)]
    assert min(found) < 0.01
    assert max(found) > 0.3


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_paint_is_no_lighter_than_what_the_scene_lights(seed):
    shown = phone()
    made = with_paint(shown, np.random.default_rng(seed))
    assert made.rgb[made.masks[..., DEVICE] > 127].max() < 220
    outside = made.masks[..., DEVICE] == 0
    assert np.abs(made.rgb[outside].astype(int) - shown.rgb[outside]).mean() < 2


@pytest.mark.parametrize("seed", range(5))
def test_a_page_is_bright_and_has_lines(seed):
    shown = page(120, 80, np.random.default_rng(seed))
    assert shown.shape == (120, 80, 3)
    assert np.median(shown) > 90
    assert shown.std() > 5


def test_what_shows_no_device_is_left_alone():
    nothing = phone(height=2, width=2)
    made, hidden = with_reflection(None, nothing, np.random.default_rng(0))
    assert hidden == 0
    assert made is nothing
    assert with_paint(nothing, np.random.default_rng(0)) is nothing
