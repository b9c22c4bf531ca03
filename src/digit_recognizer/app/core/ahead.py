"""Loads the places that were not visited yet, so that the first visit does not wait for it."""

from __future__ import annotations

import logging
import threading

from digit_recognizer.app.core.garbage import keep_what_is_loaded
from digit_recognizer.app.pages import PLACES, place_class

__all__ = ["LoadingAhead"]

_log = logging.getLogger(__name__)


class LoadingAhead:
    """Loads the code of all places in a thread of its own; they are made when visited."""

    def __init__(self) -> None:
        self._closing = False
        self._thread = threading.Thread(target=self._load, name="loading ahead", daemon=True)

    def start(self) -> None:
        """Begin, unless that was done before."""
        if self._thread.ident is None and not self._closing:
            self._thread.start()

    def close(self) -> None:
        """End after the place at hand, and wait for that."""
        self._closing = True
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        for title in PLACES:
            if self._closing:
                return
            try:
                place_class(title)
            except Exception:
                # Whoever visits the place will hear of it.
                _log.exception("%s cannot be loaded", title)
        keep_what_is_loaded()
