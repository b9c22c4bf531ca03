"""Templates in the window: frames drawn over a page, stored, and applied to files."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.sheets.frame_bar import FrameBar
from digit_recognizer.app.sheets.frame_view import FrameView
from digit_recognizer.app.sheets.opened_file import OpenedFile
from digit_recognizer.app.sheets.pictures import PagePictures
from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.app.widgets.dialogs import choose_file
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.templates.drawing import (
    Frame,
    Frames,
    as_template,
    frames_of_page,
    with_columns_of,
    with_formats,
)
from digit_recognizer.sheets.templates.template import Template
from digit_recognizer.sheets.templates.template_file import read_template, template_to_json

__all__ = ["Templating"]

_KINDS = "Templates (*.json)"
_TO_USE = "Templates, blank forms (*.json *.pdf *.png *.jpg *.jpeg *.tif *.tiff *.toml)"


class Templating(QObject):
    """Lets frames be drawn, and makes templates of them.

    Parameters
    ----------
    page
        Over which dialogs open.
    state
        Has the files and their frames.
    view, bar
        Where frames are drawn and named.
    pictures
        The pages made flat.
    settings
        Remember the folder.
    messages
        Say what was done.
    folder
        Where the templates of this session are stored; None for a temporary one.
    """

    mode_changed = pyqtSignal(bool)
    """Whether frames are drawn now."""

    def __init__(
        self,
        page: QWidget,
        state: SheetsState,
        view: FrameView,
        bar: FrameBar,
        pictures: PagePictures,
        settings: CurrentSettings,
        messages: Topic,
        folder: Path | None,
    ) -> None:
        super().__init__(page)
        self._page, self._state, self._view, self._bar = page, state, view, bar
        self._pictures, self._settings, self._messages = pictures, settings, messages
        self._folder = folder
        self.is_on = False
        self._saver = FileSaver(page, settings, messages)
        self.worker = Worker("templates", self, finishes=True)
        self.worker.reported.connect(self._take)
        self.worker.failed.connect(messages.ask)
        view.drawn.connect(state.draw)
        view.frame_chosen.connect(self._show_chosen)
        view.naming_wanted.connect(self._name)
        view.leaving_wanted.connect(self.leave)
        bar.changed.connect(state.draw)
        bar.merge_wanted.connect(view.merge_chosen)
        bar.remove_wanted.connect(view.remove_chosen)
        bar.read_wanted.connect(self.read)
        bar.leaving_wanted.connect(self.leave)
        state.frames_changed.connect(self.show_frames)
        state.file_shown.connect(self.show_frames)

    def clear(self) -> None:
        """Remove the templates of this session that no file is read by any more."""
        if self._folder is None or not self._folder.is_dir():
            return
        used = {file.template for file in self._state.files}
        for template in self._folder.glob("*.json"):
            if template not in used:
                with suppress(OSError, DigitRecognizerError):
                    blank = read_template(template).blank
                    if blank is not None:
                        blank.unlink(missing_ok=True)
                    template.unlink(missing_ok=True)

    def toggle(self) -> None:
        """Begin to draw frames, or end it."""
        if self.is_on:
            self.leave()
        elif self._frames_now() is not None:
            self.is_on = True
            self.mode_changed.emit(True)
            self.show_frames()
            self._view.setFocus()

    def leave(self) -> None:
        """Go on with the review."""
        if self.is_on:
            self.is_on = False
            self._view.draw_frames(None)
            self.mode_changed.emit(False)

    def show_frames(self) -> None:
        """Show the frames of the file that is shown, where frames are drawn."""
        if not self.is_on:
            return
        frames = self._frames_now()
        if frames is None:
            self._view.draw_frames(Frames())
            self._bar.show_frames(Frames(), ())
        else:
            self._view.draw_frames(frames, self._number())
            self._show_chosen()

    def read(self) -> None:
        """Read the file that is shown in its frames."""
        file = self._state.file
        if file is not None:
            self._make([file])

    def apply_to_folder(self) -> None:
        """Read all files of the folder of the one that is shown as it is: in its frames."""
        shown = self._state.file
        if shown is None:
            return
        files = [file for file in self._state.files if file.path.parent == shown.path.parent]
        if shown.frames is None and shown.template is not None:
            self._apply(files, shown.template, shown.formats)
        else:
            self._make(files)

    def use(self) -> None:
        """Let a template be chosen, and read all files by it."""
        title = "Choose a template or a blank form"
        path = choose_file(self._page, self._settings, "template", title, _TO_USE)
        if path is not None:
            self._apply(self._state.files, path, ())

    def save(self) -> None:
        """Save the frames of the file that is shown as a template."""
        file = self._state.file
        template = self._template()
        if file is None or template is None:
            return
        name = f"{file.path.stem}-template.json"
        write = partial(_write, file.path, template)
        self._saver.save("Save the template", name, _KINDS, write)

    def _make(self, files: Sequence[OpenedFile]) -> None:
        file, template = self._state.file, self._template()
        if file is None or template is None:
            return
        path = self._path(file.path, template)
        self.worker.submit(partial(_made, file.path, template, path, files), "make")

    def _template(self) -> Template | None:
        frames, file = self._frames_now(), self._state.file
        if frames is None or file is None:
            self._messages.ask("There is no page to draw frames on.")
            return None
        try:
            return as_template(with_formats(frames, dict(file.formats)))
        except DigitRecognizerError as error:
            self._messages.ask(str(error))
            return None

    def _path(self, example: Path, template: Template) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="digit-recognizer-"))
        content = json.dumps([str(example), template_to_json(template)]).encode()
        return self._folder / f"{hashlib.sha256(content).hexdigest()[:16]}.json"

    def _take(self, made: tuple[Path, Sequence[OpenedFile]]) -> None:
        path, files = made
        self._apply(files, path, ())

    def _apply(
        self, files: Sequence[OpenedFile], template: Path, formats: tuple[tuple[str, str], ...]
    ) -> None:
        """Read files by a template; the frames that are drawn over them stay."""
        wanted = {file.path for file in files}
        self._state.read_anew(
            [
                replace(file, template=template, formats=formats)
                for file in self._state.files
                if file.path in wanted
            ]
        )

    def _frames_now(self) -> Frames | None:
        """Return the frames that were drawn, or those around what was found."""
        file = self._state.file
        if file is None or file.sheet is None or not file.sheet.pages:
            return None
        if file.frames is not None:
            return file.frames
        frames: list[Frame] = []
        for page in file.sheet.pages:
            picture = self._pictures.get(file.path, page)
            if picture is not None:
                frames += frames_of_page(page, picture.flat, page.number)
        return Frames(tuple(with_columns_of(frames, _known(file.template))))

    def _number(self) -> int:
        state = self._state
        sheet = state.sheet
        return 1 if sheet is None else sheet.pages[state.place.page if state.place else 0].number

    def _show_chosen(self) -> None:
        if self._view.frames is not None:
            self._bar.show_frames(self._view.frames, self._view.selected)

    def _name(self) -> None:
        self._bar.name.setFocus()
        self._bar.name.selectAll()


def _known(template: Path | None) -> Template | None:
    """Return the template by which a file was read, if it is one."""
    if template is None or template.suffix.lower() != ".json":
        return None
    try:
        return read_template(template)
    except DigitRecognizerError:
        return None


def _made(
    example: Path, template: Template, path: Path, files: Sequence[OpenedFile]
) -> Iterator[tuple[Path, Sequence[OpenedFile]]]:
    from digit_recognizer.recognizer.template_making import make_template

    make_template(example, template, path)
    yield path, files


def _write(example: Path, template: Template, path: Path) -> str:
    from digit_recognizer.recognizer.template_making import make_template

    made = make_template(example, template, path)
    blank = "" if made.blank is None else f", with the blank form {made.blank.name} beside it"
    return f"The template was saved as {path}{blank}."
