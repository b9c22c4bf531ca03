"""Lets a hand learn from the cells of a sheet that a person has answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from digit_recognizer.app.core.hands import FIRST_NAME, Hands
from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.messages import Topic
from digit_recognizer.sheets.sheet import Sheet

if TYPE_CHECKING:
    from digit_recognizer.hands.profile import LearnedDigit, Profile

__all__ = ["Teaching", "can_teach"]

_NOTHING = (
    "No new digit was learned: those of these cells are known already, or their ink could not be "
    "cut as the answers say."
)


class Teaching(QObject):
    """Learns the digits of answered cells, beside the window.

    Parameters
    ----------
    parent
        What it lives as long as.
    hands
        Learn.
    messages
        Say what was learned.
    """

    def __init__(self, parent: QObject, hands: Hands, messages: Topic) -> None:
        super().__init__(parent)
        self._hands, self._messages = hands, messages
        self._worker = Worker("digits of a sheet", self)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(messages.ask)

    def teach(self, sheet: Sheet) -> None:
        """Let the hand that is read, or a first one, learn from a sheet."""
        self._worker.submit(partial(_digits_of, sheet, self._hands.profile))

    def _take(self, digits: tuple[LearnedDigit, ...]) -> None:
        if not digits:
            self._messages.news(_NOTHING)
        elif self._hands.learn_digits(digits):
            profile = self._hands.profile
            name = FIRST_NAME if profile is None else profile.name
            many = f"{len(digits):,} digit{'s' * (len(digits) > 1)}"
            self._messages.news(f"{many} learned, by {name}. They count for what is read next.")


def can_teach(sheet: Sheet | None) -> bool:
    """Whether a person has answered with a number."""
    if sheet is None:
        return False
    cells = map(sheet.cell, sheet.places())
    return any(cell.was_answered and cell.state == "number" for cell in cells)


def _digits_of(sheet: Sheet, profile: Profile | None) -> Iterator[tuple[LearnedDigit, ...]]:
    """Find the digits of answered cells that the profile does not know."""
    from digit_recognizer.hands.profile import Profile
    from digit_recognizer.recognizer import Recognizer
    from digit_recognizer.recognizer.learning_numbers import learn_sheet

    known = profile or Profile(FIRST_NAME)
    yield learn_sheet(Recognizer(), known, sheet).digits[len(known.digits) :]
