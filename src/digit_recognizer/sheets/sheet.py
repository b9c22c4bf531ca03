"""What was read in one file: its pages, and the doubts that are left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from digit_recognizer.sheets.crops import cropper
from digit_recognizer.sheets.excel import CROP_HEIGHT, Crop
from digit_recognizer.sheets.files import read_results, write_results, write_rows
from digit_recognizer.sheets.layout import Layout, ReadFile
from digit_recognizer.sheets.stored import StoredSheetError
from digit_recognizer.sheets.table import Cell, Field, Page, Place, Table

__all__ = ["Counts", "Sheet", "count_cells", "write_as", "write_sheets"]


class Counts(NamedTuple):
    """How many cells of some sheets hold a number, are doubtful, and were repaired."""

    numbers: int
    doubts: int
    repaired: int

    def __str__(self) -> str:
        """Return it in words: ``312 numbers, 9 to check, 2 repaired``."""
        plural = "s" * (self.numbers != 1)
        repaired = f", {self.repaired:,} repaired" * bool(self.repaired)
        return f"{self.numbers:,} number{plural}, {self.doubts:,} to check{repaired}"


@dataclass(frozen=True)
class Sheet:
    """What was read in one file; never changed, but replaced by one with an answer more.

    Attributes
    ----------
    path : Path
        The file.
    pages : tuple of Page
        In their order.
    """

    path: Path
    pages: tuple[Page, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of all pages."""
        return tuple(table for page in self.pages for table in page.tables)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The single fields of all pages."""
        return tuple(field for page in self.pages for field in page.fields)

    def places(self) -> Iterator[Place]:
        """Yield the place of each cell once: page by page, fields first, then row by row."""
        for number, page in enumerate(self.pages):
            for index in range(len(page.fields)):
                yield Place(number, None, index, 0)
            for which, table in enumerate(page.tables):
                for row, cells in enumerate(table.cells):
                    for column, cell in enumerate(cells):
                        if (cell.row, cell.column) == (row, column):
                            yield Place(number, which, row, column)

    def doubts(self) -> tuple[Place, ...]:
        """Return where the doubtful cells are, in the order of ``places``."""
        return tuple(place for place in self.places() if self.cell(place).state == "doubtful")

    def cell(self, place: Place) -> Cell:
        """Return a cell.

        Raises
        ------
        IndexError
            If there is no such place.
        """
        page = self.pages[place.page]
        if place.table is None:
            return page.fields[place.row].cell
        return page.tables[place.table].cells[place.row][place.column]

    def with_answer(self, place: Place, text: str) -> "Sheet":
        """Return the sheet in which a person has answered a cell; see ``Cell.answered``.

        Raises
        ------
        IndexError
            If there is no such place.
        """
        return self.with_cell(place, self.cell(place).answered(text))

    def with_cell(self, place: Place, cell: Cell) -> "Sheet":
        """Return the sheet with another cell at a place, and wherever else that cell reaches."""
        page = self.pages[place.page]
        if place.table is None:
            fields = list(page.fields)
            fields[place.row] = replace(fields[place.row], cell=cell)
            page = replace(page, fields=tuple(fields))
        else:
            tables = list(page.tables)
            origin = (self.cell(place).row, self.cell(place).column)
            cells = tuple(
                tuple(cell if (each.row, each.column) == origin else each for each in row)
                for row in tables[place.table].cells
            )
            tables[place.table] = replace(tables[place.table], cells=cells)
            page = replace(page, tables=tuple(tables))
        pages = list(self.pages)
        pages[place.page] = page
        return replace(self, pages=tuple(pages))

    def with_answers_of(self, before: "Sheet") -> "Sheet":
        """Return the sheet with what a person answered when it was read in another way.

        An answer goes to the cell that is where its cell was in the picture, if one is.
        """
        read = self
        for place in before.places():
            answered = before.cell(place)
            if answered.was_answered:
                here = [each for each in self.places() if each.page == place.page]
                same = next((each for each in here if _same_box(self.cell(each), answered)), None)
                read = read if same is None else read.with_answer(same, answered.text)
        return read

    def to_csv(self, path: str | Path, *, layout: Layout = "table") -> None:
        """Write CSV; a doubtful number ends in a question mark. See ``write_sheets``."""
        write_sheets([self], _ending_in(path, ".csv"), layout=layout)

    def to_excel(self, path: str | Path, *, layout: Layout = "table", crops: bool = False) -> None:
        """Write a workbook; doubtful cells are coloured and have a note. See ``write_sheets``."""
        write_sheets([self], _ending_in(path, ".xlsx"), layout=layout, crops=crops)

    def to_json(self, path: str | Path) -> None:
        """Write all that is known of every cell; see ``from_json``."""
        write_sheets([self], _ending_in(path, ".json"))

    @classmethod
    def from_json(cls, path: str | Path) -> "Sheet":
        """Return the sheet that ``to_json`` wrote.

        Raises
        ------
        StoredSheetError
            If the file cannot be read, or is of no sheet, or of several.
        """
        files = read_results(Path(path))
        if len(files) != 1:
            raise StoredSheetError(f"{path}: expected one sheet, got {len(files)}")
        return cls(Path(files[0].name), tuple(files[0].pages))


def count_cells(sheets: Iterable[Sheet]) -> Counts:
    """Return how many numbers, doubts and repairs there are; a doubtful cell is no number yet."""
    cells = [sheet.cell(place) for sheet in sheets for place in sheet.places()]
    return Counts(
        sum(cell.state == "number" for cell in cells),
        sum(cell.state == "doubtful" for cell in cells),
        sum(cell.repair is not None and not cell.was_answered for cell in cells),
    )


def write_sheets(
    sheets: Sequence[Sheet], path: Path, *, layout: Layout = "table", crops: bool = False
) -> None:
    """Write one file of what was read in one file or in many, whole or not at all.

    Parameters
    ----------
    sheets : sequence of Sheet
    path : Path
        Its ending says what it becomes: ``.csv``, ``.xlsx`` or ``.json``.
    layout : {"table", "row"}
        Whether the tables stand below each other, or each file is one row.
    crops : bool
        Whether a workbook shows the pictures of doubtful cells beside their rows. The files that
        were read must be there still.

    Raises
    ------
    ResultFileError, ExcelError
        If it cannot be written.
    PictureError
        If a picture is asked for and cannot be opened.
    """
    write_results(_files(sheets), path, layout=layout, crop=_crop(sheets) if crops else None)


def write_as(
    sheets: Sequence[Sheet], kind: str, path: Path, *, layout: Layout = "table", crops: bool = False
) -> None:
    """Write as ``write_sheets`` does, a kind of file (an ending) to a path of any name."""
    crop = _crop(sheets) if crops else None
    write_rows(_files(sheets), kind, path, layout=layout, crop=crop)


def _same_box(one: Cell, other: Cell) -> bool:
    """Tell whether the middles of two cells are in each other's quarters around the middle."""
    for axis in (0, 1):
        sides = [sorted(point[axis] for point in cell.box) for cell in (one, other)]
        middles = [sum(side) / 4 for side in sides]
        shortest = min(side[3] - side[0] for side in sides)
        if abs(middles[0] - middles[1]) > shortest / 4:
            return False
    return True


def _files(sheets: Sequence[Sheet]) -> list[ReadFile]:
    return [ReadFile(str(sheet.path), sheet.pages) for sheet in sheets]


def _crop(sheets: Sequence[Sheet]) -> Crop:
    return cropper([(sheet.path, sheet.pages) for sheet in sheets], CROP_HEIGHT)


def _ending_in(path: str | Path, ending: str) -> Path:
    path = Path(path)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
