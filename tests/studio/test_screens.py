"""Screens: every content on every size, identifiers that are well formed."""

import numpy as np
import pytest
from studio.screens import CONTENTS, paint
from studio.screens.canvas import imei, luhn_digit


@pytest.mark.parametrize("content", CONTENTS)
def test_every_content_is_painted_and_reproducible(content):
    first, second = (paint(content, np.random.default_rng(7), 90, 160) for _ in range(2))
    assert first.picture.shape == (160, 90, 3)
    assert first.picture.dtype == np.uint8
    assert np.array_equal(first.picture, second.picture)
    assert first.content == content


@pytest.mark.parametrize(
    "kind", ["smartphone", "tablet", "laptop", "smartwatch", "ereader", "console"]
)
def test_usual_contents_vary(kind):
    seen = {paint(None, np.random.default_rng(seed), 60, 60, kind).content for seed in range(12)}
    assert seen <= set(CONTENTS)
    assert kind == "ereader" or len(seen) > 2


def test_unknown_contents_and_kinds_name_the_known():
    with pytest.raises(ValueError, match="settings"):
        paint("news", np.random.default_rng(0), 50, 50)
    with pytest.raises(ValueError, match="laptop"):
        paint(None, np.random.default_rng(0), 50, 50, "toaster")


def test_imeis_are_well_formed():
    for seed in range(30):
        number = imei(np.random.default_rng(seed))
        assert len(number) == 15
        assert int(number[:8]) > 0
        assert luhn_digit(number[:-1]) == number[-1]
    # The example of 3GPP TS 23.003, annex B.
    assert luhn_digit("49015420323751") == "8"


def test_what_can_be_read_is_recorded():
    screen = paint("about", np.random.default_rng(1), 200, 400)
    assert len(screen.texts["imei"]) == 15
