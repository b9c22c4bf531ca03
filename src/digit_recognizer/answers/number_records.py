"""The number read in a picture as a record, as JSON can hold it."""

from typing import Any

from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.numbers.segmentation import Character

__all__ = ["number_record", "number_row"]


def number_record(file: str, read: NumberRecognition) -> dict[str, Any]:
    """Return what was read in a file as a record.

    Returns
    -------
    dict
        ``file``, ``text``, ``answer``, ``value`` (as text), ``confidence``, ``verdict``,
        ``characters``, ``alternatives`` and ``second`` (what the second reader reads); where the
        picture has several lines, ``lines`` holds such a record of each, without ``file``.
    """
    return {"file": file} | _record(read)


def number_row(file: str, read: NumberRecognition) -> dict[str, Any]:
    """Return what was read in a file as a record of the form of a digit's, for the same table.

    Its lines stand behind each other, apart by a slash.
    """
    text = read.text.replace("\n", " / ")
    return {
        "file": file,
        "answer": None if read.answer is None else text,
        "likeliest": text,
        "confidence": read.confidence,
        "verdict": read.verdict,
        "probabilities": [],
    }


def _record(read: NumberRecognition) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": read.text,
        "answer": read.answer,
        "value": None if read.value is None else str(read.value),
        "confidence": read.confidence,
        "verdict": read.verdict,
        "characters": [_character(each) for each in read.characters],
        "alternatives": [each._asdict() for each in read.alternatives],
        "second": None if read.second is None else read.second.text,
    }
    if read.lines:
        record["lines"] = [_record(each) for each in read.lines]
    return record


def _character(each: Character) -> dict[str, Any]:
    return {
        "text": each.text,
        "box": list(each.box),
        "strokes": list(each.strokes),
        "probabilities": each.probabilities.tolist(),
    }
