"""Running a check so that its failure costs only its own result."""

from __future__ import annotations

import logging
from collections.abc import Callable

from photocheck.checks.base import Check, Context
from photocheck.photo import Photo
from photocheck.result import Result

logger = logging.getLogger("photocheck")


def run_check(check: Check, photo: Photo, context: Context) -> Result:
    """Run one check; what it raises or wrongly returns becomes `not_done`.

    Raises
    ------
    DecodeError
        If the photo's own native pixels could not be decoded.
    """
    result = _guarded(check, lambda: check.run(photo, context))
    if photo.failure is not None:
        raise photo.failure
    return result


def compare(check: Check, result: Result, earlier: list[Result]) -> Result:
    """Compare a result with those of earlier photos, and add it to them."""
    revised = _guarded(check, lambda: check.across(result, tuple(earlier)))
    earlier.append(result)
    return revised


def _guarded(check: Check, call: Callable[[], Result]) -> Result:
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
