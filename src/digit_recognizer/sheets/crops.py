"""The picture of a cell, cut out of its page and made upright."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import open_picture
from digit_recognizer.sheets.excel import Crop
from digit_recognizer.sheets.layout import GridCell
from digit_recognizer.sheets.table import Corners

__all__ = ["cropper", "cut_out", "png"]

_MARGIN = 0.06  # of the cell's height, so that what stands on its rules is seen
_LONGEST = 2_000  # pixels


def cut_out(picture: NDArray[np.uint8], corners: Corners, height: int) -> NDArray[np.uint8]:
    """Return what lies between four corners, as a rectangle.

    Parameters
    ----------
    picture : (height, width) uint8
    corners : four points
        In pixels.
    height : int
        Of the result, in pixels; its width follows from the corners.
    """
    points = np.array(corners, np.float64)
    across = np.linalg.norm(points[[1, 2]] - points[[0, 3]], axis=1).mean()
    down = np.linalg.norm(points[[3, 2]] - points[[0, 1]], axis=1).mean()
    width = int(np.clip(round(height * across / max(down, 1e-6)), 1, _LONGEST))
    edge = _MARGIN * height
    target = np.array(
        [
            [edge, edge],
            [width - edge, edge],
            [width - edge, height - edge],
            [edge, height - edge],
        ]
    )
    matrix = cv2.getPerspectiveTransform(points.astype(np.float32), target.astype(np.float32))
    cut = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.uint8)


def png(picture: NDArray[np.uint8]) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    done, content = cv2.imencode(".png", picture)
    assert done, "a grey picture can always be stored"
    return content.tobytes()


def cropper(paths: Sequence[Path], height: int) -> Crop:
    """Return what cuts a cell's picture out of its file, for ``write_excel``.

    Parameters
    ----------
    paths : sequence of Path
        The files, in the order of ``GridCell.file``.
    height : int
        Of each picture, in pixels.
    """

    @lru_cache(maxsize=1)  # the cells of a page come one after the other
    def picture(file: int, page: int) -> NDArray[np.uint8]:
        return open_picture(paths[file])

    def crop(place: GridCell) -> bytes:
        return png(cut_out(picture(place.file, place.page), place.cell.box, height))

    return crop
