"""Sheets, each read by a process of its own: it can be ended where it takes too long."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer

from digit_recognizer.answers.records import Record
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.recognizer.many_sheets import read_many_sheets
from digit_recognizer.service.refusals import too_slow_to_read
from digit_recognizer.sheets.stored import page_to_json

__all__ = ["read_pages"]


def read_pages(content: bytes, formats: Mapping[str, str], seconds: float) -> Record:
    """Return ``pages``, those of a file, as JSON holds them (``sheets.stored``).

    Parameters
    ----------
    content : bytes
        A photograph, a scan or a PDF.
    formats : mapping of str to str
        As ``read_sheet`` takes them.
    seconds : float
        How long it may take.

    Raises
    ------
    DigitRecognizerError
        If it cannot be read, or not in time.
    """
    too_late = Event()
    with TemporaryDirectory() as folder:
        path = Path(folder, "sheet")
        path.write_bytes(content)
        timer = Timer(seconds, too_late.set)
        timer.start()
        found = [*read_many_sheets([path], formats=formats, jobs=1, stopped=too_late)]
        timer.cancel()
    if not found:
        raise too_slow_to_read(seconds)
    (read,) = found
    if isinstance(read, DigitRecognizerError):
        raise DigitRecognizerError(read.reason.replace(str(path), "the file"), read.remedy)
    return {"pages": [page_to_json(page) for page in read.pages]}
