"""Runs the network for the view in a thread of its own; the latest request wins."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.inspection import Network, find_evidence, take_snapshot

__all__ = ["Inspector"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Request:
    network: Network
    image: NDArray[np.uint8]
    digit: int | None


class Inspector(QObject):
    """Answers requests from a thread; those that were overtaken are left unanswered."""

    inspected = pyqtSignal(object)
    """A ``Snapshot`` of the latest request."""
    weighed = pyqtSignal(object)
    """The ``Evidence`` for the class that the latest request asked about."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = threading.Condition()
        self._request: _Request | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    def request(self, network: Network, image: NDArray[np.uint8], digit: int | None = None) -> None:
        """Ask what a network makes of an image, and what in it speaks for a class."""
        with self._work:
            self._request = _Request(network, image, digit)
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="inspector", daemon=True)
                self._thread.start()
            self._work.notify()

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        with self._work:
            self._closing = True
            self._work.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._closing or self._request is not None)
                if self._closing:
                    return
                request, self._request = self._request, None
            assert request is not None
            try:
                self._answer(request)
            except RuntimeError:
                # The window is gone without having been closed: there is no one left to tell.
                return
            except Exception:
                _log.exception("the inspector failed")

    def _answer(self, request: _Request) -> None:
        self.inspected.emit(take_snapshot(request.network, request.image))
        if request.digit is None or self._request is not None or self._closing:
            return
        evidence = find_evidence(request.network, request.image, request.digit)
        if self._request is None:
            self.weighed.emit(evidence)
