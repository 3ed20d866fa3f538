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


def loaded_after(code):
    """The modules that a fresh interpreter has loaded after running the code."""
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ran.stderr.split())


def test_the_version_costs_next_to_nothing():
    loaded = loaded_after("import photocheck\nphotocheck.__version__")
    assert "photocheck.version" in loaded
    assert not {"cv2", "numpy", "pydantic", "photocheck.view", "photocheck.report"} & loaded


@pytest.mark.parametrize(
    "code",
    [
        "import photocheck.cli",
        "from photocheck.cli import main\nassert main(['--version']) == 0",
        "from photocheck.cli import main\nassert main(['check', '--help']) == 0",
        "from photocheck.cli import main\nassert main(['check', 'none.jpg']) == 2",
        "from photocheck.cli import main\nassert main(['match', '--profil', 'x']) == 2",
    ],
)
def test_opencv_is_loaded_to_judge_and_not_to_parse_arguments(code):
    assert not {"cv2", "numpy", "photocheck.view", "photocheck.decode"} & loaded_after(code)


def test_opencv_is_loaded_with_what_needs_it():
    assert "cv2" in loaded_after("import photocheck\nphotocheck.Photo")
    assert "cv2" in loaded_after("import photocheck\nphotocheck.inspect")


def test_dir_names_what_is_not_loaded_yet():
    loaded_after("import photocheck\nassert {'Photo', 'inspect', 'view'} <= set(dir(photocheck))")


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="inspekt"):
        _ = photocheck.inspekt
