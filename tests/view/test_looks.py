"""A closer look is taken where a narrow side may be seen, and only there."""

import numpy as np
import pytest

from photocheck.view.looks import NARROW, look
from photocheck.view.names import VIEWS
from photocheck.view.network import Answers

CLASSES = tuple((category, view) for category, views in VIEWS.items() for view in views)


class Told:
    """A network that says what it is told, and keeps what it is shown."""

    size = 256
    temperature = 1.0
    temperature_closer = 2.0
    classes = CLASSES

    def __init__(self, *pairs, device=True):
        self.pairs, self.shown = list(pairs), []
        self.maps = np.full((3, 32, 32), -9.0, np.float32)
        if device:
            self.maps[:, 14:18, 8:24] = 9.0

    def answer(self, rgb):
        self.shown.append(rgb)
        classes = np.zeros(len(CLASSES), np.float32)
        classes[CLASSES.index(self.pairs[len(self.shown) - 1])] = 8.0
        return Answers(classes, np.zeros(6, np.float32), self.maps, np.zeros(1000, np.float32))


PHOTO = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
LEFT, RIGHT, BACK = (("smartphone", view) for view in ("left", "right", "back"))


def test_every_narrow_view_is_one_of_the_catalog():
    assert {view for _, view in CLASSES} >= NARROW


def test_a_face_is_looked_at_once():
    network = Told(BACK)
    seen = look(network, PHOTO)
    assert len(network.shown) == 1
    assert not seen.closer
    assert seen.temperature == network.temperature


def test_a_narrow_side_is_looked_at_again_cut_and_level():
    network = Told(LEFT, RIGHT)
    seen = look(network, PHOTO)
    assert [picture.shape for picture in network.shown] == [(256, 256, 3)] * 2
    assert seen.closer
    assert seen.temperature == network.temperature_closer


def test_both_looks_count_alike():
    seen = look(Told(LEFT, RIGHT), PHOTO)
    logits = dict(zip(CLASSES, seen.classes, strict=True))
    assert logits[LEFT] == pytest.approx(logits[RIGHT])
    assert logits[LEFT] > logits[BACK]


def test_without_a_device_there_is_nothing_to_look_closer_at():
    network = Told(LEFT, device=False)
    assert not look(network, PHOTO).closer
    assert len(network.shown) == 1


def test_the_sum_over_narrow_sides_decides():
    network = Told(BACK, BACK)
    shares = {LEFT: 0.1, RIGHT: 0.1, BACK: 0.8}
    logits = np.array([np.log(shares.get(pair, 1e-9)) for pair in CLASSES], np.float32)
    plain = network.answer
    network.answer = lambda rgb: plain(rgb)._replace(classes=logits)
    assert look(network, PHOTO).closer
