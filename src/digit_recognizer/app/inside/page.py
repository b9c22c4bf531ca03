"""The page where one looks inside the network while it reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRectF, QTimer
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.reading import Reading, Reads
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import Settings
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.draw.tools import PENS
from digit_recognizer.app.inside.bar import Bar
from digit_recognizer.app.inside.card import UnitCard
from digit_recognizer.app.inside.network_view import NetworkView
from digit_recognizer.app.inside.number_view import NumberView
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.tiles import value_limit
from digit_recognizer.app.page import Page
from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.app.widgets.theme import SPACING, margin
from digit_recognizer.inspection import (
    Evidence,
    Snapshot,
    find_evidence,
    has_templates,
    take_snapshot,
)

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["InsidePage"]

_ONE_PICTURE = "Look inside shows one picture at a time. Open several in Draw."
_HINT = (
    "Watch a digit travel through the network",
    "Draw one in the black field on the left, or take a random digit. Each square is one number: "
    "orange positive, blue negative.",
)
_SWEEP_MILLISECONDS = 24
_CARD = (216, 440)
"""The least and the most height of the card."""
_PIXELS = 28
_WITH_HAND = {
    "refined": "F6 and output are those that were refined for your hand.",
    "prototypes": "Your hand adds prototypes to the outputs; they are not among the layers shown.",
}
"""What is said of the layers, by the level at which a hand is read."""


class InsidePage(Page):
    """Shows every layer of the network as it is at this moment, and explains each number."""

    title = "Look inside"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.state = InsideState(self)
        self._inspector = Worker("inspector", self)
        self._input = _blank()
        self._is_entered = False
        self._sweep = QTimer(self)
        self._sweep.setInterval(_SWEEP_MILLISECONDS)
        self.view = NetworkView(self.state)
        self.canvas = Canvas(session.drawing, self.view, characters=session.characters)
        self.canvas.setObjectName("inside-canvas")
        self.canvas.setMinimumSize(0, 0)
        self.hint = self._new_hint()
        self.card = UnitCard(self.state)
        self.number = NumberView(session)
        self.number.hide()
        self.opening = Opening(self, session)
        for canvas in (self.canvas, self.number.canvas):
            self.opening.take_drops_on(canvas)
        self.bar = Bar(session, self.opening, self.state)
        self._column = QVBoxLayout()
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.card)
        self._column.addWidget(self.number, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._column, 1)
        whole.addWidget(self.bar)
        self._observe()

    def enter(self) -> None:
        """Follow the drawing from now on."""
        self._is_entered = True
        if self.session.drawing.sheet.is_blank:
            self._input = _blank()
        else:
            self.session.reader.request(self.session.drawing.sheet)
        self._inspect()
        (self.number if self.bar.number.isChecked() else self.view).setFocus()

    def leave(self) -> None:
        """Let the network rest."""
        self._is_entered = False
        self._say_whose_layers()
        self.state.sweep(False)

    def look_again_for_data(self) -> None:
        """Draw random digits of MNIST, if it is here now."""
        self.opening.look_again_for_data()

    def shut_down(self) -> None:
        """Stop what only the eye needs, then the worker."""
        self.leave()
        super().shut_down()

    def show_number(self, shown: bool) -> None:
        """Show how the number was read in place of the layers, or these again."""
        self.bar.number.setChecked(shown)
        self.state.sweep(False)
        self._share_height()
        (self.number if shown else self.view).setFocus()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Share the height between the parts."""
        self._share_height()
        super().resizeEvent(event)

    def _share_height(self) -> None:
        """Share the height between layers and card, or give it to the number."""
        edge = margin(self.width())
        self._column.setContentsMargins(edge, 0, edge, SPACING[2])
        least, most = _CARD
        card = min(max(int(self.height() * 0.37), least), most)
        layers = not self.bar.number.isChecked()
        self.view.setVisible(layers)
        self.number.setVisible(not layers)
        room = self.height() - self.bar.height() - SPACING[0] - SPACING[2]
        self.card.setFixedHeight(card)
        # In a lower window there is room for the layers alone.
        self.card.setVisible(layers and room - card >= self.view.minimumSizeHint().height())

    def _new_hint(self) -> EmptyState:
        """Return where to begin while the sheet is blank; it lies over the layers."""
        button = new_button("take-random", "Take a random digit", "Read one of MNIST's digits")
        button.clicked.connect(lambda: self.opening.choose_random())
        hint = EmptyState("hint", (button,), self.view, on_card=True)
        hint.say(*_HINT, button)
        hint.hide()
        return hint

    def _observe(self) -> None:
        session, state = self.session, self.state
        session.settings.changed.connect(self._take_settings)
        self._take_settings(session.settings.now)
        session.characters.read.connect(self._take_reading)
        session.characters.changed.connect(self._take_character)
        session.drawing.listen(self._follow_drawing)
        session.networks.current_changed.connect(lambda _: self._inspect())
        session.hands.changed.connect(self._inspect)
        self._inspector.reported.connect(self._take)
        state.digit_changed.connect(self._inspect)
        state.sweep_changed.connect(self._follow_sweep)
        self._sweep.timeout.connect(self._advance)
        self.view.arranged.connect(self._settle)
        self.bar.number_wanted.connect(self.show_number)
        self.opening.message.connect(self.messages.ask)
        self.opening.absent.connect(
            lambda text: self.messages.ask(text, "Data sets…", self.data_sets_wanted.emit)
        )
        self.opening.several.connect(lambda _: self.messages.ask(_ONE_PICTURE))

    def _take_settings(self, settings: Settings) -> None:
        self.canvas.show_box(settings.show_box)
        pen = next((pen for pen in PENS if pen.name == settings.pen), PENS[1])
        for canvas in (self.canvas, self.number.canvas):
            canvas.set_tool(pen)

    def _take_reading(self, reading: Reading) -> None:
        digit = self.session.characters.digit
        if digit is not None and not self.session.drawing.sheet.is_blank:
            self._input = digit.network_input
            if reading.sequence == self.session.reader.sequence:
                self.canvas.mark_found(digit.box)
            self._inspect()

    def _take_character(self) -> None:
        looked_at = self.session.characters.looked_at
        if looked_at is not None:
            self._input = looked_at.network_input
            self._inspect()

    def _follow_drawing(self) -> None:
        self.messages.clear()
        if self.session.drawing.sheet.is_blank:
            self._input = _blank()
            self._inspect()

    def _inspect(self) -> None:
        network, hands = self.session.networks.current, self.session.hands
        if self._is_entered and network is not None:
            look = partial(_look, network.checkpoint, hands.reads, self._input, self.state.digit)
            self._inspector.submit(look)
        self._say_whose_layers()

    def _say_whose_layers(self) -> None:
        """Say, while one looks, what a hand changes in the network."""
        hands, text = self.session.hands, None
        if self._is_entered and hands.reads is not None and hands.profile is not None:
            fit = hands.profile.fit
            text = _WITH_HAND.get("" if fit is None else fit.level)
        self.session.messages.state("layers of a hand", text)

    def _take(self, message: object) -> None:
        match message:
            case Snapshot():
                self._take_snapshot(message)
            case Evidence(digit=digit) if digit == self.state.digit:
                self.state.show_evidence(message)

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self.bar.legend.show_limit(value_limit(snapshot))
        self.state.show_snapshot(snapshot)
        # Templates are worth a look before anything is drawn.
        self.hint.setVisible(self.state.is_blank and not has_templates(snapshot.stages))

    def _follow_sweep(self) -> None:
        if self.state.is_sweeping:
            self.view.begin_sweep()
            self._sweep.start()
        else:
            self._sweep.stop()

    def _advance(self) -> None:
        if not self.view.advance():
            self.state.sweep(False)

    def _settle(self, canvas: QRectF) -> None:
        self.canvas.setGeometry(canvas.toRect())
        room = self.view.rect()
        room.setLeft(round(canvas.right()))
        self.hint.setGeometry(room)


def _look(
    checkpoint: Checkpoint, with_hand: Reads | None, image: NDArray[np.uint8], digit: int | None
) -> Iterator[Snapshot | Evidence]:
    """Find out what a network makes of an image, then what in it speaks for a class."""
    network = checkpoint.network if with_hand is None else with_hand.network_of_hand
    yield take_snapshot(network, image, temperature=checkpoint.temperature)
    if digit is not None:
        yield find_evidence(network, image, digit)


def _blank() -> NDArray[np.uint8]:
    return np.zeros((_PIXELS, _PIXELS), np.uint8)
