"""Sheets, read by a process of its own: it can be ended where one takes too long."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import perf_counter
from typing import Any

from digit_recognizer.answers.records import Record
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink.worker_process import EndedError, NoProcessError, WorkerProcess
from digit_recognizer.recognizer import many_sheets
from digit_recognizer.service.refusals import no_process, too_slow_to_read

__all__ = ["SheetReader"]


class SheetReader:
    """Reads one sheet after another in a process, which is started with the first of them.

    A context manager: the process ends with the block. Not for several threads at once.
    """

    def __init__(self) -> None:
        self._process: WorkerProcess | None = None

    def __enter__(self) -> "SheetReader":
        return self

    def __exit__(self, *raised: object) -> None:
        self._end()

    def read(self, content: bytes, formats: Mapping[str, str], seconds: float) -> Record:
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
        with TemporaryDirectory() as folder:
            path = Path(folder, "sheet")
            path.write_bytes(content)
            answer = self._answer([str(path), None, formats, None], seconds)
        if "reason" in answer:
            reason = answer["reason"].replace(str(path), "the file")
            raise DigitRecognizerError(reason, answer["remedy"])
        return {"pages": answer["pages"]}

    def _answer(self, question: object, seconds: float) -> Any:
        try:
            process = self._process = self._process or _started()
        except NoProcessError as error:
            raise no_process() from error
        timer, begun, answer = Timer(seconds, process.kill), perf_counter(), None
        timer.start()
        with suppress(EndedError):
            answer, _ = process.ask(question)
        timer.cancel()
        timer.join()
        is_late = perf_counter() - begun >= seconds
        if is_late or answer is None:
            self._end()
        if answer is None:
            raise too_slow_to_read(seconds) if is_late else no_process()
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None


def _started() -> WorkerProcess:
    process = WorkerProcess(many_sheets.__name__)
    process.wait_until_ready()
    return process
