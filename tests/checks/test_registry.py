"""The registry: explicit, by name, strict about what it takes."""

import pickle
from importlib import metadata
from types import SimpleNamespace

import pytest

from photocheck import (
    Check,
    DuplicateCheckError,
    Plugin,
    PluginError,
    Registry,
    SettingsError,
    UnknownCheckError,
)


class One(Check):
    name = "one"
    limit: float = 1.0
    flag: bool = False

    def run(self, photo, context):
        return self.not_done("one.unused")


class Two(One):
    name = "two"


def entry_points(**values):
    """What importlib.metadata would find, with objects for modules."""

    class Entry:
        def __init__(self, name, loaded):
            self.name, self.loaded, self.value = name, loaded, f"package_{name}:Check"
            self.dist = SimpleNamespace(name=f"package-{name}", version="1.2")

        def load(self):
            if isinstance(self.loaded, Exception):
                raise self.loaded
            return self.loaded

    return lambda group: (
        [Entry(*item) for item in values.items()] if group == "photocheck.checks" else []
    )


def test_order_is_that_of_registration():
    registry = Registry([Two, One])
    assert registry.names == ("two", "one")
    assert list(registry) == [Two, One]
    assert len(registry) == 2
    assert "one" in registry
    assert "three" not in registry


def test_registries_do_not_share():
    registry = Registry.builtin()
    registry.register(One)
    assert "one" not in Registry.builtin()


def test_the_built_in_checks():
    assert set(Registry.builtin().names) == {
        "resolution", "blur", "exposure", "glare", "duplicate", "framing", "slot",
    }  # fmt: skip


def test_register_is_a_decorator():
    registry = Registry()
    assert registry.register(One) is One


def test_a_name_that_is_taken_is_refused():
    class Again(One):
        pass

    with pytest.raises(DuplicateCheckError, match="'one' is registered already, by One"):
        Registry([One, Again])


class Nameless(Check):
    def run(self, photo, context):
        raise NotImplementedError


class OddName(One):
    name = "One check"


class NumberName(One):
    name = 5


class NewlineName(One):
    name = "one\n"


class NoRun(Check):
    name = "no_run"


class OneArgument(Check):
    name = "one_argument"

    def run(self, photo):
        raise NotImplementedError


class Required(One):
    name = "required"
    needed: int


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (Nameless, "expected a name"),
        (OddName, "'One check'"),
        (NumberName, "got 5"),
        (NewlineName, "expected a name"),
        (NoRun, "expected an implementation of run"),
        (OneArgument, r"expected run\(self, photo, context\)"),
        (Required, r"\['needed'\] have none"),
        (One(), "expected a subclass"),
        (dict, "expected a subclass"),
        ("one", "expected a subclass"),
    ],
)
def test_a_bad_check_is_refused_when_registered(check, expected):
    registry = Registry()
    with pytest.raises(PluginError, match=expected) as caught:
        registry.register(check)
    assert len(registry) == 0
    assert caught.value.plugin == Plugin(check)
    with pytest.raises(PluginError, match=expected):
        Registry.verify(check)


def test_verifying_registers_nothing():
    registry = Registry()
    registry.verify(One)
    assert len(registry) == 0


def test_create_with_settings():
    check = Registry([One]).create("one", {"limit": 3})
    assert isinstance(check, One)
    assert check.limit == 3
    assert Registry([One]).create("one").limit == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"limits": 3}, "check 'one', setting 'limits'.*got 3; settings: limit, flag"),
        ({"limit": "high"}, "check 'one', setting 'limit'.*got 'high'"),
        ({"limit": float("nan")}, "check 'one', setting 'limit'"),
    ],
)
def test_a_bad_setting_is_told(settings, expected):
    with pytest.raises(SettingsError, match=expected):
        Registry([One]).create("one", settings)


def test_an_unknown_check_says_what_is_known():
    with pytest.raises(UnknownCheckError, match="unknown check 'three'; known: one, two"):
        Registry([One, Two]).get("three")


def test_installed_plug_ins_follow_the_built_in_checks_by_name(monkeypatch):
    monkeypatch.setattr(metadata, "entry_points", entry_points(two=Two, one=One))
    assert Registry.installed().names == (*Registry.builtin().names, "one", "two")


def test_a_blocked_plug_in_is_not_even_imported(monkeypatch):
    monkeypatch.setattr(metadata, "entry_points", entry_points(bad=ImportError("boom"), one=One))
    assert Registry.installed(blocked=["bad"]).names[-1] == "one"


@pytest.mark.parametrize(
    "error", [ImportError("boom"), RuntimeError("boom"), AttributeError("boom")]
)
def test_a_plug_in_that_cannot_be_imported_is_named(monkeypatch, error):
    monkeypatch.setattr(metadata, "entry_points", entry_points(bad=error))
    with pytest.raises(
        PluginError, match=r"plug-in 'bad' \(package_bad:Check\) can't be imported: .*boom"
    ) as caught:
        Registry.installed()
    assert caught.value.plugin == Plugin(None, "bad = package_bad:Check", "package-bad 1.2")


def test_a_plug_in_that_breaks_the_contract_is_named(monkeypatch):
    monkeypatch.setattr(metadata, "entry_points", entry_points(odd=OddName))
    with pytest.raises(PluginError, match=r"plug-in 'odd' .*expected a name") as caught:
        Registry.installed()
    assert caught.value.plugin == Plugin(OddName, "odd = package_odd:Check", "package-odd 1.2")


def test_a_plug_in_that_takes_a_built_in_name_is_named(monkeypatch):
    class Blur(One):
        name = "blur"

    monkeypatch.setattr(metadata, "entry_points", entry_points(mine=Blur))
    with pytest.raises(DuplicateCheckError, match=r"plug-in 'mine' .*'blur' is registered already"):
        Registry.installed()


def test_where_a_check_comes_from(monkeypatch):
    monkeypatch.setattr(metadata, "entry_points", entry_points(one=One))
    registry = Registry.installed()
    registry.register(Two)
    assert registry.origin("one") == Plugin(One, "one = package_one:Check", "package-one 1.2")
    assert registry.origin("two") == Plugin(Two)
    assert registry.origin("blur").distribution is None
    with pytest.raises(UnknownCheckError):
        registry.origin("three")


def test_an_error_about_a_plug_in_can_be_pickled():
    error = pickle.loads(pickle.dumps(DuplicateCheckError("taken", Plugin(One, "one = a:One"))))
    assert type(error) is DuplicateCheckError
    assert str(error) == "taken"
    assert error.plugin == Plugin(One, "one = a:One")
