"""What a check is given besides the photo."""

from __future__ import annotations

import logging
from copy import copy
from typing import Literal, NamedTuple

from photocheck.memo import cached_attribute
from photocheck.metrics.subject import Subject, find_subject
from photocheck.photo import Photo
from photocheck.view.predictor import Estimator
from photocheck.view.types import ViewEstimate

logger = logging.getLogger("photocheck")


class Asked(NamedTuple):
    """What a slot asks of a photo: views of a kind of device, and the state of the screen.

    A view of another kind is named with it, ``"smartphone/screen_on"``. There are no views where
    only the customer can say what a photo shows.
    """

    kind: str
    views: tuple[str, ...]
    screen: Literal["on", "off"] | None = None

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The views, each with its kind, as `photocheck.ViewEstimate.likelihood` names them."""
        return frozenset(_pair(self.kind, view) for view in self.views)

    @property
    def only_kind(self) -> str | None:
        """The kind of device that all views are of; None where they are of several or none."""
        return self.kind if {kind for kind, _ in self.pairs} == {self.kind} else None


class Context:
    """What is known about a photo besides its pixels; a photo's checks share one.

    Parameters
    ----------
    photo : Photo
    slot : str, optional
        The slot that the photo is meant for, for instance ``"smartphone/back"``.
    asked : Asked, optional
        What that slot asks for.
    view : Estimator, optional
        What estimates the photo's view.
    """

    def __init__(
        self,
        photo: Photo,
        slot: str | None = None,
        *,
        asked: Asked | None = None,
        view: Estimator | None = None,
    ) -> None:
        self._known = _Known(photo, view)
        self.slot = slot
        self.asked = asked

    @property
    def subject(self) -> Subject:
        """The device's region in the working frame, or the frame's centre where none stands out.

        A classical estimate: on labelled photos the quality checks were right more often with it
        than with the view's mask (`view.mask`).
        """
        return self._known.subject

    @property
    def view(self) -> ViewEstimate | None:
        """What the photo probably shows; None where nothing can say, or what should say failed."""
        return self._known.view

    def meant_for(self, slot: str | None, asked: Asked | None) -> Context:
        """The same photo, meant for another slot; what was found out about it is shared."""
        other = copy(self)
        other.slot, other.asked = slot, asked
        return other


class _Known:
    """What is found out about a photo when first asked for."""

    def __init__(self, photo: Photo, estimator: Estimator | None) -> None:
        self._photo = photo
        self._estimator = estimator

    @cached_attribute
    def subject(self) -> Subject:
        subject = find_subject(self._photo.rgb)
        subject.mask.setflags(write=False)  # checks share it
        return subject

    @cached_attribute
    def view(self) -> ViewEstimate | None:
        if self._estimator is None:
            return None
        try:
            return _checked(self._estimator(self._photo))
        except (Exception, SystemExit, GeneratorExit) as error:
            # As with a check: a photo without a view is still worth the rest of the report.
            logger.warning("the view could not be estimated: %s", type(error).__name__)
            logger.debug("traceback of the view's estimate", exc_info=True)
            return None


def _checked(estimate: object) -> ViewEstimate | None:
    if estimate is None or isinstance(estimate, ViewEstimate):
        return estimate
    raise TypeError(f"expected a ViewEstimate, got {type(estimate).__name__}")


def _pair(kind: str, view: str) -> tuple[str, str]:
    own, slash, name = view.partition("/")
    return (own, name) if slash else (kind, view)
