"""The project's own papers agree with one another."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import digit_recognizer
from digit_recognizer.extras import EXTRAS

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pinned() -> dict[str, str]:
    """Each locked package's version by its name."""
    return dict(re.findall(r"^([\w.-]+)==([\w.+!]+)", LOCK, flags=re.MULTILINE))


def test_the_lock_holds_names_versions_and_hashes_and_no_addresses() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    assert all("==" in entry and "--hash=sha256:" in entry for entry in packages)


def test_the_lock_satisfies_every_requirement_of_what_is_installed_and_of_development() -> None:
    extras = PROJECT["optional-dependencies"]
    for line in sum((extras[name] for name in (*EXTRAS, "dev")), PROJECT["dependencies"]):
        requirement = Requirement(line)
        if requirement.name == "digit-recognizer":
            continue  # an extra that another one brings along
        version = pinned()[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line}, locked {version}"


def test_every_extra_names_the_packages_that_it_installs() -> None:
    """The message of what is missing names them by the names that they are imported by."""
    for extra, names in EXTRAS.items():
        requirements = map(Requirement, PROJECT["optional-dependencies"][extra])
        packages = {each.name for each in requirements} - {"digit-recognizer", "PyQt6-Qt6"}
        assert {"sklearn" if name == "scikit-learn" else name for name in packages} == set(names)


def test_all_that_is_there_is_an_extra_of_its_own() -> None:
    extras = PROJECT["optional-dependencies"]
    assert extras["all"] == ["digit-recognizer[app,dask,export,parquet,serve,sklearn]"]
    assert "digit-recognizer[train]" in extras["app"]


def test_the_benchmark_s_other_framework_is_not_locked() -> None:
    assert "torch" not in pinned()


def test_the_version_has_one_source() -> None:
    assert metadata.version("digit-recognizer") == digit_recognizer.__version__


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{digit_recognizer.__version__}]" in changelog


def test_the_table_of_dependencies_has_each_requirement_at_its_locked_version() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", contributing, flags=re.MULTILINE)
    extras = PROJECT["optional-dependencies"]
    for line in sum((extras[name] for name in (*EXTRAS, "dev")), PROJECT["dependencies"]):
        name = Requirement(line).name
        if "stubs" in name or name in {"types-tqdm", "PyQt6-Qt6", "digit-recognizer"}:
            continue  # the table says "and the stubs"; Qt's libraries come with PyQt6; extras nest
        listed = [
            versions for names, versions in rows if name in re.split(r"[, ]+", names.split(" (")[0])
        ]
        assert listed, f"{name} is not in the table"
        assert pinned()[canonicalize_name(name)] in listed[0], f"{name}: {listed[0]}"
