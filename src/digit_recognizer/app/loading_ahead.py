"""Loads beside the window what it will need, when that disturbs nobody."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, QTimer

from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.garbage import spare_what_is_loaded
from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.page import PAGES, page_class

__all__ = ["LoadingAhead"]

_REST = 1000
"""Milliseconds without a change of the drawing, after which nobody seems to draw."""


class LoadingAhead(QObject):
    """Loads the code of all pages once the reader is ready, and compiled code to read with.

    Loading compiled code keeps Python busy for half a second, for which a hand that draws would
    wait. So it begins when the hand rests; until then the reader reads without.

    Parameters
    ----------
    drawing
        What the hand draws.
    reader
        Whose recognizer reads with compiled code, where it is on this machine's disk: nobody waits
        for a compiler.
    rest
        So long the hand rests, in milliseconds.
    """

    def __init__(
        self, drawing: Drawing, reader: Reader, parent: QObject, *, rest: int = _REST
    ) -> None:
        super().__init__(parent)
        self._drawing, self._reader = drawing, reader
        self._seen = drawing.sheet
        self._worker = Worker("loading ahead", self)
        self._timer = QTimer(self)
        self._timer.setInterval(rest)
        self._timer.timeout.connect(self._look)
        reader.ready.connect(self._load_pages)
        reader.ready.connect(self._timer.start)

    def close(self) -> None:
        """Begin nothing any more."""
        self._timer.stop()
        self._worker.close()

    def _load_pages(self) -> None:
        """Load the code of all pages; they are made when they are visited."""
        self._reader.ready.disconnect(self._load_pages)
        for title in PAGES:
            self._worker.submit(partial(page_class, title), title)
        self._worker.submit(spare_what_is_loaded, "spare pages")

    def _look(self) -> None:
        seen, self._seen = self._seen, self._drawing.sheet
        recognizer = self._reader.recognizer
        if seen is self._seen and not self._drawing.in_gesture and recognizer is not None:
            self._timer.stop()
            self._worker.submit(partial(recognizer.warm_up, compiles=False), "compiled code")
            self._worker.submit(spare_what_is_loaded, "spare compiled code")
