"""Profiles: those that come with photocheck, and a service's own."""

import re

import pytest
from pydantic import ValidationError

from photocheck import Profile, Registry, SettingsError, UnknownProfileError
from photocheck.checks.registry import configured
from photocheck.profiles import load_profile, profile_names


def test_three_profiles_from_the_mildest():
    assert profile_names() == ("lenient", "standard", "strict")


@pytest.mark.parametrize("name", profile_names())
def test_every_setting_of_a_profile_is_one_of_a_check(name):
    registry = Registry.builtin()
    for check, settings in load_profile(name).settings.items():
        assert isinstance(registry.create(check, settings), registry.get(check))


def test_the_checks_defaults_are_the_standard_profile():
    for name, settings in load_profile("standard").settings.items():
        defaults = Registry.builtin().create(name)
        assert {field: getattr(defaults, field) for field in settings} == dict(settings), name


def test_a_profile_is_returned_as_it_is():
    profile = Profile(name="own", settings={"blur": {}})
    assert load_profile(profile) is profile


@pytest.mark.parametrize("name", ["mild", "", None, 3, "Standard"])
def test_an_unknown_profile_says_what_is_known(name):
    with pytest.raises(UnknownProfileError, match="known: lenient, standard, strict") as caught:
        load_profile(name)
    assert repr(name) in str(caught.value)


def test_a_check_that_is_not_named_has_no_settings():
    profile = Profile(name="own", settings={"resolution": {"min_side": 9}})
    assert profile.of("blur") == {}
    assert configured(Registry.builtin().get("resolution"), profile.of("resolution")).min_side == 9


def test_a_profile_is_frozen_and_knows_its_fields():
    profile = Profile(name="own")
    with pytest.raises(ValidationError):
        profile.name = "other"
    with pytest.raises(ValidationError):
        Profile(name="own", limits={})


def test_a_profile_is_loaded_from_json():
    text = '{"name": "own", "settings": {"blur": {"max_width": 1.5}}}'
    own = Profile(name="own", settings={"blur": {"max_width": 1.5}})
    assert Profile.load(text) == Profile.load(b"\xef\xbb\xbf" + text.encode()) == own


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{", "line 1"),
        ("[" * 10_000, "recursion"),
        ("[]", "profile: Input should be"),
        ("{}", "name: Field required"),
        ('{"name": "own", "settings": {"blur": 3}}', r"settings\.blur: Input should be"),
        ('{"name": "own", "limits": {}}', "limits: Extra inputs"),
        (b"\xff\xfe\xfd", "utf-16"),
    ],
)
def test_what_is_no_profile_says_what_was_expected(text, wrong):
    with pytest.raises(SettingsError, match=r'expected a profile as JSON, \{"name"') as caught:
        Profile.load(text)
    assert re.search(wrong, str(caught.value), re.IGNORECASE)


def test_a_profile_survives_json():
    profile = Profile(name="own", settings={"resolution": {"min_side": 9, "warn_side": 5}})
    assert Profile.model_validate_json(profile.model_dump_json()) == profile
