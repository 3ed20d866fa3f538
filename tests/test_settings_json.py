"""Profiles and catalogs are read by one rule, which says what is wrong and where."""

import pytest
from pydantic import BaseModel, ConfigDict

from photocheck import SettingsError
from photocheck.settings_json import settings_from


class Colour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    parts: dict[str, int] = {}


def test_what_is_whole_is_read():
    read = settings_from(Colour, b'{"name": "red", "parts": {"r": 255}}', "a colour as JSON")
    assert read == Colour(name="red", parts={"r": 255})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "expected a colour as JSON: Expecting property name"),
        (b"\xff\xfe\x00", "expected a colour as JSON: "),
        ("[" * 200_000, "expected a colour as JSON: "),
        ("5", "expected a colour as JSON; colour: Input should be"),
        ('{"name": 5}', "expected a colour as JSON; name: Input should be a valid string"),
        ('{"name": "red", "parts": {"r": "x"}}', "as JSON; parts.r: Input should be"),
        ('{"name": "red", "hue": 1}', "as JSON; hue: Extra inputs"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, said):
    with pytest.raises(SettingsError) as caught:
        settings_from(Colour, text, "a colour as JSON")
    assert said in str(caught.value)
