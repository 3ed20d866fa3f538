"""What is known of a rendered photo: one JSON line each, versioned."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(_Frozen):
    """A region as fractions of the photo's width and height."""

    x: float
    y: float
    w: float
    h: float


class Point(_Frozen):
    """Where a landmark is: fractions of the photo, and whether its side faces the camera."""

    x: float
    y: float
    facing: bool


class PoseTruth(_Frozen):
    """The geometry, so that "left" is a fact.

    `rotation` (3×3, row by row) and `translation` (cm) take the thing's axes to the camera's:
    x to the right, y up, z towards the photographer.
    """

    rotation: tuple[tuple[float, float, float], ...]
    translation: tuple[float, float, float]
    field_of_view: float
    setting: str
    framing: str
    tilt: float
    turned: float


class PhotoTruth(_Frozen):
    """One photo.

    Attributes
    ----------
    file, masks, glare : str
        The photo (JPEG); its masks (PNG: red device, green screen, blue label, 255 = covered);
        its glare map (PNG, grey: share of the light that is a mirrored source, 255 = all).
    run, index, seed, attempts
        From which recipe and seed it comes, and how many attempts it took.
    group : str
        Photos of one group show the same instance of a device.
    design, kind, category, split, view, screen
    screen_content : str, optional
    box : Box, optional
        Of the device; None without one.
    device_share, screen_share : float
        Of the frame.
    glare_share : float
        Of the device, where at least a tenth of the light is a mirrored source.
    circle : float
        Median diameter of the circle of confusion on the device, pixels.
    shake : float
        Length of the camera's path, pixels.
    device_level, background_level : float
        Mean light of the device and of the rest, stops above middle grey.
    exposure_offset : float
        Stops against the camera's own metering.
    faults : tuple of str
        What was done wrong on purpose.
    """

    schema_: Literal["studio.photo/1"] = Field(default="studio.photo/1", alias="schema")
    file: str
    masks: str
    glare: str
    width: int
    height: int
    run: str
    index: int
    seed: int
    attempts: int
    group: str
    category: str
    kind: str
    design: str
    split: str
    view: str
    screen: Literal["on", "off"] | None
    screen_content: str | None = None
    box: Box | None
    device_share: float
    screen_share: float
    glare_share: float
    circle: float
    shake: float
    device_level: float
    background_level: float
    exposure_offset: float
    jpeg_quality: int
    devices: int
    faults: tuple[str, ...]
    surface: str
    surroundings: str
    lamps: tuple[str, ...]
    hand: bool
    pose: PoseTruth | None
    landmarks: dict[str, Point]
    facts: dict[str, str | float | int | bool]
    texts: dict[str, str]

    @property
    def whole(self) -> str:
        """Name of the file with the device's whole outline; see `studio.whole`."""
        return f"{self.file.removesuffix('.jpg')}.whole.png"

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True
    )
