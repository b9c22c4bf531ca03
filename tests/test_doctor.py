"""The doctor says what is there, what is missing and what to do."""

from importlib import metadata
from pathlib import Path

import pytest

from digit_recognizer import doctor, system
from digit_recognizer.doctor import Finding, examine, main, table


def finding(name: str) -> Finding:
    return next(found for found in examine() if found.name == name)


def test_each_finding_is_a_line_and_its_remedy_stands_beneath() -> None:
    findings = [
        Finding("Python", True, "3.13.1"),
        Finding("Qt", False, "does not start", "install it"),
        Finding("display", False, "none", "plug one in", needed=False),
    ]
    assert table(findings).splitlines() == [
        "ok       Python   3.13.1",
        "missing  Qt       does not start",
        "                  install it",
        "absent   display  none",
        "                  plug one in",
    ]


def test_what_is_missing_always_says_what_to_do() -> None:
    assert all(found.present or found.remedy for found in examine())


def test_all_the_packages_of_the_core_and_the_window_are_looked_at() -> None:
    names = {found.name for found in examine()}
    assert {"numpy", "scipy", "pillow", "safetensors", "pyqt6"} <= names
    assert not {"torch", "pytest"} & names


@pytest.mark.parametrize(
    ("requirement", "found", "remedy"),
    [
        ("no-such-package>=1", "not installed", "no-such-package>=1"),
        ("numpy>=999", None, "numpy>=999"),
    ],
)
def test_a_package_absent_or_too_old_is_missing(
    requirement: str, found: str | None, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda name: [requirement])
    package = finding(requirement.split(">=")[0])
    assert not package.present
    assert found is None or package.found == found
    assert package.remedy == f"expected {remedy}; type: pip install '{remedy}'"


def test_missing_libraries_come_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(system, "QT_LIBRARIES", {"libabsent.so.0": "libabsent0"})
    libraries = finding("Qt's system libraries")
    assert not libraries.present
    assert libraries.found == "not found: libabsent.so.0"
    assert libraries.remedy == "on Debian and Ubuntu type: sudo apt-get install libabsent0"


def test_a_data_folder_that_is_not_there_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path / "nowhere"))
    data = finding("data folder")
    assert not data.present
    assert data.found == f"{tmp_path / 'nowhere'} is not a folder"


def test_without_a_folder_for_compiled_code_only_time_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digit_recognizer.nn.engine.cache.durable_folder", lambda: None)
    cache = finding("compiler cache")
    assert not cache.present
    assert not cache.needed
    assert "NUMBA_CACHE_DIR" in cache.remedy


def test_the_shipped_weights_are_read() -> None:
    assert finding("shipped weights").present


def test_no_display_alone_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    lacks = [found for found in examine() if found.needed and not found.present]
    assert main([]) == bool(lacks)
    assert "absent   display" in capsys.readouterr().out


def test_something_missing_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: [Finding("Qt", False, "gone", "bring it")])
    assert main([]) == 1
    assert "missing  Qt  gone" in capsys.readouterr().out


def test_set_up_is_told_the_missing_packages_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    libraries = {"libabsent.so.0": "libabsent0", "libother.so.1": "libother1"}
    monkeypatch.setattr(system, "QT_LIBRARIES", libraries)
    assert main(["--apt"]) == 0
    assert capsys.readouterr().out == "libabsent0 libother1\n"


def test_make_run_is_told_why_no_window_can_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--display"]) == 1
    said = capsys.readouterr().out
    assert said == "No window can open here: QT_QPA_PLATFORM is offscreen, which shows nothing.\n"


def test_a_package_that_two_extras_bring_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["numpy>=2", "numba>=0.1; extra == 'app'", "numba>=0.1; extra == 'train'",
             "digit-recognizer[train]; extra == 'app'", "torch; extra == 'bench'"]  # fmt: skip
    monkeypatch.setattr(metadata, "requires", lambda _: lines)
    monkeypatch.setattr(metadata, "version", lambda _: version_of_nothing())
    findings = {finding.name: finding for finding in doctor._packages()}
    assert len(list(doctor._packages())) == len(findings)
    assert list(findings) == ["numba", "numpy"]
    assert (findings["numba"].needed, findings["numpy"].needed) == (False, True)
    assert findings["numba"].remedy.endswith("type: pip install 'digit-recognizer[train]'")


def version_of_nothing() -> str:
    raise metadata.PackageNotFoundError
