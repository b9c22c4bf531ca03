"""``digit-recognizer read``: the digits in pictures, one line a picture, or a file of answers."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import tee
from json import dumps
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from digit_recognizer.answers.records import record
from digit_recognizer.cli.hand import recognizer_with
from digit_recognizer.cli.progress import progress
from digit_recognizer.cli.streams import complain, printable
from digit_recognizer.data.pictures_below import Unread, pictures_below
from digit_recognizer.ink import PICTURE_ENDINGS, PictureError, PictureLike, Polarity
from digit_recognizer.recognizer import Recognition, Recognizer

if TYPE_CHECKING:
    from digit_recognizer.answers.answer_file import AnswerFile

__all__ = ["read"]

_STANDARD_INPUT = Path("-")
_MOST_BYTES = 200_000_000


def read(
    pictures: Annotated[
        list[Path],
        typer.Argument(
            readable=False,  # one that is not must not keep the others from being read
            help="Files; a folder for the pictures in it and below; - for standard input.",
        ),
    ],
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="JSON Lines: file, answer, likeliest, confidence, verdict, probabilities.",
        ),
    ] = False,
    network: Annotated[
        str | None,
        typer.Option(help="A shipped network's name or a checkpoint. [default: the shipped one]"),
    ] = None,
    hand: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who wrote: a hand that was learned, or exported."),
    ] = None,
    polarity: Annotated[
        Polarity, typer.Option(help="Which of ink and background is the darker; auto finds it out.")
    ] = "auto",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the answers here: .csv, .jsonl, .parquet or .txt. It is there when it is "
            "complete.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an --out that was interrupted.")
    ] = False,
    number: Annotated[
        bool, typer.Option("--number", help="Read numbers, one in each line of a picture.")
    ] = False,
    number_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Which numbers: digits, digits:5, integer, decimal, amount, date, time, or a "
            "pattern such as 99:99. Implies --number.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that work. [default: as many as there are cores]"),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Read one folder on a Dask cluster; --out is then a folder of Parquet, and the "
            "same command goes on after an interruption.",
        ),
    ] = None,
) -> None:
    """Read the digit in each picture, one line a picture.

    A bad picture does not keep the others from being read. Those that could not be read are named
    at the end, on standard error, and the exit status is 1.
    """
    numbers = number or number_format is not None
    if cluster is not None:
        if out is None or json or resume or jobs or len(pictures) != 1 or not pictures[0].is_dir():
            raise typer.BadParameter(
                "needs one folder and --out, and goes without --json, --resume and --jobs",
                param_hint="--cluster",
            )
        from digit_recognizer.cli.read_archive import read_archive

        kind = "numbers" if numbers else "digits"
        options = {"network": network, "polarity": polarity, "format": number_format}
        raise typer.Exit(read_archive(pictures[0], cluster, out, kind=kind, **options))
    _check(pictures, out, json=json, resume=resume, numbers=numbers)
    recognizer = recognizer_with(network, hand)
    if numbers:
        from digit_recognizer.cli.read_number import read_numbers

        raise typer.Exit(
            read_numbers(
                ((name, _source(picture)) for name, picture in _unfolded(pictures)),
                recognizer,
                number_format,
                polarity,
                json=json,
            )
        )
    total = sum(1 for _ in _unfolded(pictures))
    begun, problems = perf_counter(), list[str]()
    with (
        _answer_file(out, recognizer, polarity, resume=resume) as file,
        progress(total, " pictures", shown=_shows_bar(out)) as move,
    ):
        found = _wanted(_unfolded(pictures), file, move)
        line = _as_json if json else _as_text
        for name, answer in _answers(found, recognizer, polarity, jobs, total):
            if isinstance(answer, PictureError):
                problems.append(str(answer))
            if file is not None:
                file.add(record(name, answer))
            elif isinstance(answer, Recognition):
                print(line(name, answer), flush=True)
            move()
        if file is not None:
            file.complete()
    _conclude(out, total, problems, perf_counter() - begun)


def _check(
    pictures: list[Path], out: Path | None, *, json: bool, resume: bool, numbers: bool
) -> None:
    """Refuse options that do not go together, before anything is read."""
    if numbers and out is not None:
        raise typer.BadParameter("is for single digits; use --json > FILE", param_hint="--out")
    if out is None:
        if resume:
            raise typer.BadParameter("needs --out, the file to go on with", param_hint="--resume")
        return
    if json:
        raise typer.BadParameter("is for standard output; use --out x.jsonl", param_hint="--json")
    if resume and _STANDARD_INPUT in pictures:
        raise typer.BadParameter("standard input cannot be read again", param_hint="--resume")
    from digit_recognizer.answers.formats import check_format

    try:
        check_format(out)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error


@contextmanager
def _answer_file(
    out: Path | None, recognizer: Recognizer, polarity: Polarity, *, resume: bool
) -> Iterator["AnswerFile | None"]:
    """Lend the file that answers go to, if they go to one."""
    if out is None:
        yield None
        return
    from digit_recognizer.answers.answer_file import AnswerFile, made_by

    with AnswerFile(out, made_by(recognizer, polarity), resume=resume) as file:
        try:
            yield file
        except KeyboardInterrupt:
            complain(f"stopped; the answers so far are in {file.unfinished}: go on by --resume")
            raise


def _shows_bar(out: Path | None) -> bool:
    """Tell whether a bar is seen, and in nobody's way."""
    return sys.stderr.isatty() and not (out is None and sys.stdout.isatty())


def _unfolded(pictures: list[Path]) -> Iterator[tuple[str, Path | PictureError]]:
    """Yield each picture with its name, and in a folder's place the pictures below it."""
    for picture in pictures:
        try:
            is_folder = picture.is_dir()
        except OSError:
            is_folder = False  # opening it will tell what is wrong
        if not is_folder:
            yield str(picture), picture
            continue
        is_empty = True
        for each in pictures_below(picture):
            is_empty = False
            if isinstance(each, Unread):
                yield str(each.path), PictureError(each.reason)
            else:
                yield str(each), each
        if is_empty:
            yield (
                str(picture),
                PictureError(
                    f"The folder {picture} holds no picture: expected files that end in "
                    f"{', '.join(sorted(PICTURE_ENDINGS))}. "
                    "Name another folder or the pictures themselves."
                ),
            )


def _wanted(
    found: Iterator[tuple[str, Path | PictureError]],
    file: "AnswerFile | None",
    move: Callable[[], object],
) -> Iterator[tuple[str, Path | PictureError]]:
    """Leave out what has its answer already."""
    for name, picture in found:
        if file is not None and file.has(name):
            move()
        else:
            yield name, picture


def _answers(
    found: Iterator[tuple[str, Path | PictureError]],
    recognizer: Recognizer,
    polarity: Polarity,
    jobs: int | None,
    total: int,
) -> Iterator[tuple[str, Recognition | PictureError]]:
    """Read pictures; yield the name and the answer of each."""
    ahead, behind = tee(found)
    sources = (_source(picture) for _, picture in ahead)
    answers = recognizer.recognize_each(sources, polarity=polarity, jobs=jobs, expected=total)
    for (name, _), answer in zip(behind, answers, strict=True):
        yield name, answer


class _StandardInput(bytes):
    """What standard input holds, and what messages call it."""

    filename = "standard input"


def _source(picture: Path | PictureError) -> PictureLike | PictureError:
    """Return the picture itself, or what standard input holds."""
    if picture != _STANDARD_INPUT:
        return picture
    try:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        return PictureError(
            f"Cannot read standard input: {error.strerror}. Send a picture, as in: "
            "digit-recognizer read - < picture.png"
        )
    if len(content) > _MOST_BYTES:
        return PictureError(
            f"Standard input is too long for a picture: expected at most "
            f"{_MOST_BYTES // 1_000_000} MB. Send one picture."
        )
    return _StandardInput(content)


def _conclude(out: Path | None, total: int, problems: list[str], seconds: float) -> None:
    """Say what came of it, and end with status 1 where something could not be read."""
    speed = f"{total:,} pictures in {seconds:.1f} s, {total / max(seconds, 1e-9):,.0f} a second"
    if out is not None:
        print(printable(f"{out}: {speed}"), flush=True)
    elif total > 1 and sys.stderr.isatty():
        print(speed, file=sys.stderr, flush=True)
    if not problems:
        return
    for each in problems:
        complain(each)
    if total > 1:
        complain(f"{len(problems):,} of {total:,} could not be read")
    raise typer.Exit(1)


def _as_text(name: str, recognition: Recognition) -> str:
    return printable(f"{name}: {recognition}")


def _as_json(name: str, recognition: Recognition) -> str:
    return dumps(record(name, recognition))
