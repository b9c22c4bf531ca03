"""The tools below the page: open, look closer, make a form, save."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.app.widgets.tool_row import ToolRow, new_action

__all__ = ["SheetsToolbar"]

_WITH_WORDS = 900


class SheetsToolbar(ToolRow):
    """The actions of the page; what they do is the page's."""

    open_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    undo_wanted = pyqtSignal()
    zoom_wanted = pyqtSignal(float)
    """How much larger the page shall be shown; 0 for whole."""
    learn_wanted = pyqtSignal()
    form_wanted = pyqtSignal()
    frames_wanted = pyqtSignal()
    use_wanted = pyqtSignal()
    apply_wanted = pyqtSignal()
    save_template_wanted = pyqtSignal()
    save_wanted = pyqtSignal(str)
    """As what all shall be saved: an ending, or ``"copy"``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_WITH_WORDS, prefix="sheets-", parent=parent)
        self.open = new_action(
            self,
            "Open …",
            "Read photographs, scans or PDFs of forms.",
            ["Ctrl+O"],
            self.open_wanted.emit,
        )
        folder = new_action(
            self, "A folder …", "Read all photographs and PDFs in a folder.", ["Ctrl+Shift+O"],
            self.folder_wanted.emit,
        )  # fmt: skip
        self.undo = new_action(
            self, "Undo", "Take the last step back.", ["Ctrl+Z"], self.undo_wanted.emit
        )
        closer = new_action(
            self, "Zoom in", "Show the page larger.", ["Ctrl++", "Ctrl+="],
            lambda: self.zoom_wanted.emit(1.25),
        )  # fmt: skip
        further = new_action(
            self, "Zoom out", "Show the page smaller.", ["Ctrl+-"],
            lambda: self.zoom_wanted.emit(0.8),
        )  # fmt: skip
        whole = new_action(
            self, "Whole page", "Show all of the page.", ["Ctrl+0"],
            lambda: self.zoom_wanted.emit(0.0),
        )  # fmt: skip
        self.learn = new_action(
            self, "Learn my hand",
            "Learn the digits of the cells that you have answered: what is read next is read with "
            "them. The hand that is chosen in the settings learns them.", ["Ctrl+L"],
            self.learn_wanted.emit,
        )  # fmt: skip
        form = new_action(
            self, "New form …", "Make a form to print, which is read exactly.", ["Ctrl+N"],
            self.form_wanted.emit,
        )  # fmt: skip
        self.frames = new_action(
            self, "Draw frames", "Draw frames over the page, name them, and read in them.",
            ["Ctrl+F"], self.frames_wanted.emit,
        )  # fmt: skip
        use = new_action(
            self, "Use a template …", "Read all files by a template or a blank form.", [],
            self.use_wanted.emit,
        )  # fmt: skip
        self.apply = new_action(
            self, "Apply to the rest of the folder",
            "Read all files of this folder in these frames, with these formats.", [],
            self.apply_wanted.emit,
        )  # fmt: skip
        self.save_template = new_action(
            self, "Save as template …", "Save the frames, to read other forms by them.", [],
            self.save_template_wanted.emit,
        )  # fmt: skip
        excel = new_action(
            self, "Excel …", "Save a workbook: doubts coloured, confidences beside.", ["Ctrl+S"],
            lambda: self.save_wanted.emit(".xlsx"),
        )  # fmt: skip
        table = new_action(
            self, "CSV …", "Save a table as text; a doubt ends in a question mark.", [],
            lambda: self.save_wanted.emit(".csv"),
        )  # fmt: skip
        stored = new_action(
            self, "JSON …", "Save all that is known of every cell.", [],
            lambda: self.save_wanted.emit(".json"),
        )  # fmt: skip
        copy = new_action(
            self, "Copy", "Copy the table for a spreadsheet.", ["Ctrl+C"],
            lambda: self.save_wanted.emit("copy"),
        )  # fmt: skip
        self.of_a_sheet = (closer, further, whole, self.frames, self.apply, self.save_template)
        """What can be done once a sheet is shown."""
        self.add("open", self.open, in_words=True)
        self.add_menu("more", "More to open", "Open a folder", [folder])
        self._row.addSpacing(SPACING[1])
        self.add("undo", self.undo)
        self._row.addSpacing(SPACING[1])
        for name, action in (("zoom-in", closer), ("zoom-out", further), ("fit", whole)):
            self.add(name, action)
        self._row.addStretch(1)
        self.add("pen", self.learn, in_words=True)
        self.add("form", form, in_words=True)
        self.template = self.add_menu(
            "template",
            "Template",
            "Frames and templates",
            [self.frames, self.apply, self.save_template, use],
        )
        self._in_words.append(self.template)
        self.template.setText("Template")
        self.save = self.add_menu(
            "save", "Save as", "Save all tables", [excel, table, stored, copy]
        )
        self._in_words.append(self.save)
        self.save.setText("Save as")
