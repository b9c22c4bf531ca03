"""What is known of a picture's file before it is decoded."""

from dataclasses import dataclass

__all__ = ["MOST_BYTES", "MOST_PIXELS", "FileError", "PictureFile", "check_decoded", "damaged"]

MOST_PIXELS = 40_000_000
"""No picture with more is read."""


MOST_BYTES = 250_000_000
"""No longer file is read, and no more is decoded: so much are 40 million pixels of six bytes."""


class FileError(ValueError):
    """A file that no decoder should see; the text goes on where "Cannot read NAME: " ends."""


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
    """Refuse a picture whose pixels of so many bits are too much to decode."""
    decoded = size[0] * size[1] * bits // 8
    if size[0] * size[1] <= MOST_PIXELS and decoded > MOST_BYTES:
        raise FileError(
            f"at most {MOST_BYTES // 1_000_000} MB of pixels are decoded, but its "
            f"{size[0]} x {size[1]} pixels of {bits} bits are {decoded // 1_000_000} MB. "
            f"Make it smaller or cut the digit out of it."
        )


def damaged(reason: object) -> str:
    """Say that a picture is damaged, and how it shows."""
    return (
        f"the picture is damaged or incomplete ({str(reason).rstrip('.')}). Save or copy it again."
    )
