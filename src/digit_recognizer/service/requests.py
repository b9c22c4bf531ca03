"""Requests: how many at once, how long, and until when."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from fastapi import Request
from pydantic import ValidationError

from digit_recognizer.answers.records import Record
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.service.answers import Strokes
from digit_recognizer.service.refusals import (
    RefusedError,
    busy,
    stopping,
    too_large,
    too_slow_to_read,
    too_slow_to_send,
    unreadable,
)
from digit_recognizer.service.settings import Settings

__all__ = ["Requests", "is_json", "strokes_in"]


class Requests:
    """What all requests have in common.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = settings.at_once

    @contextmanager
    def place(self) -> Iterator[None]:
        """Lend one of the places there are: the bodies of those that hold one are in memory.

        Raises
        ------
        RefusedError
            If none is free.
        """
        if not self._places:
            raise busy()
        self._places -= 1
        try:
            yield
        except asyncio.CancelledError as error:  # the service ends, and waited for long enough
            raise stopping() from error
        finally:
            self._places += 1

    async def body(self, request: Request) -> bytes:
        """Return the body of a request.

        Raises
        ------
        RefusedError
            If it is too long, or does not come in time.
        """
        most, seconds = self._settings.most_bytes, self._settings.seconds
        declared = request.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > most:
            raise too_large(most)
        body = bytearray()
        try:
            async with asyncio.timeout(seconds):
                async for part in request.stream():
                    body += part
                    if len(body) > most:
                        raise too_large(most)
        except TimeoutError as error:
            raise too_slow_to_send(seconds) from error
        return bytes(body)

    async def answer(self, reading: "Future[Record]") -> Record:
        """Wait for what is read.

        Raises
        ------
        RefusedError
            If it cannot be read, or not in time.
        """
        seconds = self._settings.seconds
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(reading)
        except TimeoutError as error:
            raise too_slow_to_read(seconds) from error
        except RefusedError:
            raise
        except DigitRecognizerError as error:
            raise unreadable(error) from error


def is_json(request: Request) -> bool:
    """Tell whether a request says that its body is JSON, and so pen strokes."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    return kind.strip().lower() == "application/json"


def strokes_in(body: bytes) -> Strokes:
    """Return the strokes that JSON holds.

    Raises
    ------
    RefusedError
        If it holds none.
    """
    try:
        return Strokes.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise unreadable(
            DigitRecognizerError(
                f"{quoted(where)}: {first['msg']}" if where else first["msg"],
                'send {"strokes": [[[x, y], ...], ...]}, and "pen_width" if it is known',
            )
        ) from error
