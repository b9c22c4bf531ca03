"""The place where one draws: canvas, answer and toolbar."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QEvent, QMimeData, QObject
from PyQt6.QtGui import QDropEvent, QGuiApplication, QResizeEvent
from PyQt6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from digit_recognizer.app.draw.answer import AnswerPanel
from digit_recognizer.app.draw.arrangement import arrange
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.toolbar import Toolbar
from digit_recognizer.app.notice import Notice
from digit_recognizer.app.pictures import OfferError, Picture, offered_picture
from digit_recognizer.app.place import Place
from digit_recognizer.app.reading import Reading
from digit_recognizer.app.session import Session
from digit_recognizer.app.theme import Theme

__all__ = ["DrawPlace"]

_FILTER = "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.pgm *.ppm);;All files (*)"


class DrawPlace(Place):
    """Brings the hand's drawing to the reader and the reader's answer to the eye."""

    title = "Draw"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        drawing, reader = session.drawing, session.reader
        self._drawing = drawing
        self._reader = reader
        self._oldest = 0
        self._desk = QWidget()
        self.canvas = Canvas(drawing, self._desk)
        self.answer = AnswerPanel(self._desk)
        self.notice = Notice(self._desk)
        self.toolbar = Toolbar(drawing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._desk, 1)
        column.addWidget(self.toolbar)
        self.setTabOrder(self.canvas, self.toolbar)

        self.setAcceptDrops(True)
        self.canvas.setAcceptDrops(True)
        self.canvas.installEventFilter(self)
        self.toolbar.tool_taken.connect(self.canvas.set_tool)
        self.toolbar.open_wanted.connect(self.choose_picture)
        self.toolbar.paste_wanted.connect(self.paste)
        reader.read.connect(self._show_reading)
        reader.opened.connect(self._lay_down)
        reader.failed.connect(self.notice.say)
        self._sheet = drawing.sheet
        self._in_gesture = False
        drawing.listen(self._follow_drawing)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for part in (self.canvas, self.answer, self.notice, self.toolbar):
            part.set_theme(theme)

    def choose_picture(self) -> None:
        """Let the user choose a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a picture", "", _FILTER)
        if name:
            self._reader.open(Path(name), Path(name).name)

    def paste(self) -> None:
        """Open what the clipboard holds."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData() if clipboard is not None else None
        self._take(mime or QMimeData())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take what is dropped on the canvas as if it were dropped beside it."""
        return self._taken_as_drop(event) or super().eventFilter(watched, event)

    def event(self, event: QEvent | None) -> bool:
        """Take pictures that are dropped."""
        return self._taken_as_drop(event) or super().event(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give canvas and answer their places."""
        column = self.layout()
        assert column is not None
        column.activate()
        canvas, answer = arrange(self._desk.size())
        self.canvas.setGeometry(canvas)
        self.answer.setGeometry(answer)

    def _taken_as_drop(self, event: QEvent | None) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        mime = event.mimeData()
        if mime is None or not (mime.hasUrls() or mime.hasImage()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(mime)
        return True

    def _take(self, mime: QMimeData) -> None:
        try:
            self._reader.open(*offered_picture(mime))
        except OfferError as error:
            self.notice.say(str(error))

    def _lay_down(self, picture: Picture) -> None:
        self._drawing.place(picture)

    def _follow_drawing(self) -> None:
        sheet = self._drawing.sheet
        if sheet is self._sheet:
            self._in_gesture = self._drawing.in_gesture
            return
        self._sheet = sheet
        # A message goes when something new begins, not with every movement of the pen.
        if not (self._in_gesture and self._drawing.in_gesture):
            self.notice.hide()
        self._in_gesture = self._drawing.in_gesture
        if sheet.is_blank:
            self._oldest = self._reader.cancel()
            self.answer.show_blank()
            self.toolbar.show_time(None)
        else:
            self._reader.request(sheet)

    def _show_reading(self, reading: Reading) -> None:
        if reading.sequence > self._oldest:
            self.answer.show_recognition(reading.recognition)
            self.toolbar.show_time(reading.milliseconds)
