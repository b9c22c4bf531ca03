"""Where to save: a name as it was chosen, or with an ending that overwrites nothing."""

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtWidgets import QFileDialog, QWidget

from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.widgets.dialogs import choose_file_to_save, choose_files, choose_folder
from digit_recognizer.app.widgets.style_sheet import use_theme
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme, system_theme


def choose(monkeypatch: pytest.MonkeyPatch, name: Path | str) -> Path | None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(name), ""))
    return choose_file_to_save(
        QWidget(), CurrentSettings(), "Save", "proposed.csv", "Tables (*.csv)"
    )


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


def test_a_dialog_begins_where_the_last_of_its_purpose_ended(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, asked = CurrentSettings(), []

    def files(*given: object) -> tuple[list[str], str]:
        asked.append(given[2])
        return [str(tmp_path / "seven.png")], ""

    def folder(*given: object) -> str:
        asked.append(given[2])
        return str(tmp_path / "data")

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", files)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    for _ in range(2):
        choose_files(QWidget(), settings, "open", "Open", "All (*)")
        choose_folder(QWidget(), settings, "data", "Data")
    assert asked == ["", "", str(tmp_path), str(tmp_path / "data")]


def test_a_dialog_that_is_left_changes_nothing(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = CurrentSettings()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert choose_files(QWidget(), settings, "open", "Open", "All (*)") == []
    assert choose_folder(QWidget(), settings, "data", "Data") is None
    assert settings.now == Settings()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_dialog_of_other_colours_than_the_systems_is_drawn_by_us(
    qapp: object, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = []

    def none(*given: Any) -> tuple[list[str], str]:
        options.append(given[5])
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", none)
    use_theme(theme)
    choose_files(QWidget(), CurrentSettings(), "open", "Open", "All (*)")
    drawn_by_us = QFileDialog.Option.DontUseNativeDialog in options[0]
    assert drawn_by_us == (theme is not system_theme())
