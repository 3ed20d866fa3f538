"""A closer look is taken where a narrow side may be seen, and only there."""

import numpy as np
import pytest

from photocheck.view.labels import NARROW_SIDES, VIEWS
from photocheck.view.metadata import Calibration, ViewMetadata
from photocheck.view.model import Outputs
from photocheck.view.predictor import look, predict

LABELS = tuple((category, view) for category, views in VIEWS.items() for view in views)


METADATA = ViewMetadata(
    sha256="",
    size=256,
    labels=LABELS,
    faults=("cut_off",),
    imagenet_devices={487: "cellular telephone"},
    calibration=Calibration(
        temperature=1.0,
        temperature_two_pass=2.0,
        pairs={},
        out_of_distribution_from=50.0,
        out_of_distribution_weight=2.0,
        sure_from={"smartphone": 0.9},
        contradicts_below=0.01,
        faults={"cut_off": {"slope": 0.5, "offset": -1.0}},
    ),
    sample={},
)


class Told:
    """A model that says what it is told, and keeps what it is shown."""

    metadata = METADATA

    def __init__(self, *pairs, device=True, cut_off=-9.0):
        self.cut_off = cut_off
        self.pairs, self.shown = list(pairs), []
        self.maps = np.full((3, 32, 32), -9.0, np.float32)
        if device:
            self.maps[:, 14:18, 8:24] = 9.0

    def infer(self, square):
        self.shown.append(square)
        logits = np.zeros(len(LABELS), np.float32)
        logits[LABELS.index(self.pairs[len(self.shown) - 1])] = 8.0
        return Outputs(
            logits,
            np.zeros(4, np.float32),
            np.zeros(1, np.float32),
            self.maps,
            np.zeros(1000, np.float32),
            np.array([self.cut_off], np.float32),
        )


PHOTO = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
LEFT, RIGHT, BACK = (("smartphone", view) for view in ("left", "right", "back"))


def test_every_narrow_view_is_one_of_the_catalog():
    assert {view for _, view in LABELS} >= NARROW_SIDES


def test_a_face_is_looked_at_once():
    model = Told(BACK)
    seen = look(model, PHOTO)
    assert len(model.shown) == 1
    assert seen.closer is None


def test_a_narrow_side_is_looked_at_again_cut_and_level():
    model = Told(LEFT, RIGHT)
    seen = look(model, PHOTO)
    assert [picture.shape for picture in model.shown] == [(256, 256, 3)] * 2
    assert seen.closer is not None


def test_both_looks_count_alike():
    seen = look(Told(LEFT, RIGHT), PHOTO)
    logits = dict(zip(LABELS, seen.logits, strict=True))
    assert logits[LEFT] == pytest.approx(logits[RIGHT])
    assert logits[LEFT] > logits[BACK]


def test_without_a_device_there_is_nothing_to_look_closer_at():
    model = Told(LEFT, device=False)
    assert look(model, PHOTO).closer is None
    assert len(model.shown) == 1


def test_the_sum_over_narrow_sides_decides():
    model = Told(BACK, BACK)
    shares = {LEFT: 0.1, RIGHT: 0.1, BACK: 0.8}
    logits = np.array([np.log(shares.get(pair, 1e-9)) for pair in LABELS], np.float32)
    plain = model.infer
    model.infer = lambda square: plain(square)._replace(logits=logits)
    assert look(model, PHOTO).closer is not None


def test_an_estimate_says_what_is_sure_and_what_is_contradicted():
    found = predict(Told(BACK), PHOTO)
    assert max(found.likelihood, key=found.likelihood.get) == BACK
    assert found.sure
    assert found.contradicted == VIEWS.keys() - {"smartphone"}
    assert 0 < found.faults["cut_off"] < 0.5
    assert predict(Told(BACK, cut_off=9.0), PHOTO).faults["cut_off"] > 0.95


def test_an_answer_of_a_category_that_is_seldom_right_is_not_sure():
    assert not predict(Told(("tablet", "back")), PHOTO).sure


def test_a_photo_of_nothing_has_no_mask():
    found = predict(Told(("none", "none")), PHOTO)
    assert found.mask is None
    assert found.box is None
    assert "smartphone" in found.contradicted
