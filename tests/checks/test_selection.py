"""Which checks run, with which settings, for which slot."""

import pytest

from photocheck import Check, PluginError, Profile, Registry, SettingsError
from photocheck.checks import Blur, Resolution
from photocheck.checks.context import Asked
from photocheck.checks.selection import checks_for_slot, chosen_checks
from photocheck.profiles import load_profile

REGISTRY = Registry.builtin()
PROFILE = Profile(name="own", settings={"blur": {"max_width": 3.0}})


def names(choices):
    return [check.name for check in chosen_checks(choices, REGISTRY, PROFILE)]


def test_checks_come_as_names_classes_and_instances_in_their_order():
    assert names(["glare", Resolution, Blur()]) == ["glare", "resolution", "blur"]
    assert names([...]) == list(REGISTRY.names)


def test_a_check_beside_all_the_others_takes_its_place():
    for choices in ([..., Blur(max_width=1.5)], [Blur(max_width=1.5), ...]):
        chosen = chosen_checks(choices, REGISTRY, PROFILE)
        (blur,) = (check for check in chosen if check.name == "blur")
        assert blur.max_width == 1.5
        assert len(chosen) == len(REGISTRY)


def test_given_settings_win_over_the_profiles_and_those_over_the_defaults():
    def width(choice):
        return chosen_checks([choice], REGISTRY, PROFILE)[0].max_width

    assert width("blur") == width(Blur) == width(Blur()) == 3.0
    assert width(Blur(max_width=2.0)) == 2.0
    assert chosen_checks(["blur"], REGISTRY, Profile(name="none"))[0] == Blur()


@pytest.mark.parametrize("choices", ["blur", Blur(), 5, None, [5], [dict], ["blur", Blur()]])
def test_what_is_no_list_of_checks_is_refused(choices):
    with pytest.raises(SettingsError, match="expected"):
        names(choices)


def test_a_check_that_breaks_the_contract_is_refused():
    class Unnamed(Check):
        def run(self, photo, context):
            raise NotImplementedError

    for choice in (Unnamed, Unnamed()):
        with pytest.raises(PluginError, match="expected a name"):
            names([choice])


def for_slot(*, scale=(), skip=()):
    checks = (Blur(max_width=2.0), Resolution())
    own = checks_for_slot(
        checks,
        REGISTRY,
        load_profile("standard"),
        slot="left",
        asked=Asked("smartphone", ("left",)),
        scale=dict(scale),
        skip=skip,
    )
    return checks, own


def test_a_slot_scales_a_limit_within_its_range_and_leaves_the_rest_alone():
    (blur, resolution), own = for_slot(scale={"blur.max_width": 2.0})
    scaled, same = own.run
    assert (blur.max_width, scaled.max_width) == (2.0, 4.0)
    assert same is resolution
    assert for_slot(scale={"blur.max_width": 99.0})[1].run[0].max_width == 8.0
    scaled = for_slot(scale={"resolution.min_side": 0.5})[1].run[1]
    assert scaled.min_side == 120
    assert type(scaled.min_side) is int


def test_a_slot_skips_checks():
    own = for_slot(skip=("blur",))[1]
    assert [check.name for check in own.run] == ["resolution"]
    assert [check.name for check in own.checks] == ["blur", "resolution"]


@pytest.mark.parametrize(
    "options",
    [
        {"skip": ("blurr",)},
        {"scale": {"blurr.max_width": 2}},
        {"scale": {"blur.max_widht": 2}},
    ],
)
def test_a_slot_that_names_what_is_not_there_is_refused(options):
    with pytest.raises(SettingsError, match="slot 'left': expected"):
        for_slot(**options)
