import gzip
import hashlib
import io
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from digit_recognizer.data.idx import IdxError, idx_sha256, read_idx, write_idx

ELEMENT_TYPES = ["u1", "i1", ">i2", "<i2", "<i4", ">i4", "<f4", ">f4", "<f8", ">f8"]
ANY_ARRAY = st.sampled_from(ELEMENT_TYPES).flatmap(
    lambda kind: arrays(kind, array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5))
)
# Three by two images of bytes: 16 bytes of header and 12 of values.
SMALL = bytes([0, 0, 8, 3]) + struct.pack(">3I", 2, 3, 2) + bytes(range(12))


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


@given(array=ANY_ARRAY, packed=st.booleans())
def test_what_is_written_is_read_again(
    array: np.ndarray, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("idx") / ("file.gz" if packed else "file")
    write_idx(path, array)
    read = read_idx(path)
    assert read.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(read, array)


@given(array=ANY_ARRAY)
def test_the_hash_is_that_of_the_plain_file(
    array: np.ndarray, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("idx") / "file"
    write_idx(path, array)
    assert idx_sha256(array) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_bytes_are_those_of_the_format(tmp_path: Path) -> None:
    write_idx(tmp_path / "file", np.arange(12, dtype=np.uint8).reshape(2, 3, 2))
    assert (tmp_path / "file").read_bytes() == SMALL


def test_equal_arrays_make_equal_packed_files(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        write_idx(tmp_path / name, np.arange(9, dtype=np.int32))
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_what_is_read_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        read_idx(written(tmp_path, SMALL))[0, 0, 0] = 1


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("length", range(len(SMALL)))
def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path, length: int, pack: type) -> None:
    with pytest.raises(IdxError, match="cut short"):
        read_idx(written(tmp_path, pack(SMALL[:length])))


@pytest.mark.parametrize("length", range(2, len(gzip.compress(SMALL, mtime=0))))
def test_a_packed_file_cut_short_anywhere_is_refused(tmp_path: Path, length: int) -> None:
    with pytest.raises(IdxError, match="cut short"):
        read_idx(written(tmp_path, gzip.compress(SMALL, mtime=0)[:length]))


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(SMALL, mtime=0))
    content[-8] ^= 1  # the check sum
    with pytest.raises(IdxError, match=r"cut short or damaged \(CRC check failed"):
        read_idx(written(tmp_path, bytes(content)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_that_goes_on_is_refused(tmp_path: Path, pack: type) -> None:
    message = r"promises 2×3×2 values of uint8 \(12 bytes\), but more follows"
    with pytest.raises(IdxError, match=message):
        read_idx(written(tmp_path, pack(SMALL + b"\0")))


@pytest.mark.parametrize(
    "magic", [b"\0\1\x08\3", b"\1\0\x08\3", b"\0\0\x07\3", b"\0\0\x08\0", b"\0\0\x08\x21", b"%PDF"]
)
def test_another_kind_of_file_is_refused(tmp_path: Path, magic: bytes) -> None:
    with pytest.raises(IdxError, match=f"got {magic.hex(' ')}; check that this is the right"):
        read_idx(written(tmp_path, magic + SMALL[4:]))


def test_another_shape_than_expected_is_refused_by_the_header_alone(tmp_path: Path) -> None:
    message = r"expected 2×28×28 values of uint8 .*, got 2×3×2 values of uint8"
    with pytest.raises(IdxError, match=message):
        read_idx(written(tmp_path, SMALL[:16]), expected_shape=(2, 28, 28))


def test_other_elements_than_bytes_are_refused_where_bytes_are_expected(tmp_path: Path) -> None:
    write_idx(tmp_path / "file", np.zeros((2, 3), np.float32))
    with pytest.raises(IdxError, match="got 2×3 values of float32"):
        read_idx(tmp_path / "file", expected_shape=(2, 3))


def test_a_packed_file_is_unpacked_no_further_than_its_header_promises(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb") as file:
        file.write(SMALL)
        for _ in range(64):
            file.write(bytes(1 << 20))
    path = written(tmp_path, bomb.getvalue())
    tracemalloc.start()
    with pytest.raises(IdxError, match="but more follows"):
        read_idx(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_promise_that_the_file_cannot_hold_takes_no_memory(tmp_path: Path, pack: type) -> None:
    header = bytes([0, 0, 8, 3]) + struct.pack(">3I", 600_000, 28, 28)
    with pytest.raises(IdxError, match="promises 600000×28×28 .* but the file has only"):
        read_idx(written(tmp_path, pack(header)))


def test_a_promise_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    header = bytes([0, 0, 0x0E, 4]) + struct.pack(">4I", *[0xFFFFFFFF] * 4)
    with pytest.raises(IdxError, match="at most 536,870,912 bytes are accepted"):
        read_idx(written(tmp_path, header))


def test_dimensions_of_no_array_are_refused(tmp_path: Path) -> None:
    header = bytes([0, 0, 8, 4]) + struct.pack(">4I", 0, *[0xFFFFFFFF] * 3)
    with pytest.raises(IdxError, match="a shape no array can have"):
        read_idx(written(tmp_path, header))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IdxError, match=r"nowhere: expected an IDX file.*No such file"):
        read_idx(tmp_path / "nowhere")
    with pytest.raises(IdxError, match="Is a directory"):
        read_idx(tmp_path)


def test_what_the_format_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(IdxError, match="got uint64; convert the array first"):
        write_idx(tmp_path / "file", np.zeros(3, np.uint64))
    with pytest.raises(IdxError, match="1 to 32 dimensions, got 0"):
        write_idx(tmp_path / "file", np.zeros((), np.uint8))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("dimensions", [1, 4, 32])
@pytest.mark.parametrize("kind", [0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E])
def test_dimensions_beyond_every_machine_are_refused(
    tmp_path: Path, dimensions: int, kind: int
) -> None:
    header = bytes([0, 0, kind, dimensions]) + b"\xff" * 4 * dimensions
    with pytest.raises(IdxError, match="at most 536,870,912 bytes are accepted"):
        read_idx(written(tmp_path, header))
