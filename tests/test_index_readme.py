"""The README as the package index shows it."""

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("hatchling")
_PLACE = Path(__file__).parents[1] / "hatch_build.py"
_SPEC = importlib.util.spec_from_file_location("hatch_build", _PLACE)
hook = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(hook)

TEXT = "[a](docs/a.md) ![b](docs/b.png) [c](https://c.example/d) [e](#f)"


def test_relative_links_start_at_the_repository():
    assert hook.absolute(TEXT, "https://host.example/main") == (
        "[a](https://host.example/main/docs/a.md) "
        "![b](https://host.example/main/docs/b.png?raw=true) [c](https://c.example/d) [e](#f)"
    )


def test_without_a_repository_relative_links_are_text():
    assert hook.absolute(TEXT, "") == "a  [c](https://c.example/d) [e](#f)"


@pytest.mark.parametrize("base", ["", "https://host.example/main/"])
def test_the_fields_of_the_index(base, monkeypatch):
    monkeypatch.setenv(hook.VARIABLE, base)
    fields = {}
    hook.IndexMetadata(str(_PLACE.parent), {}).update(fields)
    links = fields["readme"]["text"].split("](")[1:]
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert ("urls" in fields) == bool(base)
    if base:
        assert fields["urls"]["Changelog"] == "https://host.example/main/CHANGELOG.md"
