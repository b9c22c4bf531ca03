"""A hand learns from the cells that were answered on the page, and the page reads with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer import Recognizer, read_sheet
from digit_recognizer.app.core.hands import FIRST_NAME
from digit_recognizer.app.sheets import page as page_module
from digit_recognizer.app.sheets.page import SheetsPage
from digit_recognizer.sheets.sheet import Sheet
from tests.app.conftest import OpenWindow
from tests.app.sheets.forms import sheets_page
from tests.recognizer.test_learning_numbers import written_sheet

PATIENCE = 30_000
"""Milliseconds: the digits are read by the shipped network, on a machine that may be at work."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str | None]:
    """Whose hand was read, each time."""
    hands: list[str | None] = []
    read_before = read_sheet(written_sheet(tmp_path))

    def read(paths: Sequence[Path], *way: Any) -> Iterator[Sheet]:
        hands.append(way[-1])
        yield from (replace(read_before, path=path) for path in paths)

    monkeypatch.setattr(page_module, "_read", read)
    return hands


@pytest.fixture
def page(open_window: OpenWindow, asked: list[str | None]) -> SheetsPage:
    window = open_window(Recognizer())
    window.show_page("Sheets")
    return sheets_page(window)


def test_answered_cells_teach_the_hand_once(
    qtbot: QtBot, page: SheetsPage, asked: list[str | None], tmp_path: Path
) -> None:
    learn = page.toolbar.learn
    page.opening.open([tmp_path / "sheet.png"])
    qtbot.waitUntil(lambda: page.state.sheet is not None)
    sheet = page.state.sheet
    assert sheet is not None
    assert not learn.isEnabled()
    page.state.go_to(next(each for each in sheet.places() if sheet.cell(each).text == "45"))
    page.state.answer("45")
    learn.trigger()
    said = f"2 digits learned, by {FIRST_NAME}. They count for what is read next."
    qtbot.waitUntil(lambda: page.session.messages.text == said, timeout=PATIENCE)
    profile = page.session.hands.profile
    assert profile is not None
    assert [(each.label, each.origin) for each in profile.digits] == [
        (4, "sheet.png"),
        (5, "sheet.png"),
    ]
    learn.trigger()
    qtbot.waitUntil(
        lambda: "No new digit was learned" in page.session.messages.text, timeout=PATIENCE
    )
    assert len(profile.digits) == 2
    page.opening.open([(tmp_path / "sheet.png").rename(tmp_path / "another.png")])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked == [None, FIRST_NAME]
