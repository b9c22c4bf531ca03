"""The column on the left: the settings of the next training, or the networks there are."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.core.networks import Networks
from digit_recognizer.app.train.network_list import NetworkList
from digit_recognizer.app.train.settings_column import SettingsColumn
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["LeftColumn"]


class LeftColumn(QWidget):
    """Shows one of the two, by the button that is pressed above."""

    def __init__(
        self, state: TrainState, networks: Networks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = SettingsColumn(state)
        self.networks = NetworkList(networks)
        self._stack = QStackedWidget()
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING[0])
        for number, (name, page, help_) in enumerate(
            (
                ("Settings", self.settings, "How the next network is trained"),
                ("Networks", self.networks, "The networks there are, with their figures"),
            )
        ):
            button = _tab(name, help_)
            button.clicked.connect(partial(self._show, number))
            self._buttons.append(button)
            self._stack.addWidget(page)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[1])
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self._mark(0)

    def show_settings(self) -> None:
        """Show the settings."""
        self._show(0)

    def show_networks(self) -> None:
        """Show the networks."""
        self._show(1)

    def _show(self, number: int, *_: object) -> None:
        self._mark(number)
        self._stack.setCurrentIndex(number)
        if number == 1:
            self.networks.fill()
        else:
            self.networks.choose("")

    def _mark(self, number: int) -> None:
        for other, button in enumerate(self._buttons):
            button.setChecked(other == number)


def _tab(name: str, help_: str) -> QPushButton:
    button = new_button(f"tab-{name.lower()}", name, help_, look="tab")
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
