"""Glare: light on dark glass counts, white print and bright places off the subject don't."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from photocheck.metrics.glare import GlareMeasurement, glare

HEIGHT, WIDTH = 756, 1008
DEVICE = (slice(120, 640), slice(340, 660))


def photo(glass: int = 30, table: int = 200) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """A dark device, 320 x 520 px, on a paler table, and its mask."""
    image = np.full((HEIGHT, WIDTH, 3), table, np.uint8)
    image[DEVICE] = glass
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[DEVICE] = True
    return image, mask


def with_light(
    image: NDArray[np.uint8],
    centre: tuple[float, float] = (500, 330),
    radius: float = 45,
    light: float = 320,
) -> NDArray[np.uint8]:
    """Add a reflected lamp: a Gaussian spot of light that clips where it is strongest."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    spot = light * np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * radius**2))
    return np.clip(image + spot[..., None], 0, 255).astype(np.uint8)


def covers(found: GlareMeasurement, point: tuple[float, float]) -> bool:
    x, y = point[0] / WIDTH, point[1] / HEIGHT
    return any(
        box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]
        for box in (blob.box for blob in found.blobs)
    )


def test_clean_dark_glass_has_none() -> None:
    found = glare(*photo())
    assert (found.share, found.clipped_share, found.blobs) == (0, 0, ())
    assert not found.mask.any()


def test_a_soft_spot_is_found_where_it_is() -> None:
    image, mask = photo()
    found = glare(with_light(image), mask)
    assert 0.01 < found.share < 0.5
    assert covers(found, (500, 330))
    assert found.mask[330, 500]
    assert not found.mask[:, :300].any()


def test_bigger_and_stronger_light_hides_more() -> None:
    image, mask = photo()
    shares = [glare(with_light(image, radius=radius), mask).share for radius in (20, 35, 50)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    weak, strong = (glare(with_light(image, light=light), mask) for light in (90, 300))
    assert 0 < weak.share < strong.share
    assert weak.clipped_share == 0 < strong.clipped_share


def test_white_label_of_the_same_area_counts_far_less() -> None:
    image, mask = photo()
    light = glare(with_light(image), mask)
    rows, columns = np.nonzero(light.mask)
    label = image.copy()
    label[rows.min() : rows.max(), columns.min() : columns.max()] = 255
    assert glare(label, mask).share < 0.1 * light.share


def test_slightly_blurred_print_counts_far_less() -> None:
    image, mask = photo()
    light = glare(with_light(image), mask).share
    text = image.copy()
    for row in range(200, 600, 80):
        cv2.putText(text, "SERIAL", (370, row), cv2.FONT_HERSHEY_SIMPLEX, 2, (255, 255, 255), 8)
    assert glare(cv2.GaussianBlur(text, (0, 0), 2), mask).share < 0.1 * light


def test_white_case_and_white_table_are_not_glare() -> None:
    assert glare(*photo(glass=235, table=40)).share == 0
    assert glare(*photo(glass=30, table=255)).share == 0
    assert glare(*photo(glass=255, table=255)).share == 0


def test_light_beside_the_subject_does_not_count() -> None:
    image, mask = photo(table=60)
    image = with_light(image, centre=(160, 380))
    assert glare(image, mask).share == 0
    assert glare(image, ~mask).share > 0


def test_what_a_wide_flash_hides_is_lost_for_certain() -> None:
    image, mask = photo()
    clipped = [
        glare(with_light(image, (500, 380), radius, 600), mask).clipped_share
        for radius in (20, 40, 60, 80)
    ]
    assert clipped == sorted(clipped)
    assert clipped[0] > 0
    assert clipped[-1] > 0.15


def test_light_over_the_rim_does_not_count() -> None:
    image, mask = photo(table=60)
    assert glare(with_light(image, centre=(340, 380)), mask).share == 0


def test_coloured_light_is_not_white() -> None:
    image, mask = photo()
    lit = with_light(image)
    lit[..., 2] = image[..., 2]
    assert glare(lit, mask).share == 0


def test_lit_screen_is_believed_less() -> None:
    image, mask = photo()
    spots = [glare(with_light(image), mask).share]
    for rows in (60, 200):
        screen = image.copy()
        screen[640 - rows : 640, 340:500] = (20, 90, 230)
        screen[640 - rows : 640, 500:660] = (230, 90, 20)
        spots.append(glare(with_light(screen), mask).share)
    assert spots[0] > spots[1] > spots[2] == 0


def test_a_coloured_case_is_no_lit_screen() -> None:
    image, mask = photo()
    blue = image.copy()
    blue[mask] = (20, 90, 230)
    assert glare(with_light(blue), mask).share > 0


def test_two_spots_come_strongest_first() -> None:
    image, mask = photo()
    image = with_light(with_light(image, (430, 230), 25, 200), (560, 520), 40, 320)
    found = glare(image, mask)
    assert len(found.blobs) == 2
    weights = [blob.area * blob.strength for blob in found.blobs]
    assert weights == sorted(weights, reverse=True)
    assert found.share == pytest.approx(sum(weights))
    x, y, w, h = found.blobs[0].box
    assert x < 560 / WIDTH < x + w
    assert y < 520 / HEIGHT < y + h


def test_mirrored_photo_has_the_same_share() -> None:
    image, mask = photo()
    image = with_light(image, (430, 300))
    turned = glare(np.ascontiguousarray(image[:, ::-1]), np.ascontiguousarray(mask[:, ::-1]))
    assert turned.share == pytest.approx(glare(image, mask).share, rel=0.05)


def test_no_region_and_an_empty_one_mean_the_frame() -> None:
    image = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    image = with_light(image)
    assert glare(image).share == glare(image, np.ones((HEIGHT, WIDTH), np.bool_)).share > 0
    empty = glare(image, np.zeros((HEIGHT, WIDTH), np.bool_))
    assert empty[:3] == glare(image)[:3]


@pytest.mark.parametrize("code", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (3000, 1), (4, 2), (252, 189), (1008, 757)])
def test_uniform_photo_has_none(code: int, size: tuple[int, int]) -> None:
    found = glare(np.full((*size, 3), code, np.uint8))
    assert (found.share, found.clipped_share, found.blobs) == (0, 0, ())
    assert found.mask.shape == size


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)),
        elements=st.integers(0, 255),
    ),
    st.booleans(),
)
def test_any_small_image_is_in_range(image: NDArray[np.uint8], half: bool) -> None:
    mask = np.ones(image.shape[:2], np.bool_)
    if half:
        mask[:, : image.shape[1] // 2] = False
    found = glare(image, mask)
    assert 0 <= found.share <= 1
    assert 0 <= found.clipped_share <= 1
    assert found.mask.shape == image.shape[:2]
    assert all(0 <= blob.strength <= 1 and 0 < blob.area <= 1 for blob in found.blobs)


@pytest.mark.parametrize(
    ("image", "region", "said"),
    [
        (np.zeros((20, 20), np.uint8), None, "expected a non-empty H×W×3 uint8 array"),
        (np.zeros((20, 20, 3), np.float64), None, "float64"),
        (np.zeros((20, 0, 3), np.uint8), None, "expected a non-empty"),
        (np.zeros((20, 20, 3), np.uint8), np.ones((20, 19), np.bool_), r"\(20, 19\)"),
        (np.zeros((20, 20, 3), np.uint8), np.ones((20, 20), np.uint8), "expected a bool region"),
    ],
)
def test_wrong_arrays_are_refused(
    image: NDArray[np.uint8], region: NDArray[np.bool_] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        glare(image, region)
