"""Everything the product needs, looked at, with what to do where something is missing.

Set-up asks ``python -m digit_recognizer.doctor``, so the standard library must be enough here.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from digit_recognizer.system import (
    display_problem,
    missing_libraries,
    missing_packages,
    qt_starts,
)

__all__ = ["Finding", "examine", "main", "table"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name
        The thing.
    present
        Whether it is there and works.
    found
        What was found, for the reader.
    remedy
        What to do where it is not present; empty where nothing need be done.
    needed
        Whether the product is incomplete without it.
    """

    name: str
    present: bool
    found: str
    remedy: str = ""
    needed: bool = True


def examine() -> list[Finding]:
    """Look at everything the product needs, in the order in which it is needed."""
    return [
        _python(),
        *_packages(),
        _libraries(),
        _qt(),
        _display(),
        _compiler_cache(),
        _weights(),
        _data(),
    ]


def table(findings: Sequence[Finding]) -> str:
    """The findings as aligned lines, each remedy beneath its finding."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        verdict = "ok" if finding.present else "missing" if finding.needed else "absent"
        lines.append(f"{verdict:<8} {finding.name:<{width}}  {finding.found}".rstrip())
        if finding.remedy:
            lines.append(f"{'':<8} {'':<{width}}  {finding.remedy}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer set-up's questions; without a question, print the table.

    Returns
    -------
    int
        The exit status: 1 when something needed is missing, or no window can open.
    """
    parser = argparse.ArgumentParser(prog="python -m digit_recognizer.doctor")
    parser.add_argument("--apt", action="store_true", help="print the missing Debian packages")
    parser.add_argument("--tests", action="store_true", help="with --apt: add the tests' own")
    parser.add_argument("--display", action="store_true", help="say why no window can open")
    options = parser.parse_args(arguments)
    if options.apt:
        print(" ".join(missing_packages(tests=options.tests)))
        return 0
    if options.display:
        if problem := display_problem():
            print(f"No window can open here: {problem}.")
        return int(problem is not None)
    findings = examine()
    print(table(findings))
    return int(any(finding.needed and not finding.present for finding in findings))


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    present = sys.version_info >= (3, 11)
    return Finding("Python", present, found, "" if present else "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    """A finding for each package that reading, training and the window require."""
    from packaging.requirements import Requirement

    requirements = [Requirement(line) for line in metadata.requires("digit-recognizer") or []]
    needed_for: dict[str, tuple[str, Requirement]] = {}
    for extra in ("", "train", "app"):
        for requirement in requirements:
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                needed_for.setdefault(requirement.name, (extra, requirement))
    needed_for.pop("digit-recognizer", None)  # an extra that another one brings along
    for _, (extra, requirement) in sorted(needed_for.items()):
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            found = ""
        present = bool(found) and requirement.specifier.contains(found, prereleases=True)
        expected = f"{requirement.name}{requirement.specifier}"
        line = f"digit-recognizer[{extra}]" if extra and not found else expected
        remedy = "" if present else f"expected {expected}; type: pip install '{line}'"
        yield Finding(requirement.name, present, found or "not installed", remedy, needed=not extra)


def _libraries() -> Finding:
    name = "Qt's system libraries"
    if libraries := missing_libraries():
        packages = " ".join(missing_packages())
        remedy = f"on Debian and Ubuntu type: sudo apt-get install {packages}"
        found = f"not found: {', '.join(libraries)}"
        return Finding(name, False, found, remedy, needed=_has_window())
    return Finding(name, True, "all load")


def _has_window() -> bool:
    return find_spec("PyQt6") is not None


def _qt() -> Finding:
    if not _has_window():
        remedy = "for the window type: pip install 'digit-recognizer[app]'"
        return Finding("Qt", False, "not installed", remedy, needed=False)
    if qt_starts({**os.environ, "QT_QPA_PLATFORM": "offscreen"}):
        return Finding("Qt", True, "starts")
    remedy = "mend what is missing above; then: pip install 'digit-recognizer[app]'"
    return Finding("Qt", False, "does not start", remedy)


def _display() -> Finding:
    if problem := display_problem():
        remedy = "the window needs one; reading pictures and training do not"
        return Finding("display", False, problem, remedy, needed=False)
    return Finding("display", True, "a window can open")


def _compiler_cache() -> Finding:
    """Where the engine stores what it compiled, by its own word."""
    try:
        from digit_recognizer.nn.engine.cache import durable_folder
    except ImportError as error:
        remedy = "for training type: pip install 'digit-recognizer[train]'"
        return Finding("compiler cache", False, str(error), remedy, needed=False)
    if folder := durable_folder():
        return Finding("compiler cache", True, str(folder))
    found = "no folder for it can be written: train and evaluate compile anew each time"
    remedy = "set NUMBA_CACHE_DIR to a folder that can be written"
    return Finding("compiler cache", False, found, remedy, needed=False)


def _weights() -> Finding:
    from digit_recognizer.errors import DigitRecognizerError

    try:
        from digit_recognizer import Network

        network = Network.load()
    except (DigitRecognizerError, ImportError) as error:
        return Finding("shipped weights", False, str(error), "install digit-recognizer again")
    found = f"{network.architecture.name}, {network.parameters.size:,} parameters"
    return Finding("shipped weights", True, found)


def _data() -> Finding:
    """Where data sets are looked for; none is needed before training, and each can be fetched."""
    from digit_recognizer.data.locations import ENVIRONMENT_VARIABLE, cache_folder

    if chosen := os.environ.get(ENVIRONMENT_VARIABLE):
        if Path(chosen).is_dir():
            return Finding("data folder", True, chosen)
        remedy = f"{ENVIRONMENT_VARIABLE} names it; make it, name another, or unset the variable"
        return Finding("data folder", False, f"{chosen} is not a folder", remedy)
    if _writable(cache_folder()):
        return Finding("data folder", True, str(cache_folder()))
    remedy = f"set {ENVIRONMENT_VARIABLE} to a folder that can be written"
    return Finding("data folder", False, f"cannot write in {cache_folder()}", remedy)


def _writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, or in the nearest one above it that exists."""
    nearest = next(above for above in (folder, *folder.parents) if above.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
