"""Pictures that several tests use; all are generated."""

import os
import uuid

import cv2
import numpy as np
import pytest


def draw_scene(seed=0, height=900, width=1200):
    """A device-like shape with edges and print on a grained table, H×W×3 uint8 RGB."""
    random = np.random.default_rng(seed)
    picture = np.full((height, width, 3), random.integers(90, 200, 3), np.float32)
    slope = np.linspace(-25, 25, width) * random.choice([-1, 1])
    picture += slope[None, :, None]
    for _ in range(12):
        centre = random.integers((0, 0), (width, height)).tolist()
        axes = random.integers(20, width // 5, 2).tolist()
        colour = random.integers(0, 255, 3).tolist()
        cv2.ellipse(picture, centre, axes, int(random.integers(180)), 0, 360, colour, -1)
    left, top = int(width * 0.3), int(height * 0.15)
    cv2.rectangle(picture, (left, top), (int(width * 0.7), int(height * 0.85)), (35, 38, 42), -1)
    for _ in range(60):
        x, y = random.integers((left, top), (int(width * 0.68), int(height * 0.83))).tolist()
        cv2.rectangle(picture, (x, y), (x + 14, y + 6), random.integers(60, 240, 3).tolist(), -1)
    picture += random.normal(0, 3, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def encode_jpeg(rgb, quality=85):
    """A JPEG file's bytes."""
    ok, data = cv2.imencode(
        ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert ok
    return data.tobytes()


@pytest.fixture(scope="session")
def make_scene():
    """The function that draws a scene for a seed."""
    return draw_scene


@pytest.fixture(scope="session")
def scene():
    """One scene: 900×1200×3 uint8 RGB, read-only."""
    picture = draw_scene()
    picture.setflags(write=False)
    return picture


@pytest.fixture(scope="session")
def to_jpeg():
    """The function that encodes RGB as JPEG bytes."""
    return encode_jpeg


@pytest.fixture(scope="session")
def scene_jpeg(scene):
    """The scene as the bytes of a JPEG file."""
    return encode_jpeg(scene)


@pytest.fixture
def postgresql():
    """The address of an empty PostgreSQL database for one test, for SQLAlchemy."""
    server = os.environ.get("TEST_POSTGRESQL")
    if not server:
        pytest.skip("TEST_POSTGRESQL names no server, as .ci/run does where it can start one")
    psycopg = pytest.importorskip("psycopg")
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield f"{server.replace('postgresql:', 'postgresql+psycopg:').rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")
