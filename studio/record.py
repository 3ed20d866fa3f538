"""From a stage and what came of it to the record of a photo."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from studio.designs import category_of
from studio.develop import Developed, Development
from studio.model import Thing
from studio.poses import Pose
from studio.recipe import Shot
from studio.render import Rendered
from studio.scene import Camera
from studio.screens import Screen
from studio.stage import Stage
from studio.truth import Box, PhotoTruth, Point, PoseTruth

_GLARE: Final = 0.1
_MASK: Final = 0.5
_MIDDLE_GREY: Final = 0.2
_DARK: Final = -1.6
_BACKLIT: Final = 2.6
BLURRED: Final = 2.5 / 1024
"""A circle of confusion (or a shake) above this share of the long side is called a blur."""


def record(
    shot: Shot,
    stage: Stage,
    developed: Developed,
    chosen: Development,
    rendered: Rendered,
    attempts: int,
) -> PhotoTruth:
    """All that is known of a photo."""
    height, width = developed.device.shape
    long_side = max(height, width)
    covered = developed.device > _MASK
    area = max(float(developed.device.sum()), 1e-6)
    thing, pose, circle = stage.thing, stage.pose, rendered.circle
    device_level = _stops(rendered.light, developed.gain, rendered.device)
    background_level = _stops(rendered.light, developed.gain, 1 - rendered.device)
    screen = _screen_state(shot, thing)
    blurred = circle > BLURRED * long_side
    faults = {
        "blur.defocus": blurred and thing is not None,
        "blur.motion": developed.shake_pixels > BLURRED * long_side,
        "exposure.over": chosen.exposure_offset > 0.9,
        "exposure.under": chosen.exposure_offset < -1.1,
        "exposure.backlit": thing is not None
        and device_level < _DARK
        and background_level - device_level > _BACKLIT,
        "framing.cut_off": pose is not None and pose.framing == "cropped",
        "framing.too_small": pose is not None and pose.framing == "tiny",
        "framing.several": stage.devices > 1,
    }
    return PhotoTruth(
        **_of(shot, developed),
        attempts=attempts,
        category=category_of(shot.design) if shot.design else "none",
        screen=screen,
        screen_content=str(thing.facts["content"]) if thing and "content" in thing.facts else None,
        box=_box(covered),
        device_share=round(float(developed.device.mean()), 4),
        screen_share=round(float(developed.screen.mean()), 4),
        glare_share=round(float((developed.device * (developed.glare > _GLARE)).sum() / area), 4),
        circle=round(circle, 3),
        shake=round(developed.shake_pixels, 3),
        device_level=round(device_level, 2),
        background_level=round(background_level, 2),
        exposure_offset=round(chosen.exposure_offset, 3),
        jpeg_quality=chosen.jpeg_quality,
        devices=stage.devices,
        faults=tuple(name for name, is_so in faults.items() if is_so),
        surface=stage.surface,
        surroundings=stage.surroundings.kind,
        lamps=(*stage.surroundings.lamps, *(lamp.name for lamp in stage.scene.lamps)),
        hand=stage.hand,
        pose=None if pose is None else _pose_truth(pose),
        landmarks={} if thing is None else _landmarks(thing, stage.scene.camera, long_side),
        facts={} if thing is None else dict(thing.facts),
        texts={} if thing is None else dict(thing.texts),
    )


def record_capture(shot: Shot, developed: Developed, screen: Screen) -> PhotoTruth:
    """All that is known of a screen capture."""
    return PhotoTruth(
        **_of(shot, developed),
        attempts=1,
        category="document",
        screen=None,
        screen_content=screen.content,
        box=None,
        device_share=0.0,
        screen_share=0.0,
        glare_share=0.0,
        circle=0.0,
        shake=0.0,
        device_level=0.0,
        background_level=0.0,
        exposure_offset=0.0,
        jpeg_quality=0,
        devices=0,
        faults=(),
        surface="none",
        surroundings="none",
        lamps=(),
        hand=False,
        pose=None,
        landmarks={},
        facts={},
        texts=dict(screen.texts),
    )


def _of(shot: Shot, developed: Developed) -> dict[str, Any]:
    """What a record says of any photo: its files, its size and the shot that it is of."""
    height, width = developed.device.shape
    return {
        "file": f"{shot.name}.jpg",
        "masks": f"{shot.name}.masks.png",
        "glare": f"{shot.name}.glare.png",
        "width": width,
        "height": height,
        "run": shot.run,
        "index": shot.index,
        "seed": shot.seed,
        "group": shot.group,
        "kind": shot.kind,
        "design": shot.design,
        "split": shot.split,
        "view": shot.view,
    }


def _screen_state(shot: Shot, thing: Thing | None) -> Any:
    if thing is None or not any(part.layer == "screen" for part in thing.parts):
        return None
    lit = any(part.layer == "screen" and part.material.emission is not None for part in thing.parts)
    return ("on" if lit else "off") if shot.kind != "parcel" else None


def _box(covered: NDArray[np.bool_]) -> Box | None:
    if not covered.any():
        return None
    height, width = covered.shape
    rows, columns = np.flatnonzero(covered.any(1)), np.flatnonzero(covered.any(0))
    return Box(
        x=round(columns[0] / width, 4),
        y=round(rows[0] / height, 4),
        w=round((columns[-1] + 1 - columns[0]) / width, 4),
        h=round((rows[-1] + 1 - rows[0]) / height, 4),
    )


def _pose_truth(pose: Pose) -> PoseTruth:
    camera = pose.camera
    to_camera = np.stack([camera.right, camera.up, camera.back])
    rotation = (to_camera @ pose.rotation).round(5)
    translation = (to_camera @ (pose.offset - camera.position)).round(3)
    return PoseTruth(
        rotation=tuple((float(x), float(y), float(z)) for x, y, z in rotation),
        translation=(float(translation[0]), float(translation[1]), float(translation[2])),
        field_of_view=round(camera.field_of_view, 2),
        setting=pose.setting,
        framing=pose.framing,
        tilt=round(pose.tilt, 2),
        turned=round(pose.turned, 2),
    )


def _landmarks(thing: Thing, camera: Camera, long_side: int) -> dict[str, Point]:
    width, height = camera.size(long_side)
    points = thing.vertices()
    centre = (points.min(0) + points.max(0)) / 2
    found = {}
    for name, place in thing.landmarks.items():
        pixel = camera.project(np.asarray([place]), long_side)[0]
        if np.isfinite(pixel).all():
            # Convex enough: what is on the camera's side of the middle faces it.
            facing = (np.asarray(place) - centre) @ (camera.position - np.asarray(place)) > 0
            found[name] = Point(
                x=round(float(pixel[0] / width), 4),
                y=round(float(pixel[1] / height), 4),
                facing=bool(facing),
            )
    return found


def _stops(light: NDArray[np.float32], gain: float, weight: NDArray[np.float32]) -> float:
    """How bright a part of the picture is, in stops above middle grey."""
    if weight.sum() < 1:
        return 0.0
    luminance = light @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    mean = float((luminance * weight).sum() / weight.sum()) * gain
    return float(np.log2(max(mean, 1e-6) / _MIDDLE_GREY))
