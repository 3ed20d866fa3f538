"""The hash: copies are near, other pictures are far."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck.metrics.perceptual_hash import (
    HASH_BITS,
    distance,
    nearest,
    perceptual_hash,
)

HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
LIMIT = HASH_BITS // 4


def grey(rgb):
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)


@pytest.fixture(scope="module")
def picture(scene):
    return grey(scene)


@pytest.fixture(scope="module")
def others(make_scene):
    return [perceptual_hash(grey(make_scene(seed, 450, 600))) for seed in range(1, 12)]


def recompressed(image, quality):
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def shrunk(image, side):
    factor = side / max(image.shape)
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


COPIES = {
    "messenger": lambda image: recompressed(shrunk(image, 640), 50),
    "shrunk": lambda image: shrunk(image, 320),
    "enlarged": lambda image: cv2.resize(image, None, fx=2, fy=2),
    "brighter": lambda image: np.clip(image * 1.2, 0, 255).astype(np.uint8),
    "darker": lambda image: (image * 0.6).astype(np.uint8),
    "gamma": lambda image: (255 * (image / 255) ** 1.3).astype(np.uint8),
    "trimmed left and top": lambda image: image[18:, 24:],
    "trimmed right and bottom": lambda image: image[:-18, :-24],
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copy_is_nearer_than_any_other_picture(copy, picture, others):
    own = perceptual_hash(picture)
    to_copy = distance(own, perceptual_hash(copy(picture)))
    assert to_copy < LIMIT < min(distance(own, other) for other in others)


def test_more_trimming_is_farther(picture):
    own = perceptual_hash(picture)
    trimmed = [perceptual_hash(picture[:, round(1200 * share) :]) for share in (0.01, 0.04, 0.2)]
    near, middle, far = (distance(own, other) for other in trimmed)
    assert near < middle < far


@pytest.mark.parametrize("turn", [np.rot90, np.fliplr, np.flipud], ids=lambda turn: turn.__name__)
def test_a_turned_or_mirrored_picture_is_another(turn, picture):
    turned = perceptual_hash(np.ascontiguousarray(turn(picture)))
    assert distance(perceptual_hash(picture), turned) > LIMIT


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_a_uniform_picture_has_no_hash(level):
    assert perceptual_hash(np.full((300, 400), level, np.uint8)) is None


def test_a_uniform_picture_with_noise_has_no_hash():
    random = np.random.default_rng(0)
    noise = np.clip(random.normal(128, 4, (756, 1008)), 0, 255).astype(np.uint8)
    assert perceptual_hash(noise) is None


def test_a_dark_picture_has_the_hash_of_its_shapes(picture):
    dark = (picture * 0.15).astype(np.uint8)
    assert distance(perceptual_hash(picture), perceptual_hash(dark)) < LIMIT


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (2, 2), (8, 4000), (31, 33)])
def test_any_size_is_taken(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    hash_ = perceptual_hash(image)
    assert hash_ is None if shape == (1, 1) else len(hash_) == 64


def test_the_mean_is_no_part_of_it(picture):
    assert int(perceptual_hash(picture)[0], 16) < 8


def test_the_picture_is_left_as_it_was(picture):
    before = picture.copy()
    perceptual_hash(picture)
    assert np.array_equal(before, picture)


@given(HEX, HEX, HEX)
def test_distance_is_a_metric(first, second, third):
    assert distance(first, first) == 0
    assert distance(first, second) == distance(second, first) <= HASH_BITS
    assert distance(first, third) <= distance(first, second) + distance(second, third)


@given(HEX, st.lists(st.none() | HEX))
def test_nearest_is_the_first_of_the_smallest(own, others):
    found = nearest(own, others)
    distances = [distance(own, other) for other in others if other is not None]
    if not distances:
        assert found is None
    else:
        index, bits = found
        assert bits == min(distances) == distance(own, others[index])
        assert all(other is None or distance(own, other) > bits for other in others[:index])


def test_no_hexadecimal_number_is_refused():
    with pytest.raises(ValueError):
        distance("zz", "00")
