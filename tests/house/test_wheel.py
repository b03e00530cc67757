"""The built wheel carries all that it needs: installed elsewhere, it audits from another folder.

Nothing is downloaded: the wheel is built with the build backend at hand, and the new environment borrows the
libraries (not the project) of the one that runs the tests.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from dutyrules import version

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "examples" / "lantian"
CARRIED = ("grammar", "policies")


def _run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A finished command, run outside the checkout and without its paths."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of scripts of a new environment that holds the built wheel."""
    place = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    offline = ("--no-index", "--no-deps")
    built = _run(*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", place, ROOT, folder=place)
    assert built.returncode == 0, built.stderr
    (wheel,) = place.glob("*.whl")

    venv.EnvBuilder(with_pip=False).create(place / "new")
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(place / "new")}))
    libraries = Path(sysconfig.get_path("purelib", "venv", {"base": str(place / "new")}))
    # The .pth files of the borrowed folder are not read, so the editable checkout stays out of reach.
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    put = _run(*pip, "--python", scripts / "python", "install", *offline, wheel, folder=place)
    assert put.returncode == 0, put.stderr
    return scripts


def _carried(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in files}


def test_the_command_knows_its_version(installed: Path, tmp_path: Path) -> None:
    """The installed command answers with the version of this checkout."""
    done = _run(installed / "dutyrules", "--version", folder=tmp_path)
    assert (0, f"dutyrules {version.__version__}\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize("carried", CARRIED)
def test_the_wheel_carries_the_folder(installed: Path, tmp_path: Path, carried: str) -> None:
    """The installed package finds every file of the folder, and inside itself."""
    ask = f"import dutyrules.resources as r; print(r.__file__, r.{carried}_folder(), sep='\\n')"
    done = _run(installed / "python", "-c", ask, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    package, folder = map(Path, done.stdout.splitlines())
    assert package.parent / "_bundled" / carried == folder
    assert installed.parent in folder.parents
    assert _carried(ROOT / carried) == _carried(folder)


def test_the_wheel_audits_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Three shipped policies on a copy of the example school give a report, with nothing of the checkout."""
    shutil.copytree(SCHOOL, tmp_path / "school")
    options = ("--school", "school", "--log", "school/log.csv", "--json", "--html", "audit.html")
    done = _run(installed / "dutyrules", "audit", "002-14", "001-01", "004-04", *options, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert {"002-14", "001-01", "004-04"} == {policy["source"] for policy in report["policy"]}
    assert report["findings"]
    assert "</html>" in (tmp_path / "audit.html").read_text(encoding="utf-8")
