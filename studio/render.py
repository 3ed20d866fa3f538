"""Path tracing by Mitsuba 3, with the masks and the glare that no photo could tell.

W. Jakob et al., "Dr.Jit: a just-in-time compiler for differentiable rendering", 2022;
denoised by Intel Open Image Denoise.
"""

from __future__ import annotations

import ctypes.util
import os
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from glob import glob
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.errors import StudioError
from studio.model import Material, Part
from studio.scene import Camera, Lamp, Scene
from studio.solids import sheet

Image = NDArray[np.float32]

_FAST: Final = "llvm_ad_rgb"
_SLOW: Final = "scalar_rgb"
_BOUNCES: Final = 4
_SMALL: Final = 512
_LAYERS: Final = ("device", "screen", "label")
_LAYER_COLOURS: Final[dict[str, tuple[float, float, float]]] = {
    "scenery": (0.0, 0.0, 0.0),
    "device": (0.5, 0.0, 0.0),
    "screen": (0.5, 0.5, 0.0),
    "label": (0.5, 0.0, 0.5),
}
_PART_STEP: Final = 64
_LAMP_STEP: Final = 2
_OLDEST_LLVM: Final = 16  # 14 and 15 crash while compiling these scenes


@dataclass(frozen=True)
class Rendered:
    """What the lens threw on the sensor, before exposure.

    Attributes
    ----------
    light : H×W×3 float32
        Linear RGB radiance.
    glare : H×W float32
        Luminance of that light which the device mirrors from a source.
    device, screen, label : H×W float32
        Share of each pixel covered, 0 to 1, out-of-focus edges included.
    circle : float
        Median diameter of the circle of confusion over the device, pixels.
    """

    light: Image
    glare: Image
    device: Image
    screen: Image
    label: Image
    circle: float


@cache
def mitsuba(variant: str | None = None) -> Any:
    """Mitsuba, set to its fast variant where a fit LLVM is found, else to the slow one.

    Raises
    ------
    StudioError
        If a package of the studio's extra is missing.
    """
    try:
        import mitsuba as mi
    except ImportError as error:
        raise StudioError(
            f"expected the package {error.name}: install it with pip install 'photocheck[studio]'"
        ) from error
    wanted = variant or os.environ.get("STUDIO_VARIANT") or (_FAST if _find_llvm() else _SLOW)
    mi.set_variant(wanted)
    mi.set_log_level(mi.LogLevel.Error)
    return mi


def _find_llvm() -> bool:
    if os.environ.get("DRJIT_LIBLLVM_PATH"):
        return True
    found = [
        (int(version), path)
        for path in glob("/usr/lib/*/libLLVM*.so*") + glob("/usr/lib/llvm-*/lib/libLLVM*.so*")  # noqa: PTH207
        if (version := _llvm_version(path)) is not None
    ]
    if found and max(found)[0] >= _OLDEST_LLVM:
        os.environ["DRJIT_LIBLLVM_PATH"] = max(found)[1]
        return True
    return any(ctypes.util.find_library(f"LLVM-{version}") for version in range(_OLDEST_LLVM, 30))


def _llvm_version(path: str) -> str | None:
    digits = Path(path).name.removeprefix("libLLVM").lstrip("-.").removeprefix("so.")
    number = digits.partition(".")[0]
    return number if number.isdigit() else None


def render(
    scene: Scene, long_side: int, samples: int = 8, seed: int = 0, *, denoise: bool = True
) -> Rendered:
    """Render a scene.

    Parameters
    ----------
    scene : Scene
    long_side : int
        Of the picture, in pixels.
    samples : int
        Rays per pixel.
    seed : int
    denoise : bool
        Whether the noise of few samples is removed; needs the package pyoidn.

    Raises
    ------
    StudioError
        If a package of the studio's extra is missing.
    """
    mi = mitsuba()
    camera = scene.camera
    sensor = _sensor(mi, camera, camera.size(long_side), samples)
    # One scene at a time: kernels depend on how many objects are alive.
    loaded = _loaded(mi, scene)
    light = _traced(mi, loaded, sensor, {"max_depth": _BOUNCES}, samples, seed)
    guides = _guides(mi, loaded, sensor, samples, seed) if denoise else None
    del loaded
    glaring = _loaded(mi, _only_glare(scene))
    glare = _glare(mi, glaring, camera, long_side, samples, seed + 1, guides)
    del glaring
    layered = _loaded(mi, _only_layers(scene))
    masks, circle = _masks(mi, layered, camera, long_side, seed + 2)
    del layered
    if guides is not None:
        light = _denoised(light, *guides)
    return Rendered(
        light=light,
        glare=glare * (masks["device"] > 0),
        device=masks["device"],
        screen=masks["screen"],
        label=masks["label"],
        circle=circle,
    )


def _loaded(mi: Any, scene: Scene) -> Any:
    with tempfile.TemporaryDirectory(prefix="studio-") as folder:
        # In parallel, or merged for speed, the order of shapes and lamps would be chance.
        return mi.load_dict(_world(mi, scene, Path(folder)), parallel=False, optimize=False)


def _traced(
    mi: Any, loaded: Any, sensor: Any, settings: dict[str, Any], samples: int, seed: int
) -> Image:
    integrator = mi.load_dict({"type": "path", **settings})
    light = np.array(
        mi.render(loaded, integrator=integrator, sensor=sensor, spp=samples, seed=seed)
    )
    return np.ascontiguousarray(np.nan_to_num(light[..., :3], posinf=1e4, neginf=0), np.float32)


def _guides(mi: Any, loaded: Any, sensor: Any, samples: int, seed: int) -> tuple[Image, Image]:
    """Albedo and normals, which tell the denoiser an edge from noise."""
    integrator = mi.load_dict({"type": "aov", "aovs": "a:albedo,n:sh_normal"})
    channels = np.nan_to_num(
        np.array(mi.render(loaded, integrator=integrator, sensor=sensor, spp=samples, seed=seed))
    )
    albedo = np.ascontiguousarray(np.clip(channels[..., :3], 0, 1), np.float32)
    return albedo, np.ascontiguousarray(channels[..., 3:6], np.float32)


def _glare(
    mi: Any,
    loaded: Any,
    camera: Camera,
    long_side: int,
    samples: int,
    seed: int,
    guides: tuple[Image, Image] | None,
) -> Image:
    """Luminance that the device mirrors from sources: one bounce, at half the size."""
    width, height = camera.size(long_side)
    half = (max(1, width // 2), max(1, height // 2))
    sensor = _sensor(mi, camera, half, 2 * samples)
    settings = {"max_depth": 2, "hide_emitters": True}
    light = _traced(mi, loaded, sensor, settings, 2 * samples, seed)
    if guides is not None:
        albedo, normal = (
            np.asarray(cv2.resize(guide, half, interpolation=cv2.INTER_AREA), np.float32)
            for guide in guides
        )
        light = _denoised(light, albedo, normal)
    return np.asarray(cv2.resize(_luminance(light), (width, height)), np.float32)


def _luminance(light: Image) -> Image:
    return np.asarray(light @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)


def _denoised(light: Image, albedo: Image, normal: Image) -> Image:
    try:
        import pyoidn
    except ImportError as error:
        raise StudioError(
            "expected the package pyoidn: install it with pip install 'photocheck[studio]', "
            "or render with denoise=False"
        ) from error
    return np.asarray(
        pyoidn.denoise(light, albedo=albedo, normal=normal, hdr=True), np.float32
    ).clip(0, None)


def _world(mi: Any, scene: Scene, folder: Path) -> dict[str, Any]:
    transform = mi.ScalarTransform4f
    turned = transform().rotate([0, 0, 1], scene.turn) @ transform().rotate([1, 0, 0], 90)
    world: dict[str, Any] = {
        "type": "scene",
        "surroundings": {
            "type": "envmap",
            "bitmap": mi.Bitmap(np.ascontiguousarray(scene.radiance, np.float32)),
            "to_world": turned,
        },
    }
    parts = scene.parts if mi.variant() == _SLOW else _padded(scene)
    for index, part in enumerate(parts):
        world[f"part{index}"] = _mesh(mi, part, scene.screen_level, folder / f"{index}.ply")
    for index, lamp in enumerate(scene.lamps):
        world[f"lamp{index}"] = _mesh(mi, _lamp_part(lamp), 1.0, folder / f"lamp{index}.ply")
    return world


def _padded(scene: Scene) -> tuple[Part, ...]:
    """The parts, and specks out of sight that make scenes alike.

    A kernel is compiled, for seconds, for each number of shapes and of lamps, and for each set of
    kinds of material; so they are made few.
    """
    parts = list(scene.parts)
    shining = len(scene.lamps) + sum(part.material.emission is not None for part in parts)
    dark = np.zeros((2, 2, 3), np.float32)
    extra = [Material((0.0, 0.0, 0.0), metallic=1.0), Material((0.0, 0.0, 0.0))]
    wanted = max(_LAMP_STEP, shining + -shining % _LAMP_STEP)
    extra += [Material((0.0, 0.0, 0.0), emission=dark)] * (wanted - shining)
    total = len(parts) + len(scene.lamps) + len(extra)
    extra += [Material((0.0, 0.0, 0.0))] * (-total % _PART_STEP)
    corners = np.array([[0, 0, -900], [0, -0.1, -900], [0.1, -0.1, -900], [0.1, 0, -900]])
    specks = [
        sheet(f"speck {index}", corners, material, layer="scenery")
        for index, material in enumerate(extra)
    ]
    return (*parts, *specks)


def _only_glare(scene: Scene) -> Scene:
    """The same geometry, where only devices mirror, and only sources of light shine."""

    def stripped(part: Part) -> Part:
        material = part.material
        if part.layer == "scenery":
            return replace(part, material=Material((0.0, 0.0, 0.0), 1.0, 0.0, 0.0))
        colour = material.colour if material.metallic >= 0.5 else (0.0, 0.0, 0.0)
        return replace(part, material=replace(material, colour=colour, emission=None))

    return replace(
        scene, parts=tuple(stripped(part) for part in scene.parts), radiance=scene.sources
    )


def _lamp_part(lamp: Lamp) -> Part:
    forward = lamp.target - lamp.position
    forward = forward / np.linalg.norm(forward)
    helper = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.cross(forward, helper)
    across /= np.linalg.norm(across)
    upward = np.cross(forward, across)
    x, y = across * lamp.width / 2, upward * lamp.height / 2
    corners = [lamp.position + each for each in (-x + y, x + y, x - y, -x - y)]
    shine = np.tile(np.asarray(lamp.radiance, np.float32), (2, 2, 1))
    material = Material((0.0, 0.0, 0.0), 1.0, 0.0, 0.0, emission=shine)
    lit = sheet(lamp.name, corners, material, layer="scenery")
    if lit.normals[0] @ forward < 0:
        lit = sheet(lamp.name, corners[::-1], material, layer="scenery")
    return lit


def _picture(mi: Any, values: NDArray[np.floating] | float | tuple[float, ...]) -> dict[str, Any]:
    # Everything is a picture, so that all scenes share one compiled kernel.
    pixels = np.asarray(values, np.float32)
    if pixels.ndim < 2:
        pixels = np.tile(pixels, (2, 2) + (1,) * pixels.ndim)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    return {
        "type": "bitmap",
        "bitmap": mi.Bitmap(np.ascontiguousarray(pixels)),
        "raw": True,
        "filter_type": "bilinear",
        "wrap_mode": "mirror",
    }


def _mesh(mi: Any, part: Part, screen_level: float, file: Path) -> dict[str, Any]:
    uv = part.uv if part.uv is not None else np.zeros((len(part.vertices), 2), np.float32)
    mesh = mi.Mesh(
        part.name,
        len(part.vertices),
        len(part.faces),
        has_vertex_normals=True,
        has_vertex_texcoords=True,
    )
    fields = mi.traverse(mesh)
    fields["vertex_positions"] = np.ravel(part.vertices)
    fields["vertex_normals"] = np.ravel(part.normals)
    fields["faces"] = np.ravel(part.faces)
    # Mitsuba's v runs upward over a picture, ours downward.
    fields["vertex_texcoords"] = np.ravel(uv)
    fields.update()
    mesh.write_ply(str(file))
    material = part.material
    shape: dict[str, Any] = {
        "type": "ply",
        "filename": str(file),
        "bsdf": {
            "type": "principled",
            "base_color": _picture(mi, material.colour),
            "roughness": _picture(mi, np.clip(material.roughness, 0.02, 1)),
            "metallic": float(material.metallic),
            "specular": float(np.clip(material.specular, 0.01, 0.9)),
        },
    }
    if material.emission is not None:
        shape["emitter"] = {
            "type": "area",
            "radiance": _picture(mi, material.emission * np.float32(screen_level)),
        }
    return shape


def _sensor(mi: Any, camera: Camera, size: tuple[int, int], samples: int) -> Any:
    target = camera.position - camera.back
    sensor = mi.load_dict(
        {
            "type": "thinlens",
            "fov": camera.field_of_view,
            "fov_axis": "larger",
            "aperture_radius": max(camera.aperture, 1e-4),
            "focus_distance": camera.focus,
            "near_clip": 0.05,
            "far_clip": 5000.0,
            "to_world": mi.ScalarTransform4f().look_at(
                origin=list(camera.position), target=list(target), up=list(camera.up)
            ),
            "film": {
                "type": "hdrfilm",
                "width": size[0],
                "height": size[1],
                "rfilter": {"type": "box"},
                "pixel_format": "rgb",
            },
            "sampler": {"type": "independent", "sample_count": samples},
        }
    )
    if mi.variant() != _SLOW:
        import drjit as dr

        # Else both are constants of the kernel, which is then compiled for each photo.
        fields = mi.traverse(sensor)
        for name in ("aperture_radius", "focus_distance"):
            value = mi.Float(fields[name])
            dr.make_opaque(value)
            fields[name] = value
        fields.update()
    return sensor


def _masks(
    mi: Any, loaded: Any, camera: Camera, long_side: int, seed: int
) -> tuple[dict[str, Image], float]:
    """Coverage by layer, and the device's median circle of confusion.

    One ray per pixel of a larger picture, so that each value belongs to one surface.
    """
    width, height = camera.size(long_side)
    finer = 4 if long_side <= _SMALL else 2
    fine = (width * finer, height * finer)
    sensor = _sensor(mi, camera, fine, 1)
    integrator = mi.load_dict({"type": "aov", "aovs": "l:albedo,p:position"})
    channels = np.array(mi.render(loaded, integrator=integrator, sensor=sensor, spp=1, seed=seed))
    layers = channels[..., :3] > 0.25
    blocks = layers.reshape(height, finer, width, finer, 3)
    coverage = blocks.mean(axis=(1, 3), dtype=np.float32)
    device = layers[..., 0]
    depth = (camera.position - channels[..., 3:6][device]) @ camera.back
    circles = camera.circle_of_confusion(depth, long_side)
    masks = {name: coverage[..., index] for index, name in enumerate(_LAYERS)}
    return masks, float(np.median(circles)) if device.any() else 0.0


def _only_layers(scene: Scene) -> Scene:
    """The same geometry, each part in the colour of its layer."""
    return replace(
        scene,
        parts=tuple(
            replace(part, material=Material(_LAYER_COLOURS[part.layer], 1.0, 0.0, 0.0))
            for part in scene.parts
        ),
        lamps=(),
    )
