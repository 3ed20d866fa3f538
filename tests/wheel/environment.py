"""Make a fresh environment in a folder, with the wheel of this tree installed in it.

``python tests/wheel/environment.py out/wheel`` builds the wheel from the source distribution, as a
package index would get both, without asking any index: what the wheel needs is taken from the
environment that runs this.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def build(folder):
    """The source distribution and the wheel made of it, in a folder."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run([*hatchling, "--target", "sdist"], cwd=ROOT, check=True)
    (source,) = folder.glob("*.tar.gz")
    shutil.unpack_archive(source, folder)
    unpacked = folder / source.name.removesuffix(".tar.gz")
    subprocess.run([*hatchling, "--target", "wheel"], cwd=unpacked, check=True)
    (wheel,) = folder.glob("*.whl")
    return source, wheel


def install(wheel, place):
    """Make an environment that has the wheel, and the other packages of this one."""
    venv.create(place, clear=True, symlinks=os.name != "nt", with_pip=False)
    scheme = {"base": str(place), "platbase": str(place)}
    binaries = Path(sysconfig.get_path("scripts", "venv", scheme))
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    # A path in such a file comes after the environment's own packages, and the files of that kind
    # in it, the editable install's among them, are not read.
    (packages / "development.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = binaries / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    options = ["install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", str(wheel)]
    subprocess.run([*pip, *options], check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]).resolve()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    install(build(target)[1], target / "environment")
