"""Which checks and settings a slot has."""

from types import SimpleNamespace

import pytest

from photocheck import Registry, UnknownSlotError
from photocheck.by_slot import ChecksBySlot
from photocheck.checks.selection import chosen_checks
from photocheck.profiles import load_profile
from photocheck.slots import default_catalog

PROFILE, REGISTRY = load_profile("standard"), Registry.builtin()


def checks_of(view=None):
    chosen = chosen_checks((...,), REGISTRY, PROFILE)
    return ChecksBySlot(chosen, REGISTRY, PROFILE, default_catalog(), view)


def test_a_slot_asks_for_its_views_and_no_slot_for_none():
    checks = checks_of()
    assert checks.of(None).asked is None
    assert checks.of("smartphone/back").asked.views == ("back",)
    with pytest.raises(UnknownSlotError):
        checks.of("smartphone/front_closed")


def test_every_name_of_a_slot_of_any_number_is_judged_alike():
    checks = checks_of()
    assert checks.of("other/closeup_2") is checks.of("other/closeup_screen")
    assert checks.settings_for("other/closeup_2") is checks.settings_for("other/closeup_screen")


def test_a_slot_with_limits_of_its_own_has_settings_of_its_own():
    checks = checks_of()
    plain, closeup = checks.settings_for(None), checks.settings_for("other/closeup_2")
    assert plain.fingerprint != closeup.fingerprint
    assert plain.profile == closeup.profile == "standard"
    assert list(plain.checks) == [check.name for check in checks.of(None).checks]


@pytest.mark.parametrize(
    ("view", "model"),
    [
        (None, None),
        (lambda photo: None, None),
        (SimpleNamespace(sha256="ab"), "ab"),
        (SimpleNamespace(sha256=5), None),
    ],
)
def test_the_model_is_recorded_where_the_estimator_names_it(view, model):
    assert checks_of(view).settings_for(None).model == model


def test_texts_of_all_checks_are_known_by_name():
    assert set(checks_of().texts) >= set(REGISTRY.names) - {"duplicate"}
