"""Stores the session of the page on disk after every answer, so that nothing ends it unsaved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from digit_recognizer.app.core.state_file import StateFile
from digit_recognizer.app.sheets.opened_file import OpenedFile
from digit_recognizer.app.sheets.state import Order
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.stored import page_from_json, page_to_json
from digit_recognizer.sheets.templates.drawing import Frames, as_template
from digit_recognizer.sheets.templates.template_file import template_from_json, template_to_json

__all__ = ["SheetsFile"]

_VERSION = 1
_MOST_BYTES = 500 << 20


class SheetsFile:
    """One file that holds the session: the files that were opened, what was read and answered.

    Parameters
    ----------
    file
        Where it is stored.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stored = StateFile(file, _from_json, _MOST_BYTES)

    def save(self, files: Sequence[OpenedFile], order: Order) -> None:
        """Write it in one step, or remove it where no file is open.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        if files:
            stored = {"version": _VERSION, "order": order, "files": list(map(_as_json, files))}
            self._stored.save(stored)
        else:
            self._stored.remove()

    def restore(self) -> tuple[tuple[OpenedFile, ...], Order] | None:
        """Return what was stored, or None where nothing was.

        Raises
        ------
        StateError
            If it cannot be understood and has been set aside, or cannot be opened.
        """
        return self._stored.load()


def _as_json(file: OpenedFile) -> dict[str, Any]:
    pages = None if file.sheet is None else [page_to_json(page) for page in file.sheet.pages]
    frames = file.frames
    drawn = as_template(frames) if frames is not None and frames.frames else None
    return {
        "path": str(file.path),
        "pages": pages,
        "problem": file.problem,
        "is_waiting": file.is_waiting,
        "template": None if file.template is None else str(file.template),
        "formats": [list(each) for each in file.formats],
        "frames": None if drawn is None else template_to_json(drawn),
    }


def _from_json(stored: Any) -> tuple[tuple[OpenedFile, ...], Order]:
    if stored["version"] != _VERSION or stored["order"] not in get_args(Order):
        raise ValueError("another version")
    return tuple(map(_file, stored["files"])), stored["order"]


def _file(stored: Any) -> OpenedFile:
    path, pages = Path(stored["path"]), stored["pages"]
    template = stored.get("template")
    try:
        sheet = None if pages is None else Sheet(path, tuple(map(page_from_json, pages)))
        frames = _frames(stored.get("frames"))
    except DigitRecognizerError as error:
        raise ValueError(str(error)) from error
    problem = str(stored["problem"])
    return OpenedFile(
        path,
        sheet,
        problem,
        None if template is None else Path(template),
        tuple((str(name), str(form)) for name, form in stored.get("formats", ())),
        frames,
        bool(stored.get("is_waiting", sheet is None and not problem)),
    )


def _frames(stored: Any) -> Frames | None:
    if stored is None:
        return None
    template = template_from_json(stored, Path())
    return Frames((*template.fields, *template.tables))
