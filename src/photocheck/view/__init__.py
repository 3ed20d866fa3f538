"""What the camera saw: which kind of device, from which side, with the screen on or off.

A small network tells it: ``preprocess`` makes its input, ``model`` runs it, ``calibration`` and
``postprocess`` read its output, and ``predictor`` puts these together.
"""

from typing import TYPE_CHECKING

from photocheck.view.labels import VIEWS

if TYPE_CHECKING:
    from photocheck.view.model import Model, installed
    from photocheck.view.predictor import Estimator, estimate
    from photocheck.view.types import ViewEstimate

__all__ = ["VIEWS", "Estimator", "Model", "ViewEstimate", "estimate", "installed"]
_HOMES = {"Model": "model", "installed": "model", "ViewEstimate": "types"}


def __getattr__(name: str) -> object:
    # The names alone are needed without NumPy.
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415

        home = _HOMES.get(name, "predictor")
        return getattr(import_module(f"photocheck.view.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
