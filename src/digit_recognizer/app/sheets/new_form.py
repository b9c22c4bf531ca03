"""The dialog that makes a form to print."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from digit_recognizer.app.core.jobs import close_workers
from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.forms.form import EXAMPLE, Form, form_from_toml

__all__ = ["NewFormDialog"]

_SIZE = QSize(620, 560)
_WHAT = (
    "A form printed from here is read exactly: its code says what stands where. Describe its "
    "fields and tables, save it as PDF, print it at 100 %, and open photographs of it here."
)


class NewFormDialog(QDialog):
    """A description in TOML, checked while it is written, and a button that makes the PDF.

    Parameters
    ----------
    settings
        Remember the folder.
    messages
        Say what was made.
    parent
        The window that it belongs to.
    """

    def __init__(self, settings: CurrentSettings, messages: Topic, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("new-form")
        self.setWindowTitle("New form")
        self.setAccessibleName("New form")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form: Form | None = None
        self._saver = FileSaver(self, settings, messages)
        self._saver.worker.reported.connect(lambda _: self.close())
        self._saver.worker.failed.connect(self._say)
        self.text = QPlainTextEdit(EXAMPLE)
        self.text.setObjectName("new-form-text")
        self.text.setAccessibleName("description")
        self.text.setTabChangesFocus(True)
        self.problem = new_label(name="new-form-problem", tone="caution", wraps=True)
        self.make = new_button("new-form-make", "Save as PDF …", "Make the form", look="primary")
        self.make.clicked.connect(self._make)
        close = new_button("new-form-close", "Close", "Leave without another form")
        close.clicked.connect(self.close)
        self._arrange(close)
        self.text.textChanged.connect(self._check)
        self._check()
        self.resize(_SIZE.boundedTo(parent.size() - QSize(SPACING[4], SPACING[4])))

    def done(self, result: int) -> None:
        """End what makes the form."""
        close_workers(self)
        super().done(result)

    def _arrange(self, close: QWidget) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[4], SPACING[4], SPACING[4], SPACING[3])
        column.setSpacing(SPACING[2])
        column.addWidget(new_label("New form", pixels=20, bold=True))
        column.addWidget(new_label(_WHAT, tone="muted", wraps=True))
        column.addWidget(self.text, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)

    def _check(self) -> None:
        from digit_recognizer.sheets.forms.placing import place

        try:
            self._form = form_from_toml(self.text.toPlainText())
            place(self._form)
        except DigitRecognizerError as error:
            self._form = None
            self._say(str(error))
        else:
            self._say("")
        self.make.setEnabled(self._form is not None)

    def _make(self) -> None:
        if self._form is not None:
            write = partial(_write, self._form)
            self._saver.save("Save the form", "form.pdf", "PDF (*.pdf)", write)

    def _say(self, text: str) -> None:
        self.problem.setText(text)


def _write(form: Form, path: Path) -> str:
    from digit_recognizer.sheets.forms.library import remember_form
    from digit_recognizer.sheets.forms.printing import print_form

    remember_form(form)
    pages = print_form(form, path)
    return f"The form was saved as {path}, {pages} page{'s' * (pages > 1)}: print it at 100 %."
