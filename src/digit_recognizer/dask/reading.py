"""What a worker does: pictures in, rows of a table out."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from threading import local
from typing import Any, Literal, get_args

from digit_recognizer.answers.answer_file import made_by
from digit_recognizer.answers.number_records import number_row
from digit_recognizer.answers.parquet import DIGIT_COLUMNS
from digit_recognizer.answers.records import record
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.ink import PICTURE_ENDINGS, PictureLike, Polarity, picture_name
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.sheets.opening import SHEET_ENDINGS
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["COLUMNS", "Kind", "Reading", "Row"]

Kind = Literal["digits", "numbers", "sheets"]
"""What is in the pictures: a digit each, a number each or one in each line, or tables."""

Row = dict[str, Any]

COLUMNS: dict[str, dict[str, str]] = {
    "digits": DIGIT_COLUMNS,
    "numbers": {
        "file": "string",
        "answer": "string",
        "likeliest": "string",
        "confidence": "double",
        "verdict": "string",
        "problem": "string",
    },
    "sheets": {
        "file": "string",
        "page": "int32",
        "table": "string",
        "row": "int32",
        "column": "int32",
        "text": "string",
        "value": "string",
        "state": "string",
        "confidence": "double",
        "problem": "string",
    },
}
"""The columns of the answers and their types: one row a picture, or one row a cell of a sheet."""


@dataclass(frozen=True)
class Reading:
    """How pictures are read: a value that travels to the workers.

    Attributes
    ----------
    kind : {"digits", "numbers", "sheets"}
    network : str or None
        A shipped network's name, or the path of a checkpoint that every worker sees; None for the
        default. Each thread of a worker loads it once.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        Of pictures of digits and numbers.
    format : str or None
        Of numbers: see ``Recognizer.recognize_number``.

    Raises
    ------
    DigitRecognizerError
        If the kind, the format or the network is none.
    """

    kind: Kind = "digits"
    network: str | None = None
    polarity: Polarity = "auto"
    format: str | None = None

    def __post_init__(self) -> None:
        """Check what can be checked before anything is read."""
        if self.kind not in get_args(Kind):
            raise DigitRecognizerError(
                f"kind: expected one of {', '.join(get_args(Kind))}, got {quoted(self.kind)}"
            )
        if self.format is not None and self.kind != "numbers":
            raise DigitRecognizerError("a format is of numbers", "leave it out, or read numbers")
        number_format(self.format)

    @property
    def endings(self) -> tuple[str, ...]:
        """How the names of the files end that are looked for in folders."""
        return SHEET_ENDINGS if self.kind == "sheets" else PICTURE_ENDINGS

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the answers and their types."""
        return COLUMNS[self.kind]

    @property
    def made_by(self) -> dict[str, object]:
        """All that decides the answers besides the pictures, as JSON holds it."""
        return asdict(self) | made_by(_recognizer(self.network), self.polarity)

    def __call__(self, pictures: Iterable[PictureLike]) -> Iterator[list[Row]]:
        """Yield the rows of each picture; where one cannot be read, a row that says why.

        Parameters
        ----------
        pictures : iterable of pictures
            Each as ``open_picture`` takes it; sheets are paths.
        """
        match self.kind:
            case "digits":
                return self._digits(pictures)
            case "numbers":
                return map(self._number, pictures)
            case "sheets":
                return map(self._sheet, pictures)

    def _digits(self, pictures: Iterable[PictureLike]) -> Iterator[list[Row]]:
        named = [(picture_name(each, default=""), each) for each in pictures]
        answers = _recognizer(self.network).recognize_each(
            (picture for _, picture in named), polarity=self.polarity, jobs=1
        )
        for (name, _), answer in zip(named, answers, strict=True):
            yield [record(name, answer)]

    def _number(self, picture: PictureLike) -> list[Row]:
        name = picture_name(picture, default="")
        try:
            read = _recognizer(self.network).recognize_number(
                picture, format=self.format, polarity=self.polarity
            )
        except DigitRecognizerError as error:
            return [{"file": name, "problem": str(error)}]
        row = number_row(name, read)
        return [{column: row[column] for column in self.columns if column in row}]

    def _sheet(self, picture: PictureLike) -> list[Row]:
        name = picture_name(picture, default="")
        try:
            read = read_sheet(str(picture), recognizer=_recognizer(self.network))
        except DigitRecognizerError as error:
            return [{"file": name, "problem": str(error)}]
        return list(_cells(name, read))


def _cells(name: str, sheet: Sheet) -> Iterator[Row]:
    """Yield a row for each cell and field that is not empty."""
    for place in sheet.places():
        cell, page = sheet.cell(place), sheet.pages[place.page]
        if cell.state == "empty":
            continue
        is_field = place.table is None
        table = page.fields[place.row] if place.table is None else page.tables[place.table]
        yield {
            "file": name,
            "page": page.number,
            "table": table.name,
            "row": None if is_field else place.row,
            "column": None if is_field else place.column,
            "text": cell.text,
            "value": None if cell.value is None else str(cell.value),
            "state": cell.state,
            "confidence": cell.confidence,
        }


class _OfThread(local):
    """Recognizers are for one thread, and load their network once."""

    def __init__(self) -> None:
        self.get = cache(Recognizer)


_RECOGNIZERS = _OfThread()


def _recognizer(network: str | None) -> Recognizer:
    return _RECOGNIZERS.get(network)
