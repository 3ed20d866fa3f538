"""The whole outline of a device, with what is behind a hand."""

import cv2
import numpy as np
import pytest
from studio.__main__ import main
from studio.recipe import Shot, Wishes, covered
from studio.run import records, save
from studio.scene import Camera
from studio.shoot import shoot
from studio.stage import set_up
from studio.whole import silhouette, whole_outlines

SIDE = 96


def shot(view="screen_on", *, index=0, run="covered", **wishes):
    chosen = Wishes(
        **{"surroundings": "softboxes", "surface": "plain", "framing": "full", **wishes}
    )
    design = "smartphone-pixa-7"
    return Shot(run, index, 5, "smartphone", design, view, "train", "g", 1, False, chosen)


@pytest.mark.parametrize("view", ["screen_on", "left"])
def test_of_a_device_that_nothing_lies_over_the_outline_is_the_mask(view):
    made = shot(view, alone=True, setting="lying")
    photo = shoot(made, SIDE, 1, denoise=False)
    stage = set_up(made, np.random.default_rng([made.seed, photo.truth.attempts - 1]))
    whole = silhouette(stage.thing, stage.scene.camera, SIDE) / 255
    seen = photo.developed.device
    assert whole.shape == seen.shape
    assert abs(whole - seen).sum() < 0.06 * seen.sum()


def test_a_hand_over_the_device_hides_part_of_the_outline(tmp_path):
    made = shot(setting="held", covered=True)
    photo = shoot(made, SIDE, 1, denoise=False)
    save(tmp_path, photo)
    (truth,) = records(tmp_path)
    assert [one.file for one in whole_outlines(tmp_path, [made], [truth])] == [truth.file]
    whole = cv2.imread(str(tmp_path / truth.whole), cv2.IMREAD_GRAYSCALE) > 127
    seen = photo.developed.device > 0.5
    assert (seen & ~whole).sum() < 0.03 * seen.sum()
    assert seen.sum() < 0.85 * whole.sum()
    assert list(whole_outlines(tmp_path, [made], [truth])) == []  # there already


def test_what_lies_behind_the_camera_has_no_outline():
    made = shot(alone=True, setting="lying")
    stage = set_up(made, np.random.default_rng([made.seed, 0]))
    camera = stage.scene.camera
    away = Camera(
        camera.position,
        camera.right,
        camera.up,
        -camera.back,
        camera.field_of_view,
        camera.aspect,
        camera.aperture,
        camera.focus,
    )
    assert not silhouette(stage.thing, away, SIDE).any()


def test_every_shot_of_the_recipe_is_held_and_one_in_five_of_an_unseen_design():
    shots = covered(50)
    assert [one.split == "test" for one in shots].count(True) == 10
    for one in shots:
        assert one.wishes.covered
        assert one.wishes.setting == "held"
    assert {one.kind for one in shots} == {"smartphone", "tablet"}
    tested = {one.design for one in shots if one.split == "test"}
    assert not tested & {one.design for one in shots if one.split != "test"}


def test_the_command_says_how_many_were_written(tmp_path, capsys):
    (tmp_path / "photos.jsonl").write_text("")
    assert main(["whole", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "0 outlines\n"
