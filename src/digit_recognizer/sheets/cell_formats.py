"""What stands in the cells of a column or field: numbers of a format, or words.

Formats come from a form, from a template, or from whoever reads; the last one wins.
"""

from collections.abc import Iterable, Mapping

from digit_recognizer.numbers.formats import FORMATS, number_format
from digit_recognizer.sheets.table import WORDS, Cell, Page

__all__ = ["CHOICES", "WORDS", "check_format", "column_format", "inferred_format", "unused_names"]

CHOICES = ("digits", "digits:2", "digits:3", *FORMATS[1:], WORDS)
"""Formats to choose from; there are more."""

# Of the numbers of a column: so many that are sure say which format it has.
_FEWEST = 3
_INFERRED = ("digits", "decimal", "date", "time", "amount")


def check_format(name: str) -> None:
    """Check the name of a format; an empty one is any number.

    Raises
    ------
    PatternError
        If there is no such format.
    """
    if name and name != WORDS:
        number_format(name)


def column_format(
    formats: Mapping[str, str], table: str, column: int, name: str = ""
) -> str | None:
    """Return the format that was asked for, for a column of a table; None where none was.

    Parameters
    ----------
    formats : mapping of str to str
        From ``"table: column"``, a column, or a table; the first of these counts. A column is
        named by its name or its number.
    table : str
        Its name.
    column : int
        From 0.
    name : str
        Of the column, where it has one.
    """
    columns = [*([name] if name else []), str(column + 1)]
    keys = [*(f"{table}: {each}" for each in columns), *columns, table]
    return next((formats[key] for key in keys if key in formats), None)


def unused_names(formats: Mapping[str, str], pages: Iterable[Page]) -> list[str]:
    """Return the names that formats were asked for by and that no column or field has.

    Parameters
    ----------
    formats : mapping of str to str
        As ``column_format`` takes it, and names of fields.
    pages : iterable of Page
        What was read.
    """
    known: set[str] = set()
    had: set[str | None] = set()
    for page in pages:
        known |= {field.name for field in page.fields}
        had |= {field.cell.format for field in page.fields}
        for table in page.tables:
            heads = [cell.text for cell in table.cells[0] if cell.state == "other"]
            numbers = [str(at + 1) for at in range(len(table.cells[0]))]
            known |= {table.name, *heads, *numbers}
            known |= {f"{table.name}: {each}" for each in (*heads, *numbers)}
            had |= {cell.format for row in table.cells for cell in row}
    # A column may have a name that is printed nowhere; then its cells have the format.
    return [name for name, form in formats.items() if name not in known and form not in had]


def inferred_format(cells: Iterable[Cell]) -> str | None:
    """Return the narrowest format that all sure numbers of a column have; None for too few."""
    texts = [cell.text for cell in cells if cell.state == "number"]
    if len(texts) < _FEWEST:
        return None
    lengths = {len(text) for text in texts}
    narrow = [f"digits:{lengths.pop()}"] if len(lengths) == 1 else []
    for name in (*narrow, *_INFERRED):
        if all(map(number_format(name).grammar.allows, texts)):
            return name
    return None
