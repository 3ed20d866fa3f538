"""Frames whose faults are known."""

import cv2
import numpy as np
import pytest
from tests.training.test_compose import busy, phone
from training.compose import DEVICE
from training.examples import Example
from training.frames import frames_of
from training.labels import FAULTS, exactly
from training.versions import Material

CUT, COVERED, SEVERAL, GLARE = range(len(FAULTS))


@pytest.fixture
def photo(tmp_path):
    """A phone with its outline, and a scene without a device."""
    shown = phone()
    cv2.imwrite(str(tmp_path / "phone.png"), shown.rgb)
    (tmp_path / "outlines").mkdir()
    cv2.imwrite(str(tmp_path / "outlines/phone.png"), shown.masks[..., DEVICE])
    cv2.imwrite(str(tmp_path / "scene.png"), busy())
    one = Example(tmp_path / "phone.png", exactly("smartphone", "back"), "someone", "real")
    return one, Material([tmp_path / "scene.png"], [one], tmp_path / "outlines")


def test_the_first_frame_is_the_photo_with_what_people_saw(photo):
    example, material = photo
    (plain,) = frames_of(example, 1, [0], material)
    assert np.isnan(plain.faults).all()
    graded = Example(example.path, example.right, "someone", "real", faults={"glare": True})
    assert frames_of(graded, 1, [0], material)[0].faults[GLARE] == 1


def test_frames_have_each_fault_and_are_free_of_it(photo):
    faults = np.stack([one.faults for one in frames_of(*photo[:1], 80, [1], photo[1])])
    for fault in (CUT, COVERED, SEVERAL, GLARE):
        assert (faults[:, fault] == 1).sum() > 3
        if fault in {CUT, SEVERAL}:
            assert (faults[:, fault] == 0).sum() > 10


def test_a_device_that_touches_the_border_is_never_taken_for_a_whole_one(photo, tmp_path):
    example, material = photo
    shown = phone(top=0)
    cv2.imwrite(str(tmp_path / "phone.png"), shown.rgb)
    cv2.imwrite(str(tmp_path / "outlines/phone.png"), shown.masks[..., DEVICE])
    faults = np.stack([one.faults for one in frames_of(example, 20, [2], material)])
    assert np.isnan(faults[:, CUT]).all()


def test_frames_are_the_same_again(photo):
    first, second = (frames_of(photo[0], 6, [3], photo[1]) for _ in range(2))
    assert all((a.square == b.square).all() for a, b in zip(first, second, strict=True))
