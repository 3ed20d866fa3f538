"""The names of views need no NumPy; what estimates a view is loaded when it is asked for."""

import subprocess
import sys

import pytest

import photocheck.view
from photocheck.checks.context import Asked
from photocheck.slots import default_catalog
from photocheck.view import VIEWS


def test_names_alone_are_light():
    code = "import sys, photocheck.view.labels; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_everything_public_is_there():
    for name in photocheck.view.__all__:
        assert getattr(photocheck.view, name) is not None
    assert callable(photocheck.view.estimate)
    with pytest.raises(AttributeError, match="'guess'"):
        photocheck.view.guess  # noqa: B018


def test_every_slot_is_filled_by_views_that_have_names():
    for category in default_catalog().categories:
        for slot in category.slots:
            for kind, view in Asked(category.kind, slot.views).pairs:
                assert view in VIEWS[kind]
