"""The page where one draws: canvas, answer and toolbar."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QResizeEvent
from PyQt6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from digit_recognizer.app.core.pictures import Box, cropped
from digit_recognizer.app.core.reading import Reading
from digit_recognizer.app.core.saving import save_png
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import Settings
from digit_recognizer.app.draw.answer import AnswerPanel
from digit_recognizer.app.draw.answer_list import AnswerList
from digit_recognizer.app.draw.arrangement import arrange
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.crop import CropFrame
from digit_recognizer.app.draw.guided import Guide
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.draw.painting import sheet_image
from digit_recognizer.app.draw.toolbar import Toolbar
from digit_recognizer.app.draw.words import put_into_words
from digit_recognizer.app.page import Page
from digit_recognizer.app.welcome import Welcome
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.app.widgets.tool_row import new_action

__all__ = ["DrawPage"]


class DrawPage(Page):
    """Brings the hand's drawing to the reader and the reader's answer to the eye."""

    title = "Draw"

    hands_wanted = pyqtSignal()
    """What was learned of a hand shall be shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        drawing, reader = session.drawing, session.reader
        self._drawing = drawing
        self._reader = reader
        self._characters = session.characters
        self._desk = QWidget()
        self._desk.installEventFilter(self)
        self.canvas = Canvas(drawing, self._desk, characters=session.characters)
        for label, key, by in (("Next digit", "Right", 1), ("Digit before", "Left", -1)):
            step = partial(session.characters.step, by)
            action = new_action(self.canvas, label, "Looks at another digit.", (key,), step)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.canvas.addAction(action)
        self.frame = CropFrame(self.canvas)
        self.answer = AnswerPanel(self._desk)
        self._stack = QStackedWidget()
        self.welcome = Welcome(self._desk, self.answer)
        self.welcome.closed.connect(lambda: session.settings.change(welcomed=True))
        reader.opened.connect(drawing.place)
        self.opening = Opening(self, session)
        self.opening.take_drops_on(self.canvas)
        self.toolbar = Toolbar(session, self.opening)
        self._saver = FileSaver(self, session.settings, self.messages)
        self.answers = AnswerList(reader, session.settings, self.messages)
        self._stack.addWidget(self._desk)
        self._stack.addWidget(self.answers)
        self._back = new_button(
            "back-to-answers",
            "‹ Back to the list of answers",
            "Show again what was read in the other pictures",
            look="quiet",
        )
        self._back.setAccessibleName("Back to the list of answers")
        self._back.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._stack, 1)
        column.addWidget(self.toolbar)
        self.setTabOrder(self.canvas, self.toolbar)
        for before, after in pairwise((self.toolbar.last, *self.answer.correction.parts)):
            self.setTabOrder(before, after)

        self.opening.message.connect(self.messages.ask)
        self.opening.absent.connect(
            lambda text: self.messages.ask(text, "Data sets…", self.data_sets_wanted.emit)
        )
        self.opening.several.connect(self.read_many)
        self.answers.picture_wanted.connect(self._open_one)
        self.answers.closed.connect(self._show_canvas)
        self._back.clicked.connect(self._show_answers)
        self._connect_toolbar()
        self.guide = Guide(session, self)
        self.answer.correction.said.connect(self._learn)
        self.answer.correction.hands_wanted.connect(self.hands_wanted)
        session.settings.changed.connect(self._take_settings)
        self._take_settings(session.settings.now)
        session.characters.read.connect(self._show_reading)
        session.characters.changed.connect(self._show_character)
        reader.failed.connect(self.messages.ask)
        self._sheet = drawing.sheet
        self._in_gesture = self._alone = False
        drawing.listen(self._follow_drawing)

    def read_many(self, paths: list[Path]) -> None:
        """Read files and folders and list the answers in place of the canvas."""
        self.welcome.close_card()
        self.answers.read(paths)
        self._show_answers()

    def save(self) -> None:
        """Let the user choose a file and save the drawing as a picture."""
        write = partial(save_png, image=sheet_image(self._drawing.sheet))
        self._saver.save("Save the drawing", "digit.png", "PNG (*.png)", write)

    def copy(self) -> None:
        """Bring the digit or number that was read to the clipboard."""
        clipboard = QGuiApplication.clipboard()
        read = self._characters.recognition
        answer = None if read is None else put_into_words(read)
        if clipboard is None or answer is None or not answer.digit:
            self.messages.news("There is no number to copy. Draw one first.")
            return
        clipboard.setText(answer.digit)
        self.messages.news(f"Copied: {answer.digit}")

    def look_again_for_data(self) -> None:
        """Draw random digits of MNIST, if it is here now."""
        self.opening.look_again_for_data()

    def enter(self) -> None:
        """Let keys reach the canvas."""
        window = self.window()
        if window is not None and window.focusWidget() is None:
            self.canvas.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Arrange the parts when the desk that they lie on changes its size."""
        if watched is self._desk and event is not None and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Arrange the parts at once: a picture of the page may be taken before it is shown."""
        column = self.layout()
        assert column is not None
        column.activate()
        self._arrange()

    def _learn(self, digit: int) -> None:
        """Learn what was read, or the character that is looked at, as that digit."""
        characters, picture = self._characters, self._drawing.sheet.picture
        shown = characters.looked_at or characters.digit
        if shown is None or (characters.digit is not None and characters.digit.likeliest is None):
            return
        hands = self.session.hands
        hands.learn(shown.network_input, digit, "Draw" if picture is None else picture.name)
        if hands.profile is not None:
            self.messages.news(f"Learned as a {digit}, by {hands.profile.name}.")

    def _arrange(self) -> None:
        canvas, answer = arrange(self._desk.size(), self._drawing.sheet.shape)
        self.canvas.setGeometry(canvas)
        self.answer.setGeometry(answer)
        self.welcome.settle()

    def _connect_toolbar(self) -> None:
        toolbar = self.toolbar
        toolbar.tool_taken.connect(self.canvas.set_tool)
        self.canvas.set_tool(toolbar.tool)
        toolbar.save_wanted.connect(self.save)
        toolbar.copy_wanted.connect(self.copy)
        toolbar.crop_wanted.connect(self._show_frame)
        self.frame.chosen.connect(self._crop)
        self.frame.left.connect(lambda: self._show_frame(False))

    def _show_answers(self) -> None:
        self.messages.clear()
        self._stack.setCurrentWidget(self.answers)
        self._back.hide()
        self.answers.view.setFocus()

    def _show_canvas(self) -> None:
        self.messages.clear()
        self._stack.setCurrentWidget(self._desk)
        self._back.setVisible(not self.answers.is_empty)

    def _show_frame(self, shown: bool) -> None:
        picture = self._drawing.sheet.picture
        if shown and picture is not None:
            self.frame.begin(picture)
        elif self.frame.isVisible():
            self.frame.hide()
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toolbar.show_cropping(self.frame.isVisible())

    def _crop(self, box: Box) -> None:
        picture = self._drawing.sheet.picture
        if picture is not None:
            self._drawing.place(cropped(picture, box))

    def _open_one(self, path: Path) -> None:
        self.opening.open([path])

    def _take_settings(self, settings: Settings) -> None:
        self.canvas.show_box(settings.show_box)

    def _follow_drawing(self) -> None:
        sheet = self._drawing.sheet
        if sheet is self._sheet:
            ended = self._in_gesture and not self._drawing.in_gesture
            self._in_gesture = self._drawing.in_gesture
            if ended and not sheet.is_blank:
                self._request()
            return
        if sheet.shape != self._sheet.shape:
            self._arrange()
        self._sheet = sheet
        if self._stack.currentWidget() is not self._desk:
            self._show_canvas()
        self._show_frame(False)
        self.welcome.close_card()
        # A message goes when something new begins, not with every movement of the pen.
        if not (self._in_gesture and self._drawing.in_gesture):
            self.messages.clear()
        if self._drawing.in_gesture and not self._in_gesture:
            self._alone = self._characters.number is None
        self._in_gesture = self._drawing.in_gesture
        if sheet.is_blank:
            self._reader.cancel()
            self.answer.show_blank()
            self.toolbar.show_time(None)
        else:
            self._request()

    def _request(self) -> None:
        """Ask for the sheet to be read; a digit that is being drawn is no number before it ends."""
        self._alone = self._alone and self._in_gesture
        self._reader.request(self._sheet, alone=self._alone, growing=self._in_gesture)

    def _show_reading(self, reading: Reading) -> None:
        digit = self._characters.digit
        if digit is not None:
            if reading.sequence == self._reader.sequence:
                self.canvas.mark_found(digit.box)
            self.answer.show_recognition(digit)
        self.toolbar.show_time(reading.milliseconds)

    def _show_character(self) -> None:
        number, index = self._characters.number, self._characters.index
        if number is not None:
            self.answer.show_number(number, self._characters.looked_at, index or 0)
