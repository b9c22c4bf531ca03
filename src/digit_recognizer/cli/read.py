"""``digit-recognizer read``: the digits in pictures, one line a picture."""

import sys
from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from digit_recognizer.cli.streams import printable
from digit_recognizer.ink import PICTURE_ENDINGS, PictureError, Polarity
from digit_recognizer.recognizer import Recognition, Recognizer

__all__ = ["read"]

_STANDARD_INPUT = Path("-")
_MOST_BYTES = 200_000_000


def read(
    pictures: Annotated[
        list[Path],
        typer.Argument(
            readable=False,  # one that is not must not keep the others from being read
            help="Files; a folder for the pictures in it; - for standard input.",
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
    polarity: Annotated[
        Polarity, typer.Option(help="Which of ink and paper is the darker; auto finds it out.")
    ] = "auto",
) -> None:
    """Read the digit in each picture, one line a picture.

    A bad picture is one line on standard error; the others are still read, those that were not are
    counted, and the exit status is 1.
    """
    recognizer = Recognizer(network)
    were_read = unread = 0
    for picture in _unfolded(pictures):
        try:
            if isinstance(picture, PictureError):
                raise picture
            recognition = recognizer.recognize(_source(picture), polarity=polarity)
        except PictureError as error:
            unread += 1
            _complain(str(error))
        else:
            line = _as_json if json else _as_text
            print(line(str(picture), recognition), flush=True)
            were_read += 1
    if unread:
        if (whole := were_read + unread) > 1:
            _complain(f"{unread:,} of {whole:,} could not be read")
        raise typer.Exit(1)


def _unfolded(pictures: list[Path]) -> Iterator[Path | PictureError]:
    """Yield each picture, and in a folder's place the pictures in it."""
    for picture in pictures:
        try:
            is_folder = picture.is_dir()
        except OSError:
            is_folder = False  # opening it will tell what is wrong
        if not is_folder:
            yield picture
            continue
        try:
            inside = sorted(
                path for path in picture.iterdir() if path.suffix.lower() in PICTURE_ENDINGS
            )
        except OSError as error:
            yield PictureError(f"Cannot look into the folder {picture}: {error.strerror}.")
            continue
        yield from inside
        if not inside:
            yield PictureError(
                f"The folder {picture} holds no picture: expected files that end in "
                f"{', '.join(sorted(PICTURE_ENDINGS))}. "
                "Name another folder or the pictures themselves."
            )


def _source(picture: Path) -> Path | bytes:
    """Return the picture itself, or what standard input holds."""
    if picture != _STANDARD_INPUT:
        return picture
    try:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PictureError(
            f"Cannot read standard input: {error.strerror}. Send a picture, as in: "
            "digit-recognizer read - < picture.png"
        ) from error
    if len(content) > _MOST_BYTES:
        raise PictureError(
            f"Standard input is too long for a picture: expected at most "
            f"{_MOST_BYTES // 1_000_000} MB. Send one picture."
        )
    return content


def _complain(text: str) -> None:
    print(printable(f"digit-recognizer: {text}"), file=sys.stderr, flush=True)


def _as_text(name: str, recognition: Recognition) -> str:
    return printable(f"{name}: {recognition}")


def _as_json(name: str, recognition: Recognition) -> str:
    return dumps(
        {
            "file": name,
            "answer": recognition.answer,
            "likeliest": recognition.likeliest,
            "confidence": recognition.confidence,
            "verdict": recognition.verdict,
            "probabilities": recognition.probabilities.tolist(),
        }
    )
