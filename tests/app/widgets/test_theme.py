"""The look: every text can be read on its ground, and the colours are the agreed ones."""

import re
from dataclasses import astuple
from importlib.resources import files

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QIcon
from PyQt6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.style_sheet import style_sheet, use_theme
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme, ThemeName, current_theme, font
from tests.app.conftest import OpenWindow

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
def test_text_stands_out_from_its_ground(theme: Theme) -> None:
    for text, ground in theme.text_on_ground():
        assert contrast(text, ground) >= 4.5, f"{text} on {ground}"


def test_contrast_is_measured_as_it_is_defined() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_the_style_sheet_uses_no_other_colours(theme: Theme) -> None:
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", style_sheet(theme)))
    assert used <= set(astuple(theme)[1:])


def test_a_window_takes_the_theme_it_is_given(open_window: OpenWindow) -> None:
    for name, theme in (("light", LIGHT), ("dark", DARK)):
        window = open_window(theme=name)
        corner = window.grab().toImage().pixelColor(4, 100)
        assert corner == QColor(theme.window)


def test_figures_have_one_width(qtbot: QtBot) -> None:
    assert font(20).pixelSize() == 20
    assert [tag.toString() for tag in font(20).featureTags()] == [b"tnum"]


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2])
def test_icons_are_drawn_at_the_pixel_ratio_of_the_screen(qtbot: QtBot, ratio: float) -> None:
    pixmap = icon("clear").pixmap(QSize(20, 20), ratio)
    assert pixmap.width() == 20 * ratio
    assert pixmap.toImage().pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_dialog_has_the_theme_of_its_window(name: ThemeName, open_window: OpenWindow) -> None:
    window = open_window(theme=name)
    theme = {"light": LIGHT, "dark": DARK}[name]
    assert current_theme() is theme
    dialog = QDialog(window)
    dialog.resize(200, 100)
    button = QPushButton(dialog)
    button.setProperty("primary", True)
    dialog.show()
    assert dialog.grab().toImage().pixelColor(190, 90) == QColor(theme.window)
    assert button.grab().toImage().pixelColor(16, 16) == QColor(theme.accent)
    assert button.font().pixelSize() == 13


def test_an_open_dialog_and_the_page_shown_follow_the_theme_and_others_when_they_are_shown(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    window.session.settings.change(theme="light")
    dialog = QDialog(window)
    dialog.show()
    draw, train = window.page("Draw"), window.page("Train")
    window.session.settings.change(theme="dark")
    dark = style_sheet(DARK)
    assert dialog.styleSheet() == draw.styleSheet() == dark
    assert train.styleSheet() == ""
    window.show_page("Train")
    assert train.styleSheet() == dark
    window.session.settings.change(theme="light")
    assert draw.styleSheet() == dark
    window.show_page("Draw")
    assert draw.styleSheet() == style_sheet(LIGHT)


def test_icons_follow_the_theme(qtbot: QtBot) -> None:
    drawing = icon("pen-3", "muted", "accent")
    for theme in (LIGHT, DARK, LIGHT):
        use_theme(theme)
        for state, colour in ((QIcon.State.Off, theme.muted), (QIcon.State.On, theme.accent)):
            image = drawing.pixmap(QSize(24, 24), QIcon.Mode.Normal, state).toImage()
            assert image.pixelColor(12, 12) == QColor(colour)


def test_every_icon_but_the_programs_own_takes_the_colour_of_the_theme() -> None:
    folder = files("digit_recognizer.app.widgets").joinpath("icons")
    drawings = [drawing for drawing in folder.iterdir() if not drawing.name.startswith("app-")]
    assert drawings
    for drawing in drawings:
        text = drawing.read_text(encoding="utf-8")
        assert "currentColor" in text
        assert not re.search(r"#[0-9A-Fa-f]{3}", text)
