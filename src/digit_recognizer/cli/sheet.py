"""``digit-recognizer sheet``: photographs, scans and PDFs of forms to one file of tables."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digit_recognizer.answers.answer_file import AnswerFile
from digit_recognizer.answers.records import Record
from digit_recognizer.cli.hand import recognizer_with
from digit_recognizer.cli.progress import progress
from digit_recognizer.cli.streams import complain, printable
from digit_recognizer.data.pictures_below import Unread, pictures_below
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.recognizer import Recognizer
    from digit_recognizer.sheets.layout import Layout
    from digit_recognizer.sheets.sheet import Sheet

__all__ = ["sheet"]

_DOUBTS_LEFT = 3


def sheet(
    files: Annotated[
        list[Path],
        typer.Argument(
            readable=False,  # one that is not must not keep the others from being read
            help="Photographs, scans, PDFs; a folder for all of them in it and below.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="Write the tables here: .xlsx, .csv or .json. It is there when it is complete.",
        ),
    ],
    row: Annotated[
        bool, typer.Option("--row", help="One row a file, for forms that are all alike.")
    ] = False,
    crops: Annotated[
        bool, typer.Option("--crops", help="Show doubtful cells beside their rows, in .xlsx.")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The blank form, as a picture or PDF; a template with names and formats, in JSON; "
            "or a form's own TOML file.",
        ),
    ] = None,
    column_format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME=FORMAT",
            help="What a column or field holds, by its name or its number, as in: --format "
            "total=digits:3, --format 2=words. May be given several times.",
        ),
    ] = None,
    hand: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who filled them in: a hand that was learned."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an --out that was interrupted.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that work. [default: as many as there are cores]"),
    ] = None,
) -> None:
    """Read the numbers in forms into one file of tables, with every doubt marked.

    A file that cannot be read, or in which no table is found, is named, and the rest is read. The
    exit status is 1 where one could not be read, and 3 where something is left to check.
    """
    from digit_recognizer.sheets.files import check_ending

    formats = _formats(column_format or [])
    try:
        check_ending(out)
    except DigitRecognizerError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
    if crops and out.suffix.lower() != ".xlsx":
        raise typer.BadParameter("needs an --out that ends in .xlsx", param_hint="--crops")
    recognizer = recognizer_with(None, hand)
    hand = hand if recognizer.profile is not None else None
    found = list(_unfolded(files))
    results = _Results(row=row, crops=crops)
    problems: list[str] = []
    with (
        _store(out, results, _made_by(recognizer, template, formats), resume=resume) as store,
        progress(len(found), " files", shown=sys.stderr.isatty()) as move,
    ):
        wanted = []
        for each in found:
            if store.has(str(each if isinstance(each, Path) else each.path)):
                move()
            else:
                wanted.append(each)
        for path, read in _read(wanted, template, formats, hand, jobs):
            if isinstance(read, DigitRecognizerError):
                problems.append(str(read))
            store.add(_record(path, read))
            move()
        store.complete()
    _complain_of_names(formats, results.sheets)
    _conclude(out, results.sheets, problems, len(found))


def _formats(given: Sequence[str]) -> dict[str, str]:
    """Return the format of each column that one was given for."""
    from digit_recognizer.sheets.cell_formats import check_format

    formats = {}
    for each in given:
        name, _, wanted = each.partition("=")
        if not wanted or not name:
            raise typer.BadParameter(f"expected NAME=FORMAT, got {each!r}", param_hint="--format")
        try:
            check_format(wanted)
        except DigitRecognizerError as error:
            raise typer.BadParameter(str(error), param_hint="--format") from error
        formats[name] = wanted
    return formats


def _unfolded(files: Sequence[Path]) -> Iterator[Path | Unread]:
    """Yield each file, and in a folder's place what can be a sheet below it."""
    from digit_recognizer.sheets.opening import SHEET_ENDINGS

    for file in files:
        if not file.is_dir():
            yield file
            continue
        below = list(pictures_below(file, SHEET_ENDINGS))
        reason = f"the folder {file} holds no photograph, scan or PDF; name another folder or files"
        yield from below or [Unread(file, reason, is_folder=True)]


def _read(
    found: Sequence[Path | Unread],
    template: Path | None,
    formats: dict[str, str],
    hand: str | None,
    jobs: int | None,
) -> Iterator[tuple[Path, "Sheet | DigitRecognizerError"]]:
    """Yield what was read in each file, or why it could not be read."""
    from digit_recognizer.recognizer.many_sheets import read_many_sheets

    paths = [each for each in found if isinstance(each, Path)]
    read = read_many_sheets(paths, template, formats, hand=hand, jobs=jobs)
    for each in found:
        if isinstance(each, Unread):
            yield each.path, DigitRecognizerError(each.reason)
        else:
            yield each, next(read)


class _Results:
    """What is written in the end, and counted."""

    def __init__(self, *, row: bool, crops: bool) -> None:
        self._row, self._crops = row, crops
        self.sheets: list[Sheet] = []

    def write(self, records: Iterator[Record], kind: str, path: Path) -> None:
        """Write the sheets among the records."""
        from digit_recognizer.sheets.sheet import Sheet, write_as
        from digit_recognizer.sheets.stored import page_from_json

        self.sheets = [
            Sheet(Path(each["file"]), tuple(page_from_json(page) for page in each["pages"]))
            for each in records
            if "pages" in each
        ]
        layout: Layout = "row" if self._row else "table"
        write_as(self.sheets, kind, path, layout=layout, crops=self._crops)


def _store(out: Path, results: _Results, made_by: dict[str, object], *, resume: bool) -> AnswerFile:
    return AnswerFile(out, made_by, resume=resume, is_record=_is_record, write=results.write)


def _made_by(
    recognizer: "Recognizer", template: Path | None, formats: dict[str, str]
) -> dict[str, object]:
    """Return all that decides what is read, besides the files."""
    from digit_recognizer.answers.answer_file import made_by

    blank = "" if template is None else str(template)
    return made_by(recognizer, "auto") | {"template": blank, "formats": formats}


def _record(path: Path, read: "Sheet | DigitRecognizerError") -> Record:
    from digit_recognizer.sheets.stored import page_to_json

    if isinstance(read, DigitRecognizerError):
        return {"file": str(path), "problem": str(read)}
    return {"file": str(path), "pages": [page_to_json(page) for page in read.pages]}


def _is_record(value: object) -> bool:
    """Tell whether a value that was stored as JSON is what was read in a file."""
    from digit_recognizer.sheets.stored import StoredSheetError, page_from_json

    match value:
        case {"file": str(), "problem": str(), **others}:
            return not others
        case {"file": str(), "pages": [*pages], **others}:
            try:
                return not others and all(map(page_from_json, pages))
            except StoredSheetError:
                return False
    return False


def _complain_of_names(formats: dict[str, str], sheets: Sequence["Sheet"]) -> None:
    """Say which formats were for nothing: their names may be mistyped."""
    from digit_recognizer.sheets.cell_formats import unused_names

    pages = [page for sheet in sheets for page in sheet.pages]
    for name in unused_names(formats, pages) if pages else ():
        complain(f"--format {name}={formats[name]}: no column or field has that name or number")


def _conclude(out: Path, sheets: Sequence["Sheet"], problems: Sequence[str], total: int) -> None:
    """Say what came of it; status 1 where a file could not be read, 3 where doubts are left.

    A file in which nothing is found is a doubt: who gave it saw a table there.
    """
    from digit_recognizer.sheets.sheet import count_cells

    counts = count_cells(sheets)
    print(printable(f"{out}: {counts}"), flush=True)
    without = [sheet.path for sheet in sheets if not (sheet.tables or sheet.fields)]
    for path in without:
        complain(
            f"{path}: no table and no box is found in it; take it from nearer, or write on rules"
        )
    for path, table in ((sheet.path, table) for sheet in sheets for table in sheet.tables):
        if table.warning is not None:
            complain(f"{path}: {table.name}: {table.warning}")
    for each in problems:
        complain(each)
    if problems:
        if total > 1:
            complain(f"{len(problems):,} of {total:,} files could not be read")
        raise typer.Exit(1)
    if counts.doubts or without:
        raise typer.Exit(_DOUBTS_LEFT)
