"""The files that were opened, what was read in them, and the answers to the doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Literal

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.sheets.opened_file import OpenedFile, ReadSheets, Result, results
from digit_recognizer.sheets.sheet import Counts, Sheet
from digit_recognizer.sheets.table import Cell, Place
from digit_recognizer.sheets.templates.drawing import Frames

__all__ = ["Order", "SheetsState"]

Order = Literal["column", "doubt"]
"""Whether doubts are gone through column by column, or the least sure first."""


@dataclass(frozen=True)
class _Step:
    """What the last step replaced, so that it can be taken back."""

    before: tuple[OpenedFile, ...]
    shown: Path
    place: Place | None


class SheetsState(QObject):
    """Reads files beside the window, and goes through their doubts.

    Parameters
    ----------
    read
        What reads.
    """

    files_changed = pyqtSignal()
    """Other files, or another state of one: read, or with a doubt less."""
    file_shown = pyqtSignal()
    """Another file is shown."""
    place_changed = pyqtSignal()
    """Another cell is under review, or none."""
    frames_changed = pyqtSignal()
    """Other frames are drawn over the file that is shown."""
    failed = pyqtSignal(str)
    """A file could not be read in another way; why, in a sentence."""
    changed = pyqtSignal()
    """Something is to be stored."""

    def __init__(self, read: ReadSheets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: tuple[OpenedFile, ...] = ()
        self.shown = 0
        self.place: Place | None = None
        self.order: Order = "column"
        self._read = read
        self._steps: list[_Step] = []
        self._visited: list[Place] = []
        self._worker = Worker("sheets", self, gives_way=True)
        self._worker.reported.connect(self._take)
        self._batches = 0

    @property
    def file(self) -> OpenedFile | None:
        """The file that is shown."""
        return self.files[self.shown] if self.files else None

    @property
    def sheet(self) -> Sheet | None:
        """What was read in the file that is shown."""
        return self.file.sheet if self.file else None

    @property
    def cell(self) -> Cell | None:
        """The cell under review."""
        return None if self.sheet is None or self.place is None else self.sheet.cell(self.place)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All that was read."""
        return tuple(file.sheet for file in self.files if file.sheet)

    @property
    def counts(self) -> Counts:
        """How many cells of all files hold numbers, are to check, and were repaired."""
        counts = [file.counts for file in self.files]
        return Counts(
            sum(each.numbers for each in counts),
            sum(each.doubts for each in counts),
            sum(each.repaired for each in counts),
        )

    @property
    def to_read(self) -> int:
        """How many files are not read yet, or not anew."""
        return sum(file.is_waiting for file in self.files)

    @property
    def can_take_back(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._steps)

    def open(self, paths: Sequence[Path]) -> None:
        """Add files that are not there yet, and read them."""
        known = {file.path for file in self.files}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        added = tuple(OpenedFile(path, is_waiting=True) for path in new)
        is_first = not self.files
        self._set_files((*self.files, *added))
        self._begin(added)
        if is_first and added:
            self._show()

    def restore(self, files: Sequence[OpenedFile], order: Order = "column") -> None:
        """Take the files of an earlier session; those that were not read then are read now."""
        self.order = order
        self._set_files(tuple(files))
        self._begin([file for file in files if file.is_waiting])
        self._go_to_first()

    def close_file(self, path: Path) -> None:
        """Remove a file from the list; the file itself stays."""
        left = tuple(file for file in self.files if file.path != path)
        self.shown = max(0, min(self.shown, len(left) - 1))
        self._set_files(left)
        self._show()

    def put_back(self, files: Sequence[OpenedFile], shown: int) -> None:
        """Bring back files that were taken off the list; what was answered since stays."""
        now = {file.path: file for file in self.files}
        self._set_files(tuple(now.pop(file.path, file) for file in files) + tuple(now.values()))
        self.shown = shown
        self._show()

    def show_file(self, index: int) -> None:
        """Show another file, and go to its first doubt."""
        if 0 <= index < len(self.files) and index != self.shown:
            self.shown = index
            self._show()

    def go_to(self, place: Place | None) -> None:
        """Review a cell, doubtful or not."""
        if place != self.place:
            if self.place is not None:
                self._visited.append(self.place)
            self.place = place
            self.place_changed.emit()

    def set_order(self, order: Order) -> None:
        """Go through the doubts in another order."""
        self.order = order
        self._go_to_first()
        self.changed.emit()

    def queue(self) -> tuple[Place, ...]:
        """Return the doubts of the file that is shown, in the order in which they are reviewed."""
        sheet = self.sheet
        if sheet is None:
            return ()
        doubts = sheet.doubts()
        if self.order == "doubt":
            return tuple(sorted(doubts, key=lambda place: sheet.cell(place).confidence))
        return tuple(sorted(doubts, key=_by_column))

    def take(self) -> None:
        """Answer that the reading of the cell under review is right."""
        if self.cell is not None:
            self.answer(self.cell.text)

    def answer(self, text: str) -> None:
        """Answer what stands in the cell under review, and go to the next doubt."""
        file, sheet, place = self.file, self.sheet, self.place
        if file is None or sheet is None or place is None:
            return
        following = self._after(place)
        self._remember([file])
        self._visited.append(place)
        self._replace(self.shown, sheet.with_answer(place, text))
        self.place = following
        self.place_changed.emit()

    def next_file(self) -> None:
        """Show the next file that has doubts, if one has."""
        following = (*range(self.shown + 1, len(self.files)), *range(self.shown))
        index = next((each for each in following if self.files[each].doubts), None)
        if index is not None:
            self.show_file(index)

    def go_back(self) -> None:
        """Review the cell before once more; its answer stays until it is given again."""
        while self._visited:
            place = self._visited.pop()
            if place != self.place:
                self.place = place
                self.place_changed.emit()
                return

    def skip(self) -> None:
        """Go to the next doubt, and leave this one."""
        if self.place is not None:
            self.go_to(self._after(self.place) or self.place)

    def take_back(self) -> None:
        """Take the last step back, and review its cell once more."""
        while self._steps:
            step = self._steps.pop()
            before = {file.path: file for file in step.before}
            if not any(file.path in before for file in self.files):
                continue  # it was taken off the list
            self._set_files(tuple(before.get(file.path, file) for file in self.files))
            self._begin([file for file in self.files if file.path in before and file.is_waiting])
            paths = [file.path for file in self.files]
            if step.shown in paths and self.shown != paths.index(step.shown):
                self.shown = paths.index(step.shown)
                self.file_shown.emit()
            self.place = step.place if self._has(step.place) else None
            self.place_changed.emit()
            self.frames_changed.emit()
            return

    def draw(self, frames: Frames | None) -> None:
        """Take other frames over the file that is shown."""
        file = self.file
        if file is not None and frames != file.frames:
            self._remember([file])
            self._set_file(self.shown, replace(file, frames=frames))
            self.frames_changed.emit()

    def set_format(self, name: str, wanted: str) -> None:
        """Read the file that is shown anew, with a format for a column or field; empty is none."""
        file = self.file
        if file is not None:
            formats = dict(file.formats) | {name: wanted}
            left = tuple((each, form) for each, form in formats.items() if form)
            self.read_anew([replace(file, formats=left)])

    def read_anew(self, files: Sequence[OpenedFile]) -> None:
        """Read some of the files once more, in another way; what was answered stays."""
        now = {file.path: file for file in self.files}
        wanted = {
            file.path: replace(file, is_waiting=True, problem="")
            for file in files
            if file.path in now
        }
        self._remember([now[path] for path in wanted])
        self._set_files(tuple(wanted.get(file.path, file) for file in self.files))
        self._begin(list(wanted.values()))

    def _remember(self, files: Sequence[OpenedFile]) -> None:
        assert self.file is not None
        self._steps.append(_Step(tuple(files), self.file.path, self.place))

    def _has(self, place: Place | None) -> bool:
        return self.sheet is not None and place is not None and place in set(self.sheet.places())

    def _begin(self, files: Sequence[OpenedFile]) -> None:
        """Read files: those that are read in the same way by one job."""
        for way in dict.fromkeys((file.template, file.formats) for file in files):
            self._batches += 1  # each is read: none takes the place of another
            paths = [file.path for file in files if (file.template, file.formats) == way]
            stopped = Event()
            job = partial(results, self._read, paths, stopped, *way)
            self._worker.submit(job, str(self._batches), stop=stopped.set)

    def _take(self, result: Result) -> None:
        wanted = (
            file.path == result.path
            and (file.template, file.formats) == (result.template, result.formats)
            and file.is_waiting
            for file in self.files
        )
        index = next((number for number, is_it in enumerate(wanted) if is_it), None)
        if index is None:
            return  # it was closed in the meantime, or is wanted in another way
        file, read = self.files[index], result.read
        if isinstance(read, Sheet):
            read = read if file.sheet is None else read.with_answers_of(file.sheet)
            file = replace(file, sheet=read, problem="", is_waiting=False)
        elif file.sheet is None:
            file = replace(file, problem=str(read), is_waiting=False)
        else:
            # What was read before is still there; the step that failed is taken back.
            self._fail(index, str(read))
            return
        place = self.place if index == self.shown else None
        self._set_file(index, file)
        if index == self.shown:
            self._show()
            if self._has(place):
                self.go_to(place)

    def _fail(self, index: int, problem: str) -> None:
        """Leave a file as it was before it was to be read in another way."""
        file = self.files[index]
        steps = (each for step in reversed(self._steps) for each in step.before)
        before = next((each for each in steps if each.path == file.path), file)
        way = replace(file, template=before.template, formats=before.formats)
        self._set_file(index, replace(way, is_waiting=False))
        self.failed.emit(problem)

    def _replace(self, index: int, sheet: Sheet) -> None:
        self._set_file(index, replace(self.files[index], sheet=sheet))

    def _set_file(self, index: int, file: OpenedFile) -> None:
        self._set_files((*self.files[:index], file, *self.files[index + 1 :]))

    def _set_files(self, files: tuple[OpenedFile, ...]) -> None:
        if files != self.files:
            self.files = files
            self.files_changed.emit()
            self.changed.emit()

    def _show(self) -> None:
        self._visited = []
        self.file_shown.emit()
        self._go_to_first()

    def _go_to_first(self) -> None:
        self.place = next(iter(self.queue()), None)
        self.place_changed.emit()

    def _after(self, place: Place) -> Place | None:
        """Return the doubt that follows: after the last one, the first that was left."""
        queue = self.queue()
        if place in queue:
            at = queue.index(place)
            return next(iter((*queue[at + 1 :], *queue[:at])), None)
        if self.order == "column":
            later = [each for each in queue if _by_column(each) > _by_column(place)]
            return next(iter((*later, *queue)), None)
        return next(iter(queue), None)


def _by_column(place: Place) -> tuple[int, int, int, int]:
    table = -1 if place.table is None else place.table
    return place.page, table, place.column, place.row
