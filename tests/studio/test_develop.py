"""The camera pipeline moves as its settings do."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.develop import Development, develop, metered_gain, sample, shake_kernel
from studio.render import Rendered

CLEAN = Development(full_well=1e6, read_noise=0.0, bloom=0.0, sharpening=0.0, jpeg_quality=95)


def rendered(seed=0):
    rng = np.random.default_rng(seed)
    light = cv2.resize(rng.uniform(0.05, 1, (12, 16, 3)).astype(np.float32), (128, 96))
    light = np.clip(light, 0.01, None)
    device = np.zeros((96, 128), np.float32)
    device[20:80, 30:100] = 1
    glare = np.zeros_like(device)
    glare[30:40, 40:60] = 2.0
    light[30:40, 40:60] += 2.0
    return Rendered(light, glare, device, device * 0.5, device * 0, 0.4)


def developed(seed=1, **changes):
    settings = Development(**{**CLEAN.__dict__, **changes})
    return develop(rendered(), settings, np.random.default_rng(seed))


def test_the_same_state_makes_the_same_file():
    assert developed(full_well=500.0).jpeg == developed(full_well=500.0).jpeg
    assert developed(full_well=500.0).jpeg != developed(seed=2, full_well=500.0).jpeg


def test_the_photo_is_what_the_file_holds():
    made = developed()
    stored = cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert np.array_equal(made.photo, stored)


def test_exposure_brightens():
    means = [developed(exposure_offset=stops).photo.mean() for stops in (-2.0, 0.0, 2.0)]
    assert means[0] < 0.7 * means[1]
    assert means[1] < 0.9 * means[2]


def test_metering_ignores_the_level_of_light():
    light = rendered().light
    assert metered_gain(light * 8) == pytest.approx(metered_gain(light) / 8, rel=0.01)


def test_shake_blurs_the_photo_and_the_masks_along_its_way():
    still, shaken = developed(), developed(shake_length=0.15)
    assert shaken.shake_pixels == pytest.approx(0.15 * 128)
    assert still.shake_pixels == 0
    across = [np.abs(np.diff(made.device, axis=1)).max() for made in (still, shaken)]
    down = [np.abs(np.diff(made.device, axis=0)).max() for made in (still, shaken)]
    assert across[1] < 0.3 * across[0]
    assert down[1] > 0.9 * down[0]


@given(st.floats(1, 60), st.floats(0, 360), st.floats(-1.5, 1.5))
def test_shake_neither_adds_light_nor_moves_the_picture(length, angle, curve):
    kernel = shake_kernel(length, angle, curve)
    assert kernel.sum() == pytest.approx(1, abs=1e-4)
    rows, columns = np.indices(kernel.shape)
    centre = kernel.shape[0] // 2
    assert (kernel * columns).sum() == pytest.approx(centre, abs=0.7)
    assert (kernel * rows).sum() == pytest.approx(centre, abs=0.7)


def test_noise_is_what_the_sensor_makes_it():
    clean, noisy = developed(), developed(full_well=200.0)
    difference = noisy.photo.astype(int) - clean.photo
    assert difference.std() > 3


def test_glare_is_a_share_of_the_light_on_the_device():
    made = developed()
    assert 0.5 < made.glare[35, 50] <= 1
    assert made.glare[35, 90] == 0
    assert made.glare[5, 5] == 0


def test_a_messenger_takes_detail_away():
    sharp, sent = (developed(messenger_side=side).photo for side in (None, 40))
    assert sharp.shape == sent.shape
    edges = [cv2.Laplacian(each, cv2.CV_64F).std() for each in (sharp, sent)]
    assert edges[1] < 0.8 * edges[0]


def test_plain_photos_are_good_ones():
    for seed in range(60):
        settings = sample(np.random.default_rng(seed), plain=True)
        assert abs(settings.exposure_offset) < 0.7
        assert settings.shake_length == 0
        assert settings.messenger_side is None
        assert settings.jpeg_quality >= 80
