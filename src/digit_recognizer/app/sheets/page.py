"""The page where photographed forms become tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QKeyEvent, QPolygonF, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.core.repeated_save import RepeatedSave, report
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.state_file import StateError
from digit_recognizer.app.page import Page
from digit_recognizer.app.sheets.column_formats import ColumnFormats
from digit_recognizer.app.sheets.file_list import FileList
from digit_recognizer.app.sheets.frame_bar import FrameBar
from digit_recognizer.app.sheets.frame_view import FrameView
from digit_recognizer.app.sheets.new_form import NewFormDialog
from digit_recognizer.app.sheets.opened_file import Formats, ReadSheets
from digit_recognizer.app.sheets.opening import SheetOpening
from digit_recognizer.app.sheets.page_view import Frame
from digit_recognizer.app.sheets.pictures import PagePicture, PagePictures
from digit_recognizer.app.sheets.result_table import ResultView
from digit_recognizer.app.sheets.review_bar import HEIGHT, ReviewBar
from digit_recognizer.app.sheets.saving import Saving
from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.app.sheets.stored import SheetsFile
from digit_recognizer.app.sheets.teaching import Teaching, can_teach
from digit_recognizer.app.sheets.templating import Templating
from digit_recognizer.app.sheets.toolbar import SheetsToolbar
from digit_recognizer.app.sheets.words import remark, summary
from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING, margin
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.samples import sample_sheet
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["SheetsPage"]

_BEGIN = (
    "Drop photographs, scans or PDFs of forms here, or a folder of them. Each becomes a table, and "
    "what is not sure is shown to you, cell by cell."
)


class SheetsPage(Page):
    """Reads files beside the window, shows page and table, and asks about the doubts.

    Parameters
    ----------
    session
        What it shares with the other pages.
    read
        What reads files; by default the library.
    """

    title = "Sheets"

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, read: ReadSheets | None = None
    ) -> None:
        super().__init__(session, parent)
        self.state = SheetsState(read or self._read_with_hand, self)
        self.teaching = Teaching(self, session.hands, self.messages)
        self.opening = SheetOpening(self, self.state, session.settings, self.messages)
        self.pictures = PagePictures(self)
        self.files = FileList()
        self.view = FrameView()
        self.results = ResultView()
        self.bar = ReviewBar()
        self.frame_bar = FrameBar(HEIGHT)
        self.formats = ColumnFormats(self.state, self.results)
        self.toolbar = SheetsToolbar()
        self.summary = new_label(name="sheets-summary", tone="muted", wraps=True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.order = new_button("sheets-order", "By column", look="quiet", pixels=11)
        self.saving = Saving(self, self.state, session.settings, self.messages)
        stored_in = session.sheets_file
        self.templating = Templating(
            self,
            self.state,
            self.view,
            self.frame_bar,
            self.pictures,
            session.settings,
            self.messages,
            None if stored_in is None else stored_in.with_name(f"{stored_in.stem}-templates"),
        )
        self._was_reading = False
        self._shown: tuple[Path, int] | None = None
        self._build()
        self._connect()
        self._storing: RepeatedSave | None = None
        if stored_in is not None:
            self._store_in(SheetsFile(stored_in))
        self._show_files()

    def enter(self) -> None:
        """Let the keys answer, or draw."""
        (self.view if self.templating.is_on else self.bar).setFocus()

    def shut_down(self) -> None:
        """End the workers; what was answered is on disk."""
        if self._storing is not None:
            self._storing.close()
        super().shut_down()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Let the keys answer, wherever the focus is."""
        assert event is not None
        if self.templating.is_on or not self.bar.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is above."""
        super().resizeEvent(event)
        edge = margin(self.width())
        self._rows.setContentsMargins(edge, 0, edge, SPACING[1])

    def _build(self) -> None:
        open_files = new_button("sheets-empty-open", "Open …", "Choose files", look="primary")
        open_files.clicked.connect(lambda: self.opening.choose())
        form = new_button("sheets-empty-form", "New form …", "Make a form to print")
        form.clicked.connect(self._make_form)
        sample = new_button("sheets-empty-sample", "Try a sheet", "Read the sheet that is shipped")
        sample.clicked.connect(lambda: self.opening.open([sample_sheet()]))
        empty = EmptyState("sheets-empty", (open_files, sample, form))
        empty.say("From paper to a table", _BEGIN, open_files, sample, form)
        table = QFrame()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[0])
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.order)
        column.addWidget(self.results, 1)
        column.addLayout(foot)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("sheets-splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(SPACING[2])
        for number, (part, share) in enumerate(((self.files, 0), (self.view, 1), (table, 1))):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(number, share)
        self._splitter.setSizes([160, 500, 500])
        full = QWidget()
        rows = QVBoxLayout(full)
        rows.setSpacing(SPACING[1])
        self._rows = rows
        rows.addWidget(self._splitter, 1)
        self._bars = QStackedWidget()
        self._bars.setFixedHeight(HEIGHT)
        self._bars.addWidget(self.bar)
        self._bars.addWidget(self.frame_bar)
        rows.addWidget(self._bars)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(full)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.toolbar)

    def _connect(self) -> None:
        state = self.state
        state.files_changed.connect(self._show_files)
        state.file_shown.connect(self._show_file)
        state.place_changed.connect(self._show_place)
        state.changed.connect(self._store)
        self.files.shown.connect(state.show_file)
        self.files.clicked.connect(self.enter)
        self.files.close_wanted.connect(self._close_file)
        self.view.chosen.connect(state.go_to)
        self.results.chosen.connect(state.go_to)
        self.bar.answered.connect(state.answer)
        self.bar.back_wanted.connect(state.go_back)
        self.bar.later_wanted.connect(state.skip)
        self.bar.next_file_wanted.connect(state.next_file)
        self.order.clicked.connect(self._turn_order)
        tools = self.toolbar
        tools.open_wanted.connect(self.opening.choose)
        tools.folder_wanted.connect(self.opening.choose_folder)
        tools.undo_wanted.connect(state.take_back)
        tools.zoom_wanted.connect(self._zoom)
        tools.form_wanted.connect(self._make_form)
        tools.learn_wanted.connect(self._teach)
        tools.frames_wanted.connect(self.templating.toggle)
        tools.use_wanted.connect(self.templating.use)
        tools.apply_wanted.connect(self.templating.apply_to_folder)
        tools.save_template_wanted.connect(self.templating.save)
        self.templating.mode_changed.connect(self._show_mode)
        state.failed.connect(self.messages.ask)
        tools.save_wanted.connect(self.saving.save)
        self.pictures.opened.connect(self._show_picture)
        self.pictures.failed.connect(self.messages.ask)

    def _store_in(self, file: SheetsFile) -> None:
        """Bring back the session before, and store this one after every change."""
        self._file = file
        try:
            left = file.restore()
        except StateError as error:
            self.messages.ask(f"The sheets of the last session could not be read. {error}")
        else:
            if left is not None:
                self.state.restore(*left)
            self.templating.clear()
        self._storing = RepeatedSave(self)
        loss = "Closing the window or a crash would lose the answers."
        report(self._storing, self.session.messages, "sheets", loss, file.file.parent)

    def _store(self) -> None:
        if self._storing is not None:
            self._storing.save(partial(self._file.save, self.state.files, self.state.order))

    def _show_files(self) -> None:
        """Show which files there are, how far each is, and how far all are."""
        state = self.state
        if self._stack.currentIndex() != bool(state.files):
            self._stack.setCurrentIndex(1 if state.files else 0)
            self.bar.setFocus()
        self.files.show_files(state.files, state.shown)
        self.results.show_sheet(state.sheet)
        self._show_frames()
        self.summary.setText(summary(state))
        self.toolbar.undo.setEnabled(state.can_take_back)
        self.toolbar.save.setEnabled(bool(state.sheets))
        for action in self.toolbar.of_a_sheet:
            action.setEnabled(state.sheet is not None)
        self.toolbar.learn.setEnabled(can_teach(state.sheet))
        self.formats.show()
        self._report()

    def _show_file(self) -> None:
        self.files.show_files(self.state.files, self.state.shown)
        self.results.show_sheet(self.state.sheet)
        self.results.fit_columns()
        self._shown = None
        self.view.show_page(None, "" if self.state.sheet else remark(self.state))
        self.summary.setText(summary(self.state))
        self._show_place()

    def _show_place(self) -> None:
        """Show the cell under review: on its page, in the table, and large."""
        state, file = self.state, self.state.file
        picture = None
        if file is not None and file.sheet is not None and file.sheet.pages:
            page = file.sheet.pages[state.place.page if state.place else 0]
            picture = self.pictures.get(file.path, page)
            if picture is not None:
                self._show_page(picture)
        cell = state.cell
        image = None
        if (
            picture is not None
            and cell is not None
            and state.place is not None
            and file
            and file.sheet
        ):
            image = picture.crop(file.sheet.pages[state.place.page], cell.box)
        self.bar.show_cell(cell, image, remark(state))
        self.view.show_current(state.place)
        self.results.show_current(state.place)
        self.formats.show()

    def _show_picture(self, picture: PagePicture) -> None:
        if self.state.file is not None and picture.path == self.state.file.path:
            self._show_place()

    def _show_page(self, picture: PagePicture) -> None:
        if self._shown != (picture.path, picture.number):
            self._shown = picture.path, picture.number
            self.view.show_page(picture.image)
            self.templating.show_frames()
        self._show_frames()

    def _show_mode(self, draws: bool) -> None:
        """Let frames be drawn, or cells be answered."""
        self._bars.setCurrentIndex(1 if draws else 0)
        self.enter()

    def _show_frames(self) -> None:
        sheet, file = self.state.sheet, self.state.file
        if sheet is None or file is None or self._shown is None:
            return
        frames: list[Frame] = []
        for place in sheet.places():
            page = sheet.pages[place.page]
            if (file.path, page.number) == self._shown:
                picture = self.pictures.get(file.path, page)
                if picture is None:
                    return
                cell = sheet.cell(place)
                corners = picture.flat.moved(cell.box)
                outline = QPolygonF([QPointF(x, y) for x, y in corners])
                frames.append((place, outline, cell.state))
        self.view.show_frames(tuple(frames))

    def _report(self) -> None:
        """Say what goes on, and when it is over."""
        to_read, total = self.state.to_read, len(self.state.files)
        activity = Activity.of("reading sheets", total - to_read, total) if to_read else None
        self.activity_changed.emit(activity)
        if self._was_reading and not to_read and total:
            self.finished.emit(f"The sheets are read: {self.state.counts}.")
        self._was_reading = bool(to_read)

    def _close_file(self, path: Path) -> None:
        """Take a file off the list; that can be taken back."""
        files, shown = self.state.files, self.state.shown
        self.state.close_file(path)
        name = path.name
        self.messages.ask(
            f"{name} was taken off the list.", "Undo", lambda: self.state.put_back(files, shown)
        )

    def _turn_order(self) -> None:
        by_doubt = self.state.order == "column"
        self.state.set_order("doubt" if by_doubt else "column")
        self.order.setText("By doubt" if by_doubt else "By column")
        self.bar.setFocus()

    def _zoom(self, factor: float) -> None:
        if factor:
            self.view.zoom(factor)
        else:
            self.view.show_whole()

    def _read_with_hand(
        self, paths: Sequence[Path], stopped: Event, template: Path | None, formats: Formats
    ) -> Iterator[Sheet | DigitRecognizerError]:
        return _read(paths, stopped, template, formats, self.session.hands.name_read)

    def _teach(self) -> None:
        if self.state.sheet is not None:
            self.teaching.teach(self.state.sheet)

    def _make_form(self) -> None:
        NewFormDialog(self.session.settings, self.messages, self.window() or self).open()


def _read(
    paths: Sequence[Path],
    stopped: Event,
    template: Path | None,
    formats: Formats,
    hand: str | None,
) -> Iterator[Sheet | DigitRecognizerError]:
    from digit_recognizer.recognizer.many_sheets import read_many_sheets

    return read_many_sheets(paths, template, dict(formats), hand=hand, stopped=stopped)
