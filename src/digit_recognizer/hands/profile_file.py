"""A profile as one safetensors file: digits, and what was found best for them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.files import read_whole, replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.hands.fit import Change, Fit, Level
from digit_recognizer.hands.last_layers import HandError
from digit_recognizer.hands.profile import MOST_DIGITS, LearnedDigit, Profile
from digit_recognizer.hands.second_look import FARS
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from digit_recognizer.networks.typed import list_of, mapping_of, parsed, typed

__all__ = ["WrongFileError", "load_profile", "packed_profile", "save_profile"]

_FORMAT = "1"
_MOST_BYTES = MOST_DIGITS * 2_000 + (1 << 22)


class WrongFileError(HandError):
    """A file that is no profile this program can use."""


def save_profile(path: Path, profile: Profile) -> None:
    """Write a profile; ``path`` holds the whole of it or what it held before.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with replaced_when_complete(path) as partial:
        partial.write_bytes(packed_profile(profile))


def packed_profile(profile: Profile) -> bytes:
    """Return the content of a profile's file: the same for the same profile."""
    tensors: dict[str, NDArray[Any]] = {
        "images": profile.images,
        "labels": profile.labels.astype(np.uint8),
        "learned_at": np.array([each.learned_at for each in profile.digits], np.float64),
    }
    metadata = {
        "format": _FORMAT,
        "ink_version": str(profile.ink_version),
        "network": profile.network,
        "origins": json.dumps([each.origin for each in profile.digits]),
    }
    if (fit := profile.fit) is not None:
        own = None if fit.own is None else asdict(fit.own)
        values = {
            "level": fit.level,
            "own": own,
            "others": asdict(fit.others),
            "width": fit.width,
            "far": fit.far,
        }
        metadata["fit"] = json.dumps(values)
        if fit.refined is not None:
            tensors["refined"] = fit.refined
    return packed_tensors(tensors, metadata)


def load_profile(path: Path) -> Profile:
    """Read a profile; its name is that of the file.

    Raises
    ------
    OSError
        If the file cannot be read.
    WrongFileError
        If it is damaged, no profile, or another version's.
    """
    name = path.name.removesuffix(path.suffix)
    content = read_whole(path, _MOST_BYTES)
    try:
        tensors, metadata = unpacked_tensors(content)
        if metadata["format"] != _FORMAT:
            raise WrongFileError(
                f"the hand {name} is of another version of the program: expected format "
                f"{_FORMAT}, got {quoted(metadata['format'])}"
            )
        if metadata["ink_version"] != str(INK_VERSION):
            raise WrongFileError(
                f"the hand {name} is of another version of the program: its digits were prepared "
                f"by version {quoted(metadata['ink_version'])} of the pipeline, and version "
                f"{INK_VERSION} reads"
            )
        return _profile(name, tensors, metadata)
    except WrongFileError:
        raise
    except (KeyError, TypeError, ValueError, DigitRecognizerError) as error:
        raise WrongFileError(
            f"the hand {name} is damaged or no profile: expected the digits that were learned "
            f"({quoted(str(error))})"
        ) from error


def _profile(name: str, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]) -> Profile:
    images, labels, times = tensors["images"], tensors["labels"], tensors["learned_at"]
    origins = list_of(parsed(metadata["origins"]))
    if not len(images) == len(labels) == len(times) == len(origins) <= MOST_DIGITS:
        raise ValueError("digits, labels, times and origins differ in number")
    digits = tuple(
        LearnedDigit(image, int(label), float(time), str(origin))
        for image, label, time, origin in zip(images, labels, times, origins, strict=True)
    )
    fit = _fit(mapping_of(parsed(metadata["fit"])), tensors) if "fit" in metadata else None
    return Profile(name, digits, metadata["network"], fit=fit)


def _fit(values: dict[str, Any], tensors: dict[str, NDArray[Any]]) -> Fit:
    level: Level = values["level"]
    refined, width = tensors.get("refined"), float(values["width"])
    far = float(values.get("far", 0))  # earlier profiles have none
    fits = level in get_args(Level) and (level == "refined") == (refined is not None)
    if not fits or (level == "prototypes" and not 0 < width < 100) or not 0 <= far <= FARS[0]:
        raise ValueError(f"no such level: {quoted(level)}")
    if refined is not None and not (
        refined.dtype == np.float32 and refined.ndim == 1 and np.isfinite(refined).all()
    ):
        raise ValueError("weights that are not finite")
    own = None if values["own"] is None else typed(Change, values["own"])
    return Fit(level, own, typed(Change, values["others"]), width, refined, far)
