"""Frames as a person draws them over a page: moved, resized, merged, removed, named."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from digit_recognizer.sheets.cell_formats import column_format
from digit_recognizer.sheets.crops import FlatPage
from digit_recognizer.sheets.table import Cell, Page, Table
from digit_recognizer.sheets.templates.template import (
    SMALLEST,
    Box,
    ColumnFrame,
    FieldFrame,
    TableFrame,
    Template,
)

__all__ = [
    "Frame",
    "Frames",
    "as_template",
    "frames_of_page",
    "inside_page",
    "with_columns_of",
    "with_formats",
]

Frame = FieldFrame | TableFrame


@dataclass(frozen=True)
class Frames:
    """The frames of a form, in the order in which they were drawn; none, at first.

    Attributes
    ----------
    frames : tuple of FieldFrame or TableFrame
        On the pages made flat.
    """

    frames: tuple[Frame, ...] = ()

    def with_new(self, box: Box, page: int = 1) -> "Frames":
        """Return them and a field more, with a name that is free."""
        frame = FieldFrame(self.free_name("field"), inside_page(box), page=page)
        return replace(self, frames=(*self.frames, frame))

    def free_name(self, kind: str) -> str:
        """Return ``field 3`` or the like: the first number that no frame has."""
        names = {frame.name for frame in self.frames}
        number = 1
        while f"{kind} {number}" in names:
            number += 1
        return f"{kind} {number}"

    def with_frame(self, index: int, frame: Frame) -> "Frames":
        """Return them with another one at a place."""
        return replace(self, frames=(*self.frames[:index], frame, *self.frames[index + 1 :]))

    def moved(self, chosen: Collection[int], right: float, down: float) -> "Frames":
        """Return them with some moved, all as far as the page lets them."""
        boxes = [self.frames[index].box for index in chosen]
        if not boxes:
            return self
        right = min(max(right, -min(box[0] for box in boxes)), 1 - max(box[2] for box in boxes))
        down = min(max(down, -min(box[1] for box in boxes)), 1 - max(box[3] for box in boxes))
        shift = right, down, right, down
        found = self
        for index in chosen:
            frame = self.frames[index]
            box = tuple(side + way for side, way in zip(frame.box, shift, strict=True))
            found = found.with_frame(index, replace(frame, box=inside_page(box)))  # type: ignore[arg-type]
        return found

    def resized(self, index: int, box: Box) -> "Frames":
        """Return them with one as large as a box, whose sides may have been dragged too far."""
        return self.with_frame(index, replace(self.frames[index], box=inside_page(box)))

    def merged(self, chosen: Collection[int]) -> "Frames":
        """Return them with one field around some of them, in the place of the first."""
        if len(chosen) < 2:
            return self
        first, *others = sorted(chosen)
        boxes = [self.frames[index].box for index in chosen]
        around = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        return self.resized(first, around).without(others)

    def without(self, chosen: Collection[int]) -> "Frames":
        """Return them without some."""
        left = (frame for index, frame in enumerate(self.frames) if index not in chosen)
        return replace(self, frames=tuple(left))


def inside_page(box: Box) -> Box:
    """Return a box with its sides in order, on the page, and not too small."""
    (left, right), (top, bottom) = (_inside(box[0], box[2]), _inside(box[1], box[3]))
    return left, top, right, bottom


def _inside(one: float, other: float) -> tuple[float, float]:
    low, high = sorted((min(max(one, 0.0), 1.0), min(max(other, 0.0), 1.0)))
    least = 2 * SMALLEST
    if high - low < least:
        low = min(low, 1 - least)
        high = low + least
    return low, high


def as_template(frames: Frames) -> Template:
    """Return the template that frames make.

    Raises
    ------
    TemplateError
        If there are none, or two have one name.
    """
    return Template(
        tuple(frame for frame in frames.frames if isinstance(frame, FieldFrame)),
        tuple(frame for frame in frames.frames if isinstance(frame, TableFrame)),
    )


def with_formats(frames: Frames, formats: Mapping[str, str]) -> Frames:
    """Return frames with the formats that were chosen for columns and fields since."""
    changed: list[Frame] = []
    for frame in frames.frames:
        if isinstance(frame, FieldFrame):
            changed.append(replace(frame, format=formats.get(frame.name, frame.format)))
        else:
            columns = tuple(
                replace(
                    column,
                    format=column_format(formats, frame.name, at, column.name) or column.format,
                )
                for at, column in enumerate(frame.columns)
            )
            changed.append(replace(frame, columns=columns))
    return replace(frames, frames=tuple(changed))


def with_columns_of(frames: Iterable[Frame], template: Template | None) -> list[Frame]:
    """Return frames of which tables have the columns that those of a template have."""
    known = {} if template is None else {table.name: table for table in template.tables}
    found = []
    for frame in frames:
        table = known.get(frame.name)
        if isinstance(frame, TableFrame) and table and len(table.columns) == len(frame.columns):
            frame = replace(frame, columns=table.columns)
        found.append(frame)
    return found


def frames_of_page(page: Page, flat: FlatPage, number: int = 1) -> tuple[Frame, ...]:
    """Return frames around the fields and tables that were found on a page.

    Parameters
    ----------
    page : Page
    flat : FlatPage
        It made flat.
    number : int
        Of the page, from 1.
    """
    tables = [
        TableFrame(
            table.name,
            _around([cell for row in table.cells for cell in row], flat),
            tuple(ColumnFrame(format=form) for form in _formats(table)),
            page=number,
        )
        for table in page.tables
    ]
    fields = [
        FieldFrame(field.name, _around([field.cell], flat), field.cell.format or "", number)
        for field in page.fields
    ]
    return (*tables, *fields)


def _formats(table: Table) -> list[str]:
    columns = zip(*table.cells, strict=True)
    return [next((cell.format for cell in column if cell.format), "") for column in columns]


def _around(cells: list[Cell], flat: FlatPage) -> Box:
    height, width = flat.grey.shape
    points = [point for cell in cells for point in flat.moved(cell.box)]
    across, down = zip(*points, strict=True)
    return inside_page(
        (min(across) / width, min(down) / height, max(across) / width, max(down) / height)
    )
