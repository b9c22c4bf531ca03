"""``digit-recognizer read --number``: the numbers in pictures, each line of one by itself."""

import sys
from collections.abc import Iterable
from json import dumps

import typer

from digit_recognizer.answers.number_records import number_record
from digit_recognizer.cli.streams import printable
from digit_recognizer.ink import PictureError, PictureLike, Polarity
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import PatternError
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer import Recognizer

__all__ = ["read_numbers"]


def read_numbers(
    pictures: Iterable[tuple[str, PictureLike | PictureError]],
    recognizer: Recognizer,
    wanted: str | None,
    polarity: Polarity,
    *,
    json: bool,
) -> int:
    """Print what is read; return the exit status, 1 where a picture could not be read.

    Raises
    ------
    typer.BadParameter
        If the format is not one.
    """
    try:
        number_format(wanted)
    except PatternError as error:
        raise typer.BadParameter(str(error), param_hint="--format") from error
    problems = False
    for name, picture in pictures:
        try:
            if isinstance(picture, PictureError):
                raise picture
            read = recognizer.recognize_number(picture, format=wanted, polarity=polarity)
        except PictureError as error:
            problems = True
            print(printable(f"digit-recognizer: {error}"), file=sys.stderr, flush=True)
            continue
        if json:
            print(dumps(number_record(name, read)), flush=True)
        else:
            for line in _lines(name, read):
                print(printable(line), flush=True)
    return int(problems)


def _lines(name: str, read: NumberRecognition) -> list[str]:
    return [f"{name}: {each}" for each in read.lines or (read,)]
