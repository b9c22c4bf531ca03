"""Stores the drawing on disk, so that neither a crash nor closing the window loses it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digit_recognizer.app.core.drawing import SHAPES, SIDE, Sheet, Stroke
from digit_recognizer.app.core.state_file import StateError, StateFile

__all__ = ["Autosave", "Saved", "sheets_file"]

VERSION = 1
_MOST_BYTES = 64 << 20
"""The largest picture that is opened, as grey noise, takes 54 million."""


@dataclass(frozen=True)
class Saved:
    """What an earlier session left behind.

    Parameters
    ----------
    sheet
        Its strokes.
    picture
        The name and the PNG file of the picture that lay in their place, or None.
    """

    sheet: Sheet
    picture: tuple[str, bytes] | None


class Autosave:
    """One file that holds the sheet of a session, while it is not as on the first day.

    Parameters
    ----------
    file
        Where the sheet is stored. Its folder is made when it is first needed.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stored = StateFile(file, _from_json, _MOST_BYTES)

    def save(self, sheet: Sheet) -> None:
        """Write `sheet` in one step, or remove the file where it is as on the first day.

        Raises
        ------
        OSError
            If the file cannot be written. The file that was there before is still whole.
        """
        if sheet == Sheet():
            self.forget()
        else:
            self._stored.save(_as_json(sheet))

    def forget(self) -> None:
        """Remove the file."""
        self._stored.remove()

    def restore(self) -> Saved | None:
        """Return what the last session left behind, or None where that was nothing.

        Raises
        ------
        ValueError
            If the file cannot be understood, and has been set aside beside its place, or cannot
            be opened, and stays.
        """
        try:
            return self._stored.load()
        except StateError as error:
            raise ValueError(
                f"The drawing of the last session could not be read. {error}"
            ) from error


def sheets_file(drawing: Path) -> Path:
    """Return where the sheets of a session are stored, from where its drawing is."""
    return drawing.with_name(drawing.name.replace("drawing", "sheets"))


def _as_json(sheet: Sheet) -> dict[str, Any]:
    picture = sheet.picture
    return {
        "version": VERSION,
        "shape": sheet.shape,
        "strokes": [
            {
                "width": stroke.width,
                "points": [list(point) for point in stroke.points],
                "pressures": list(stroke.pressures),
            }
            for stroke in sheet.strokes
        ],
        "picture": picture
        and {"name": picture.name, "png": base64.b64encode(picture.png).decode("ascii")},
    }


def _from_json(saved: Any) -> Saved:
    if saved["version"] != VERSION:
        raise ValueError("another version")
    # Earlier programs had square sheets alone.
    blank = Sheet(shape=saved.get("shape", 1))
    if blank.shape not in SHAPES:
        raise ValueError("another shape")
    strokes = tuple(_stroke(stroke, blank.width) for stroke in saved["strokes"])
    picture = saved["picture"]
    if picture is not None:
        picture = str(picture["name"]), base64.b64decode(picture["png"], validate=True)
    return Saved(replace(blank, strokes=strokes), picture)


def _stroke(saved: Any, width: float) -> Stroke:
    # Earlier programs stored no pressures.
    pressures = tuple(_number(pressure) for pressure in saved.get("pressures", ()))
    stroke = Stroke(tuple(_points(saved["points"], width)), _number(saved["width"]), pressures)
    if not stroke.points or stroke.width <= 0:
        raise ValueError("an empty stroke")
    if pressures and (len(pressures) != len(stroke.points) or max(pressures) > 1):
        raise ValueError("pressures that do not fit their points")
    return stroke


def _points(points: Any, width: float) -> Iterator[tuple[float, float]]:
    for x, y in points:
        yield _number(x, width), _number(y)


def _number(value: Any, most: float = SIDE) -> float:
    """Return `value` as a number that has a place on the sheet."""
    number = float(value)
    if not 0.0 <= number <= most:
        raise ValueError("a number off the sheet")
    return number
