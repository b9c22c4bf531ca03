"""Honest files of digits, small, of every kind that the data room reads."""

import gzip
import struct
from functools import cache

import numpy as np

from benchmarks.fuzz.picture_seeds import drawn, encoded
from digit_recognizer.data.package_mirror import Part

__all__ = [
    "MIRROR_PARTS",
    "csv_seeds",
    "idx_seeds",
    "orand_members",
    "package_mirror_seeds",
    "pendigits_seeds",
    "swiss_numbers_members",
    "unipen_seeds",
    "usps_seeds",
]

_PART = 6 + 2 * 784 * 4 + 7 + 2 * 8
MIRROR_PARTS = tuple(
    Part(half, 2, number * _PART + 6, (number + 1) * _PART - 16)
    for number, half in enumerate(("train", "train", "t10k"))
)
"""Where the digits lie in the file of ``package_mirror_seeds``, two in each part."""


def _images(count: int) -> np.ndarray:
    return np.stack([255 - np.asarray(drawn("L", 28, 28))] * count)


def _idx(code: int, array: np.ndarray) -> bytes:
    return (
        bytes([0, 0, code, array.ndim])
        + struct.pack(f">{array.ndim}I", *array.shape)
        + (array.tobytes())
    )


@cache
def idx_seeds() -> tuple[bytes, ...]:
    """Return IDX files: images, labels, and one of each other type; some gzipped."""
    images, labels = _images(3), np.array([7, 7, 7], np.uint8)
    plain = [_idx(8, images), _idx(8, labels), _idx(8, _images(1))]
    kinds = ((9, "i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8"))
    plain += [_idx(code, np.arange(12, dtype=kind).reshape(3, 4)) for code, kind in kinds]
    plain.append(_idx(8, np.zeros((1,) * 32, np.uint8)))
    return (*plain, *(gzip.compress(file, 1, mtime=0) for file in plain[:3]))


@cache
def csv_seeds() -> tuple[bytes, ...]:
    """Return CSV files of one to three digits, with names of columns and without; one gzipped."""
    row = ",".join(map(str, [7, *_images(1).reshape(-1).tolist()]))
    names = ",".join(["label", *(f"pixel{place}" for place in range(784))])
    others = ",".join(["label", *(f"{y}x{x}" for y in range(1, 29) for x in range(1, 29))])
    texts = (
        row,
        f"{row}\n{row}\n",
        f"{names}\n{row}\n",
        f"{others}\r\n{row}\r\n{row}\r\n{row}\r\n",
    )
    plain = [text.encode() for text in texts]
    return (*plain, gzip.compress(plain[1], 1, mtime=0))


@cache
def usps_seeds() -> tuple[bytes, ...]:
    """Return texts of USPS digits, one gzipped."""
    line = "7.0000 " + " ".join(["-1.0000", "0.5210", "1.0000", "-0.9990"] * 64)
    plain = [f"{line}\n".encode(), f"{line} \n{line.replace('7', '0', 1)} \n".encode()]
    return (*plain, gzip.compress(plain[1], 1, mtime=0))


@cache
def pendigits_seeds() -> tuple[bytes, ...]:
    """Return UNIPEN texts, one gzipped."""
    head = '.INCLUDE \tdene.doc\n\n.LEXICON "0" "1" "2"\n.HIERARCHY \tDIGIT\n\n'
    seven = (
        '.SEGMENT DIGIT    0 ? "7"\n.COMMENT 7 12  224\n.PEN_DOWN\n 100  400\n 200  400\n'
        " 120  100\n.PEN_UP\n.DT 100\n.PEN_DOWN\n 110  250\n 190  250\n.PEN_UP\n.DT 100\n\n"
    )
    one = '.SEGMENT DIGIT    1-2 ? "1"\n.COMMENT 1 30   54\n.PEN_DOWN\n 150  -3\n.PEN_UP\n.DT 100\n'
    plain = [f"{head}{seven}{one}".encode(), f"{head}{one}{seven}{seven}".encode()]
    return (*plain, gzip.compress(plain[0], 1, mtime=0))


@cache
def unipen_seeds() -> tuple[bytes, ...]:
    """Return parts of UNIPEN as JSON lines, one gzipped."""
    ink = '"contributor": "abc", "writer": "w0001", "strokes": [[[1, 9.5], [5, 9]], [[2, -4]]]'
    seven = f'{{"label": 7, {ink}}}\n'
    sign = f'{{"label": "%", {ink}, "before": {{"label": "e", "box": [-9, 0, -2, 8]}}}}\n'
    plain = [seven.encode(), f"{sign}{seven}".encode()]
    return (*plain, gzip.compress(plain[1], 1, mtime=0))


@cache
def swiss_numbers_members() -> dict[str, bytes]:
    """Return what is in a zip of scanned digits."""
    scan = encoded(drawn("L", 24, 28), "PNG")
    names = ("w00/3/a.png", "w00/7/b.png", "x/w01/0/c.PNG", "readme.txt")
    return dict.fromkeys(names, scan)


@cache
def orand_members() -> dict[str, bytes]:
    """Return what is in a zip of amounts."""
    labels = (
        "file,string,boxes_digit_x_y_w_h\n"
        'a.jpg,60,"6,2,3,20,25;0,5,3,20,25"\nb.jpg,7,"7,-1,0,9,30"\n'
    )
    return {
        "labels.csv": labels.encode(),
        "a.jpg": encoded(drawn("RGB"), "JPEG"),
        "b.jpg": encoded(drawn("L"), "PNG"),
    }


@cache
def package_mirror_seeds() -> tuple[bytes, ...]:
    """Return files like the one in the package that mirrors MNIST, but of few digits."""
    images = (_images(2).astype("<f4") / np.float32(256)).tobytes()
    labels = np.array([7, 1], "<i8").tobytes()
    whole = b"".join(b"before" + images + b"between" + labels for _ in MIRROR_PARTS) + b"behind"
    return gzip.compress(whole, 1, mtime=0), gzip.compress(whole, 9, mtime=0)
