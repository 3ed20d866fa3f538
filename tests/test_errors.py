"""One family of errors, as its docstring draws it."""

import copy
import pickle

import pytest

from photocheck import errors

CASES = [
    errors.PhotocheckError("text"),
    errors.DecodeError("decode.truncated", "expected 5 bytes, got 4"),
    errors.PluginError("text"),
    errors.DuplicateCheckError("text"),
    errors.UsageError("text"),
    errors.SourceError("source.not_found", "there is none"),
    errors.SettingsError("text"),
    errors.UnknownCategoryError("phone", ["smartphone"]),
    errors.UnknownCheckError("blurr", ["blur", "glare"]),
    errors.ModelError("expected the model's file"),
    errors.UnknownLanguageError("xx", ["en"]),
    errors.UnknownProfileError("mild", ["lenient"]),
    errors.UnknownSlotError("phone/back", ["smartphone/back"]),
]


def public_classes():
    return {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type)
        and issubclass(value, Exception)
        and not name.startswith("_")
        and value.__module__ == errors.__name__
    }


def test_every_error_is_tested():
    assert {type(error).__name__ for error in CASES} == public_classes()


def test_the_docstring_draws_every_error():
    for name in public_classes():
        assert name in errors.__doc__


@pytest.mark.parametrize("error", CASES, ids=lambda error: type(error).__name__)
def test_is_of_the_family_and_survives_pickling(error):
    assert isinstance(error, errors.PhotocheckError)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_usage_errors_are_value_errors_and_others_are_not():
    for error in CASES:
        assert isinstance(error, ValueError) == isinstance(error, errors.UsageError)


def test_unknown_names_say_what_is_known():
    error = errors.UnknownCheckError("blurr", iter(["blur", "glare"]))
    assert str(error) == "unknown check 'blurr'; known: blur, glare"
    assert error.name == "blurr"
    assert error.known == ("blur", "glare")


def test_reasons_are_kept_apart_from_the_detail():
    error = errors.DecodeError("decode.truncated", "expected 5 bytes, got 4")
    assert (error.reason, error.detail) == ("decode.truncated", "expected 5 bytes, got 4")
    assert str(error) == "decode.truncated: expected 5 bytes, got 4"
    assert str(errors.SourceError("source.not_found", "there is none")) == "there is none"
