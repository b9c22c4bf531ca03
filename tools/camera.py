"""Takes pictures of a window, and an animation of what happens in it."""

import io
from pathlib import Path

from PIL import Image
from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtWidgets import QWidget

from tools.hand import wait

__all__ = ["Camera"]

_MILLISECONDS = 90
_WIDTH = 800
_EVERY = 6
"""Of the movements of the hand, each so many is filmed."""
_EXPOSURE = 0.1
"""Seconds that an answer has to be on the screen."""
_MOST_BYTES = 2_000_000


class Camera:
    """Writes pictures to a folder.

    Parameters
    ----------
    folder
        Where they go; ``tour.webp`` is the animation.
    theme
        Put into the names of pictures in dark colours; only what is light is filmed.
    """

    def __init__(self, folder: Path, theme: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._theme = theme
        self._frames: list[Image.Image] = []
        self._movements = 0

    def photograph(self, window: QWidget, name: str) -> None:
        """Keep what the window shows now."""
        suffix = "-dark" if self._theme == "dark" else ""
        picture = _grab(window).quantize(256, dither=Image.Dither.NONE)
        picture.save(self._folder / f"{name}{suffix}.png", optimize=True)

    def film(self, window: QWidget, frames: int = 1) -> None:
        """Add what the window shows now to the animation, for so many frames."""
        self._movements += 1
        if self._theme == "dark" or (frames == 1 and self._movements % _EVERY):
            return
        wait(_EXPOSURE)
        picture = _grab(window)
        height = round(picture.height * _WIDTH / picture.width)
        small = picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)
        self._frames += [small] * frames

    def develop(self) -> None:
        """Write the animation, as sharp as it fits."""
        if not self._frames:
            return
        first, *others = self._frames
        for quality in (85, 70, 55, 40):
            file = io.BytesIO()
            first.save(
                file,
                "WEBP",
                save_all=True,
                append_images=others,
                duration=_MILLISECONDS,
                loop=0,
                quality=quality,
                method=4,
            )
            if file.tell() < _MOST_BYTES:
                break
        (self._folder / "tour.webp").write_bytes(file.getvalue())


def _grab(window: QWidget) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
