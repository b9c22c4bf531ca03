"""A process that prepares pictures for another one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.ink import Polarity
from digit_recognizer.ink.picture import PictureError, PictureLike
from digit_recognizer.ink.prepared import PreparedPicture, prepare_picture
from digit_recognizer.ink.worker_process import Answered, EndedError, WorkerProcess, answer_all

__all__ = ["HelperProcess", "NamedPicture", "serve"]


class NamedPicture(NamedTuple):
    """A picture or the error in the place of one, and what messages call it."""

    picture: PictureLike | PictureError
    name: str


class HelperProcess(WorkerProcess):
    """A process that prepares pictures.

    Raises
    ------
    NoProcessError
        Where it cannot be started.
    """

    def __init__(self) -> None:
        super().__init__("digit_recognizer.ink.helper_process")

    def prepare(
        self, pictures: Sequence[NamedPicture], polarity: Polarity, thumbnail: int
    ) -> list[PreparedPicture | PictureError | None]:
        """Return what comes of each picture: a path, bytes or an array of numbers.

        What it has no explanation for is None: whoever asked may try it and see.

        Raises
        ------
        EndedError
            If it has ended.
        """
        asked, arrays = _question(pictures)
        answer, made = self.ask([asked, polarity, thumbnail], arrays)
        try:
            return _understood(answer, made)
        except ValueError as error:
            raise EndedError from error


def _question(
    pictures: Sequence[NamedPicture],
) -> tuple[list[dict[str, object]], list[NDArray[Any]]]:
    asked: list[dict[str, object]] = []
    arrays: list[NDArray[Any]] = []
    for picture, name in pictures:
        if isinstance(picture, bytes):
            asked.append({"name": name, "kind": "bytes"})
            arrays.append(np.frombuffer(picture, np.uint8))
        elif isinstance(picture, np.ndarray):
            asked.append({"name": name, "kind": "array"})
            arrays.append(picture)
        else:
            asked.append({"name": name, "kind": "path", "path": str(picture)})
    return asked, arrays


def _understood(
    answers: list[dict[str, Any] | None], arrays: Sequence[NDArray[Any]]
) -> list[PreparedPicture | PictureError | None]:
    following = iter(arrays)
    understood: list[PreparedPicture | PictureError | None] = []
    for answer in answers:
        if answer is None:
            understood.append(None)
        elif "reason" in answer:
            understood.append(PictureError(answer["reason"], answer["remedy"]))
        else:
            image = next(following) if answer["image"] else None
            box = tuple(answer["box"]) if answer["box"] else None
            small = next(following) if answer["thumbnail"] else None
            understood.append(PreparedPicture(image, box, small))
    return understood


def serve() -> None:
    """Prepare what the other process asks for, until it asks no more."""

    def prepared(question: Any, arrays: Sequence[NDArray[Any]]) -> Answered:
        asked, polarity, thumbnail = question
        given, made = iter(arrays), list[NDArray[Any]]()
        return [_answer(each, given, polarity, thumbnail, made) for each in asked], made

    answer_all(prepared)


def _answer(
    asked: dict[str, str],
    given: Iterator[NDArray[Any]],
    polarity: Polarity,
    thumbnail: int,
    made: list[NDArray[Any]],
) -> dict[str, object] | None:
    """Return what to say of one picture, and add the arrays of it to those that are made."""
    picture: PictureLike
    match asked["kind"]:
        case "path":
            picture = Path(asked["path"])
        case "bytes":
            picture = next(given).tobytes()
        case _:
            picture = next(given)
    try:
        prepared = prepare_picture(picture, polarity, name=asked["name"], thumbnail=thumbnail)
    except PictureError as error:
        return {"reason": error.reason, "remedy": error.remedy}
    except Exception:
        return None
    arrays = {"image": prepared.image, "thumbnail": prepared.thumbnail}
    made += [array for array in arrays.values() if array is not None]
    return {"box": prepared.box} | {kind: array is not None for kind, array in arrays.items()}
