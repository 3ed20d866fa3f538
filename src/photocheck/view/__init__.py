"""What the camera saw: which kind of device, from which side, with the screen on or off."""

from photocheck.view.estimate import VIEWS, Estimator, ViewEstimate, estimate

__all__ = ["VIEWS", "Estimator", "ViewEstimate", "estimate"]
