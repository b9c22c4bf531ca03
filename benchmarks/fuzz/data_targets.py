"""Files of digits: the formats of data sets, one's own folders, and what is stored of them."""

import gzip
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.fuzz.byte_mutations import changed_a_few_times, mutated
from benchmarks.fuzz.data_seeds import (
    MIRROR_PARTS,
    csv_seeds,
    idx_seeds,
    orand_members,
    package_mirror_seeds,
    pendigits_seeds,
    swiss_numbers_members,
    unipen_seeds,
    usps_seeds,
)
from benchmarks.fuzz.target import Target, law
from benchmarks.fuzz.zip_files import mutated_zip
from digit_recognizer.data import prepared
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.idx import ELEMENT_TYPES, IdxError, read_idx
from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.orand import OrandError, read_orand
from digit_recognizer.data.package_mirror import PackageMirrorError, read_packaged_mnist
from digit_recognizer.data.pendigits import PenDigitsError, read_pendigits
from digit_recognizer.data.swiss_numbers import SwissNumbersError, read_swiss_numbers
from digit_recognizer.data.tables import TableError, read_table
from digit_recognizer.data.unipen import UnipenError, read_unipen
from digit_recognizer.data.usps import UspsError, read_usps
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["DATA_TARGETS"]

BOMB = bytes(30_000_000)


def _packed_or_plain(seeds: Callable[[], Sequence[bytes]]) -> Callable[[Random], bytes]:
    """Make files of honest ones: changed as they are, or changed inside their gzip."""

    def make(rng: Random) -> bytes:
        honest = rng.choice(seeds())
        if honest[:2] != b"\x1f\x8b" or rng.random() < 0.5:
            return mutated(rng, honest, seeds())
        plain = gzip.decompress(honest)
        if rng.random() < 0.01:
            plain += BOMB
        return gzip.compress(mutated(rng, plain, seeds()), 1, mtime=0)

    return make


def _written(name: str, content: bytes, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _use_idx(content: bytes, folder: Path) -> None:
    array = read_idx(_written("images-idx3-ubyte", content, folder))
    kinds = {kind.newbyteorder("=") for kind in ELEMENT_TYPES.values()}
    law(array.dtype in kinds and 1 <= array.ndim <= 32, "an array is of a type of IDX")
    law(not array.flags.writeable, "an array is read-only")


def _use_csv(content: bytes, folder: Path) -> None:
    _check_digits(*read_table(_written("digits.csv", content, folder)))


def _check_digits(images: Any, labels: Any) -> None:
    law(all(isinstance(each, np.ndarray) for each in (images, labels)), "digits are arrays")
    law(images.dtype == np.uint8 and images.shape[1:] == (28, 28), "images are (n, 28, 28) uint8")
    law(labels.dtype == np.uint8 and labels.shape == (len(images),), "labels are (n,) uint8")
    law(not labels.size or labels.max() <= 9, "labels are from 0 to 9")


def _use_usps(content: bytes, folder: Path) -> None:
    images, labels = read_usps(_written("zip.train", content, folder))
    law(images.dtype == np.float32 and images.shape[1:] == (16, 16), "images are (n, 16, 16)")
    law(np.abs(images).max() <= 1, "grey values are from -1 to 1")
    law(labels.dtype == np.uint8 and labels.max() <= 9, "labels are from 0 to 9")


def _use_pendigits(content: bytes, folder: Path) -> None:
    for digit in read_pendigits(_written("digits.tra", content, folder)):
        law(digit.label in range(10) and digit.writer >= 0, "a label is from 0 to 9")
        law(digit.strokes, "a digit has strokes")
        for stroke in digit.strokes:
            law(stroke.dtype == np.float64 and stroke.shape[1:] == (2,), "a stroke is (n, 2)")
            law(np.isfinite(stroke).all(), "points are finite")


def _use_unipen(content: bytes, folder: Path) -> None:
    for record in read_unipen(_written("digits.jsonl", content, folder)):
        texts = (record.label, record.contributor, record.writer)
        law(all(texts) and "".join(texts).isprintable(), "a record says what it is and whose")
        law(record.strokes, "a record has strokes")
        for stroke in record.strokes:
            law(stroke.dtype == np.float64 and stroke.shape[1:] == (2,), "a stroke is (n, 2)")
            law(len(stroke) and np.isfinite(stroke).all(), "points are finite")


def _inside_swiss_numbers(rng: Random, name: str, content: bytes) -> bytes:
    return BOMB if rng.random() < 0.01 else changed_a_few_times(rng, content)


def _use_swiss_numbers(content: bytes, folder: Path) -> None:
    for scan in read_swiss_numbers(_written("swiss.zip", content, folder)):
        law(scan.label in range(10) and scan.writer, "a scan has a label and a writer")
        law(isinstance(scan.picture, bytes), "a scan is bytes")


def _inside_orand(rng: Random, name: str, content: bytes) -> bytes:
    return changed_a_few_times(rng, content) if name == "labels.csv" else _picture(rng, content)


def _picture(rng: Random, content: bytes) -> bytes:
    return BOMB if rng.random() < 0.01 else changed_a_few_times(rng, content)


def _use_orand(content: bytes, folder: Path) -> None:
    for digit in read_orand(_written("orand.zip", content, folder)):
        pixels = digit.pixels
        law(digit.label in range(10), "a label is from 0 to 9")
        law(pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.size, "pixels are (h, w, 3)")


def _use_package_mirror(content: bytes, folder: Path) -> None:
    arrays = read_packaged_mnist(content, MIRROR_PARTS)
    law(len(arrays) == 4, "there are four arrays")
    for name, array in arrays.items():
        # Whether the labels are from 0 to 9 is looked at when they are made a data set.
        shape = (28, 28) if "images" in name else ()
        law(array.dtype == np.uint8 and array.shape[1:] == shape, "arrays are those of MNIST")


def _own_folder(rng: Random) -> dict[str, bytes]:
    """Return files of a folder, by name: images and labels, or tables, some of them changed."""
    images, labels, csv = idx_seeds()[0], idx_seeds()[1], rng.choice(csv_seeds())
    files = {}
    for half in ("train", rng.choice(("test", "t10k"))):
        if rng.random() < 0.5:
            files[f"{half}-images-idx3-ubyte"] = images
            files[f"{half}-labels-idx1-ubyte"] = labels
        else:
            files[f"{half}.csv" + (".gz" if csv[:2] == b"\x1f\x8b" else "")] = csv
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(list(files))
        files[name] = mutated(rng, files[name], idx_seeds())
    if rng.random() < 0.2:
        others = ("train.txt", "emnist-test-images-idx3-ubyte", "another-test.csv")
        files[rng.choice(others)] = images
    if rng.random() < 0.2:
        del files[rng.choice(list(files))]
    return files


def _use_own_folder(files: dict[str, bytes], folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    try:
        for name, content in files.items():
            (own / name).write_bytes(content)
        first = own / next(iter(files), "nothing")
        path, split = (own, "test") if len(first.name) % 2 else (first, "train")
        dataset = load_dataset(str(path), split, folder, download=False)  # type: ignore[arg-type]
        _check_digits(dataset.images, dataset.labels)
    finally:
        shutil.rmtree(own)


def _prepared() -> Any:
    """Yield a few digits as they come out of the pipeline."""
    for label in range(3):
        yield np.full((28, 28), label, np.uint8), label, f"writer {label}"


def _stored() -> Path:
    """Return the file in which they are stored."""
    prepared.cached("fuzz", _prepared)
    (path,) = (cache_folder().parent / "prepared").glob("fuzz-*")
    return path


@cache
def _stored_seeds() -> tuple[bytes, ...]:
    return (_stored().read_bytes(),)


def _use_stored(content: bytes, folder: Path) -> None:
    _stored().write_bytes(content)
    digits = prepared.cached("fuzz", _prepared)
    _check_digits(digits.images, digits.labels)
    law(isinstance(digits.writers, np.ndarray), "writers are an array")
    law(digits.writers.shape == digits.labels.shape, "every digit has a writer")


def _zip_of(
    members: Callable[[], dict[str, bytes]], change: Callable[[Random, str, bytes], bytes]
) -> Callable[[Random], bytes]:
    def make(rng: Random) -> bytes:
        content = mutated_zip(rng, members(), change)
        return content if rng.random() < 0.8 else mutated(rng, content, [content])

    return make


def _show_folder(files: dict[str, bytes]) -> bytes:
    return repr(files).encode(errors="replace")


DATA_TARGETS = (
    Target("idx", 80, _packed_or_plain(idx_seeds), _use_idx, (IdxError,)),
    Target("csv", 15, _packed_or_plain(csv_seeds), _use_csv, (TableError,)),
    Target("usps", 50, _packed_or_plain(usps_seeds), _use_usps, (UspsError,)),
    Target("unipen", 60, _packed_or_plain(unipen_seeds), _use_unipen, (UnipenError,)),
    Target("pendigits", 60, _packed_or_plain(pendigits_seeds), _use_pendigits, (PenDigitsError,)),
    Target(
        "swiss-numbers",
        40,
        _zip_of(swiss_numbers_members, _inside_swiss_numbers),
        _use_swiss_numbers,
        (SwissNumbersError,),
    ),
    Target("orand", 40, _zip_of(orand_members, _inside_orand), _use_orand, (OrandError,)),
    Target(
        "package-mirror",
        30,
        _packed_or_plain(package_mirror_seeds),
        _use_package_mirror,
        (PackageMirrorError,),
    ),
    Target("own-folders", 20, _own_folder, _use_own_folder, (DigitRecognizerError,), _show_folder),
    Target("prepared-digits", 20, _packed_or_plain(_stored_seeds), _use_stored, ()),
)
