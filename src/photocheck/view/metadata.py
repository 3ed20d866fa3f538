"""What `view.json` says of the model beside it: its labels, and every constant fitted to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic import JsonValue as Json
from typing_extensions import Self

from photocheck.errors import ModelError
from photocheck.view.labels import OPPOSITES

FILE: Final = "view.json"
SCHEMA: Final = "photocheck.view-model/5"

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PairCalibration(_Part):
    """How far two opposite views are told apart.

    Attributes
    ----------
    slope : float
        Share (0 to 1) of the difference of their logits that is kept.
    pose : float
        Weight, at least 0, of what the device's pose says of left and right.
    """

    slope: Share = 1.0
    pose: Annotated[float, Field(ge=0)] = 0.0


class FaultCalibration(_Part):
    """From a fault's logit to the share of people who see the fault, by a logistic curve.

    Attributes
    ----------
    slope : float
        What the logit is multiplied by.
    offset : float
        What is added to that.
    """

    slope: Positive = 1.0
    offset: float = 0.0


class Calibration(_Part):
    """From logits to frequencies; fitted on sources and designs that taught nothing.

    Attributes
    ----------
    temperature, temperature_two_pass : float
        What logits are divided by: those of one pass, and the mean of those of two.
    pairs : mapping of "category/view" to PairCalibration
        By the first of two opposite views.
    out_of_distribution_from : float
        Out-of-distribution score above which a photo is taken for one of no device, the more so
        the higher it is.
    out_of_distribution_weight : float
        By how much the logit of no device rises with each unit of the score above that.
    sure_from : mapping of category to float
        Confidence from which an answer of this category was right in at least 97 of 100 photos;
        an answer of a category that is not named is never sure.
    contradicts_below : float
        Likelihood of a category below which a photo surely shows something else; exceeded by at
        least 99 of 100 photos of that category.
    faults : mapping of fault to FaultCalibration
        Of a fault that is not named, nothing is said.
    """

    temperature: Positive
    temperature_two_pass: Positive
    pairs: Mapping[str, PairCalibration]
    out_of_distribution_from: float
    out_of_distribution_weight: Annotated[float, Field(ge=0)]
    sure_from: Mapping[str, Share] = {}
    contradicts_below: Share = 0.0
    faults: Mapping[str, FaultCalibration] = {}


class Postprocessing(_Part):
    """Limits on maps and shares.

    Attributes
    ----------
    two_pass_from : float
        Probability of a narrow side from which the device is looked at again, cut out.
    crop_margin : float
        Side of that crop, in lengths of the device.
    device_from : float
        Probability of the device in a cell of the mask.
    smallest_part : float
        Parts of the mask smaller than this share of its largest part are dropped.
    second_device : float
        Convex parts of at least this share of the largest part are devices of their own.
    convex_from : float
        Share of its convex hull that a device covers; ragged parts of one device cover less.
    screen_share : float
        Share of the device that its screen must cover for its state to be told.
    lit_sure_from : float
        Probability from which the screen is said to be on, and one minus that for off, where the
        view does not tell.
    """

    two_pass_from: Share = 0.15
    crop_margin: Positive = 1.2
    device_from: Share = 0.5
    smallest_part: Share = 0.1
    second_device: Share = 0.5
    convex_from: Share = 0.85
    screen_share: Share = 0.03
    lit_sure_from: Share = 0.8


class ViewMetadata(_Part):
    """The record of a view model.

    Attributes
    ----------
    sha256 : str
        Of the weights.
    size : int
        Side of the square that the network sees, pixels.
    labels : tuple of (category, view)
        In the order of the logits.
    faults : tuple of str
        In the order of the output of that name; empty where the network has none.
    imagenet_devices : mapping of int to str
        Classes of ImageNet that devices, parcels and papers are taken for.
    calibration : Calibration
    postprocessing : Postprocessing
    sample : mapping of output to list of float
        The first numbers that each output holds for the sample picture.
    taught_by : mapping
        What the model was made of: for the model card.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, serialize_by_alias=True
    )

    schema_version: Literal["photocheck.view-model/5"] = Field(default=SCHEMA, alias="schema")
    sha256: str
    size: Annotated[int, Field(gt=0, le=1024)]
    labels: tuple[tuple[str, str], ...]
    faults: tuple[str, ...] = ()
    imagenet_devices: Mapping[int, str]
    calibration: Calibration
    postprocessing: Postprocessing = Postprocessing()
    sample: Mapping[str, tuple[float, ...]]
    taught_by: Mapping[str, Json] = {}

    @model_validator(mode="after")
    def _pairs_are_opposites(self) -> Self:
        firsts = {first for first, _ in OPPOSITES}
        for key in self.calibration.pairs:
            category, _, view = key.partition("/")
            if (category, view) not in self.labels or view not in firsts:
                raise ValueError(f"expected pairs by the first of two opposite views, got {key!r}")
        if not self.calibration.faults.keys() <= set(self.faults):
            raise ValueError("expected faults that the network tells, got others")
        return self

    @classmethod
    def read(cls, data: bytes) -> ViewMetadata:
        """The record in a file's bytes.

        Raises
        ------
        ModelError
            If it is damaged or of another version.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            faults = {fault["loc"]: fault["input"] for fault in error.errors()}
            if "schema" in {place for loc in faults for place in loc}:
                found = faults[("schema",)]
                raise ModelError(f"expected a record {SCHEMA}, {FILE} is {found!r}") from error
            where = ", ".join(sorted({".".join(map(str, loc)) or "JSON" for loc in faults}))
            raise ModelError(
                f"expected a sound record {SCHEMA} in {FILE}, got other values for {where}: "
                "install the package again"
            ) from error

    def write(self, file: Path) -> None:
        """Write the record, one line a field."""
        lines = (
            f' "{name}": {_compact(value)}'
            for name, value in self.model_dump(mode="json", by_alias=True).items()
        )
        file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

    def is_device_of_imagenet(self) -> NDArray[np.bool_]:
        """Which of ImageNet's classes devices are taken for, 1000 bool."""
        return np.isin(np.arange(1000), list(self.imagenet_devices))


def _compact(value: Json) -> str:
    import json  # noqa: PLC0415  # by training alone

    return json.dumps(value, ensure_ascii=False)
