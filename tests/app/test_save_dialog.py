"""Where to save: a name as it was chosen, or with an ending that overwrites nothing."""

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog, QWidget

from digit_recognizer.app.widgets.save_dialog import choose_file_to_save


def choose(monkeypatch: pytest.MonkeyPatch, name: Path | str) -> Path | None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(name), ""))
    return choose_file_to_save(QWidget(), "Save", "proposed.csv", "Tables (*.csv)")


def test_a_name_with_an_ending_is_taken_as_the_dialog_asked_about_it(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.csv").touch()
    assert choose(monkeypatch, tmp_path / "mine.csv") == tmp_path / "mine.csv"


def test_a_name_without_one_is_given_the_ending_and_a_number_if_need_be(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for expected in ("mine.csv", "mine 2.csv", "mine 3.csv"):
        assert choose(monkeypatch, tmp_path / "mine") == tmp_path / expected
        (tmp_path / expected).touch()


def test_nothing_chosen_is_no_file(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(monkeypatch, "") is None
