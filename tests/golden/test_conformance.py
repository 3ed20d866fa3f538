"""The measures give the published values on every platform and with every supported library version."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from conformance import EXPECTED, measured

PUBLISHED = json.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now():
    return measured()


def test_the_vectors_are_at_least_forty_pictures_by_five_checks():
    assert len(PUBLISHED) >= 40
    assert {len(picture["measures"]) for picture in PUBLISHED.values()} == {5}


@pytest.mark.parametrize("name", PUBLISHED)
def test_picture(name, now):
    assert now[name]["sha256"] == PUBLISHED[name]["sha256"], "the picture itself differs"
    for check, expected in PUBLISHED[name]["measures"].items():
        found = now[name]["measures"][check]
        assert found.keys() == expected.keys(), check
        for measure, value in expected.items():
            if isinstance(value, (int, float)):
                assert found[measure] == pytest.approx(value, abs=1e-3), (check, measure)
            else:
                assert found[measure] == value, (check, measure)
