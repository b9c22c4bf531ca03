"""What is known of a picture's file before it is decoded."""

from dataclasses import dataclass

from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "MOST_BYTES",
    "MOST_PIXELS",
    "FileError",
    "PictureFile",
    "check_decoded",
    "check_memory",
    "damaged",
]

MOST_PIXELS = 200_000_000
"""No picture with more is read."""

MOST_BYTES = 250_000_000
"""No longer file is read."""

# Of pixels, before a decoder makes them smaller: 200 million with opacity, in about three seconds.
_MOST_DECODED = 800_000_000
# Of a file and its decoded pixels together: a little less than 1 GiB.
_MOST_MEMORY = 1_050_000_000


class FileError(DigitRecognizerError):
    """A file that no decoder should see; the reason goes on where "Cannot read NAME: " ends."""


@dataclass(frozen=True)
class PictureFile:
    """What a decoder needs of a picture's file.

    Attributes
    ----------
    format : str
        The name that Pillow gives it.
    size : (width, height)
        In pixels, as the decoder will make them.
    content : bytes
        A file of that format.
    orientation : int
        1 to 8, as EXIF counts: how the camera was held.
    """

    format: str
    size: tuple[int, int]
    content: bytes
    orientation: int = 1


def check_decoded(size: tuple[int, int], bits: int) -> None:
    """Refuse a picture whose pixels of so many bits take too long to decode."""
    decoded = size[0] * size[1] * bits // 8
    if size[0] * size[1] <= MOST_PIXELS and decoded > _MOST_DECODED:
        raise FileError(
            f"at most {_MOST_DECODED // 1_000_000} MB of pixels are decoded, but its "
            f"{size[0]} x {size[1]} pixels of {bits} bits are {decoded // 1_000_000} MB.",
            "Make it smaller or cut the digit out of it.",
        )


def check_memory(size: tuple[int, int], bytes_a_pixel: int, content: int = 0) -> None:
    """Refuse a picture that takes too much memory.

    Parameters
    ----------
    size : (width, height)
        In pixels.
    bytes_a_pixel : int
        That decoding takes.
    content : int
        The length of its file.
    """
    taken = content + size[0] * size[1] * bytes_a_pixel
    if taken > _MOST_MEMORY:
        raise FileError(
            f"a picture is read in at most {_MOST_MEMORY // 1_000_000:,} MB of memory, but "
            f"{size[0]} x {size[1]} pixels of this kind take {taken // 1_000_000:,} MB.",
            "Save it as a JPEG without progressive coding, make it smaller, or cut the digit out.",
        )


def damaged(how: object) -> FileError:
    """Return the error of a picture that is damaged, and how it shows, on one line."""
    line = " ".join(str(how).split()).rstrip(".")
    shown = "".join(sign if sign.isprintable() else "?" for sign in line)
    return FileError(
        f"the picture is damaged or incomplete ({shown[:300]}).", "Save or copy it again."
    )
