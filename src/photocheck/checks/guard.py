"""Running a check so that its failure costs only its own result."""

from __future__ import annotations

import logging
from collections.abc import Callable

from photocheck.checks.base import Check, Need
from photocheck.checks.context import Context
from photocheck.photo import Photo
from photocheck.result import Result

logger = logging.getLogger("photocheck")


_UNMET = {"slot": "check.no_slot", "view": "check.no_view"}


def run_check(check: Check, photo: Photo, context: Context) -> Result:
    """Run one check; what it raises or wrongly returns becomes `not_done`.

    A check that needs to know more of the photo than `context` says is not run; its result is
    `not_applicable`.

    Raises
    ------
    DecodeError
        If the photo's own native pixels could not be decoded.
    """
    unmet = unmet_need(check, context)
    if unmet is not None:
        return check.not_applicable(_UNMET[unmet])
    result = guarded(check, lambda: check.run(photo, context))
    if photo.failure is not None:
        raise photo.failure
    return result


def unmet_need(check: Check, context: Context) -> Need | None:
    """What the check needs to know of a photo and nothing says; None if nothing is missing."""
    if "slot" in check.needs and context.asked is None:
        return "slot"
    if "view" in check.needs and context.view is None:
        return "view"
    return None


def guarded(check: Check, call: Callable[[], Result]) -> Result:
    """What a call of a check gives; where it raises or gives no result of its own, `not_done`."""
    try:
        result = call()
        if isinstance(result, Result):
            result.model_dump_json()  # what JSON can't hold must not cost the whole report
    except (Exception, SystemExit, GeneratorExit) as error:
        # A plug-in's failure must not take the others with it, nor end the program.
        logger.warning("check %r raised %s and was not done", check.name, type(error).__name__)
        logger.debug("traceback of check %r", check.name, exc_info=True)
        return check.not_done("check.error", {"error": type(error).__name__})
    if not isinstance(result, Result) or result.check != check.name:
        logger.warning("check %r returned no Result of its own and was not done", check.name)
        return check.not_done("check.error", {"error": "expected a Result of this check"})
    return result
