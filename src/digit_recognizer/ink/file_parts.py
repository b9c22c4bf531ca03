"""What is known of a picture's file before it is decoded."""

from dataclasses import dataclass

__all__ = ["MOST_PIXELS", "FileError", "PictureFile", "damaged"]

MOST_PIXELS = 40_000_000
"""No picture with more is read."""


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


def damaged(reason: object) -> str:
    """Say that a picture is damaged, and how it shows."""
    return (
        f"the picture is damaged or incomplete ({str(reason).rstrip('.')}). Save or copy it again."
    )
