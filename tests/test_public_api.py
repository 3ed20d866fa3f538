"""What `photocheck` and its documented modules offer."""

import importlib
import importlib.metadata
import pkgutil
import subprocess
import sys

import pytest

import photocheck

DOCUMENTED = {
    "Check", "Context", "Inspector", "Photo", "Profile", "Region", "Registry", "Report", "Result",
    "Status", "Verdict", "inspect", "inspect_many", "Limits", "PhotocheckError",
}  # fmt: skip


def modules():
    return sorted(
        module.name
        for module in pkgutil.walk_packages(photocheck.__path__, "photocheck.")
        if not module.name.endswith("__main__")
    )


def test_all_names_are_there_sorted_and_once():
    assert list(photocheck.__all__) == sorted(set(photocheck.__all__))
    for name in photocheck.__all__:
        assert hasattr(photocheck, name)


def test_what_is_documented_is_offered():
    assert set(photocheck.__all__) >= DOCUMENTED


def test_every_error_is_offered():
    errors = importlib.import_module("photocheck.errors")
    for name, value in vars(errors).items():
        if isinstance(value, type) and value.__module__ == errors.__name__ and name[0] != "_":
            assert name in photocheck.__all__


def test_what_is_offered_has_a_docstring():
    for name in photocheck.__all__:
        if name != "__version__":
            assert getattr(photocheck, name).__doc__


@pytest.mark.parametrize("module", modules())
def test_every_module_imports_has_a_docstring_and_a_true_all(module):
    loaded = importlib.import_module(module)
    assert loaded.__doc__
    for name in getattr(loaded, "__all__", ()):
        assert hasattr(loaded, name)


def test_the_version_is_the_installed_one():
    assert photocheck.__version__ == importlib.metadata.version("photocheck")


def test_importing_it_loads_no_opencv_until_it_is_used():
    code = (
        "import sys, photocheck; assert not {'cv2', 'numpy', 'pydantic'} & set(sys.modules);"
        "photocheck.Photo; assert 'cv2' in sys.modules; assert 'Photo' in dir(photocheck)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'inspekt'"):
        _ = photocheck.inspekt
