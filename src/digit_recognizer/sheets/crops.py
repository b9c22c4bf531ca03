"""What lies between four corners in a picture, made upright: a cell, or the page itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.excel import Crop
from digit_recognizer.sheets.layout import GridCell
from digit_recognizer.sheets.opening import SheetError, open_pages
from digit_recognizer.sheets.table import Corners, Page

__all__ = ["FlatPage", "cropper", "cut_out", "flat_page", "page_picture", "png", "scaled"]

_MARGIN = 0.06  # of the cell's height, so that what stands on its rules is seen
_LONGEST = 2_000  # pixels


@dataclass(frozen=True, eq=False)
class FlatPage:
    """A page as one would hold it.

    Attributes
    ----------
    grey : (height, width) uint8
    matrix : (3, 3) float64
        From a point (x, y, 1) of the page's picture to ``grey``.
    """

    grey: NDArray[np.uint8]
    matrix: NDArray[np.float64]

    def moved(self, corners: Corners) -> Corners:
        """Return corners in the picture as corners in ``grey``."""
        points = np.column_stack((np.array(corners, np.float64), np.ones(4))) @ self.matrix.T
        return tuple((x / z, y / z) for x, y, z in points.tolist())  # type: ignore[return-value]


def page_picture(path: Path, number: int) -> NDArray[np.uint8]:
    """Return the picture of a page, counted from 1, of a file.

    Raises
    ------
    SheetError, PictureError
        If it cannot be opened, or is not there.
    """
    picture = next(islice(open_pages(path), number - 1, None), None)
    if picture is None:
        raise SheetError(f"{path}: expected a page {number}, got fewer")
    return picture


def flat_page(picture: NDArray[np.uint8], page: Page) -> FlatPage:
    """Return a page made flat by the corners of its paper."""
    corners = scaled(page.corners, picture, page)
    across, down = _sides(corners)
    scale = _LONGEST / max(across, down, 1)
    size = max(1, round(across * scale)), max(1, round(down * scale))
    matrix = _matrix(corners, size, 0)
    grey = cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    height, width = picture.shape
    as_read = np.diag([width / page.width, height / page.height, 1.0])
    return FlatPage(np.asarray(grey, np.uint8), matrix @ as_read)


def cut_out(
    picture: NDArray[np.uint8], corners: Corners, height: int, *, around: float = 0.0
) -> NDArray[np.uint8]:
    """Return what lies between four corners, as a rectangle.

    Parameters
    ----------
    picture : (height, width) uint8
    corners : four points
        In pixels.
    height : int
        Of the result, in pixels; its width follows from the corners.
    around : float
        How much around it is seen too, as a share of its height.
    """
    across, down = _sides(corners)
    inner = height / (1 + 2 * (around + _MARGIN))
    edge = (height - inner) / 2
    width = int(np.clip(round(inner * across / max(down, 1e-6) + 2 * edge), 1, _LONGEST))
    matrix = _matrix(corners, (width, height), edge)
    cut = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.uint8)


def png(picture: NDArray[np.uint8]) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    done, content = cv2.imencode(".png", picture)
    assert done, "a grey picture can always be stored"
    return content.tobytes()


def cropper(files: Sequence[tuple[Path, Sequence[Page]]], height: int) -> Crop:
    """Return what cuts a cell's picture out of its file, for ``write_excel``.

    Parameters
    ----------
    files : sequence of (Path, pages)
        In the order of ``GridCell.file``.
    height : int
        Of each picture, in pixels.
    """

    @lru_cache(maxsize=1)  # the cells of a page come one after the other
    def picture(file: int, page: int) -> NDArray[np.uint8]:
        path, pages = files[file]
        return page_picture(path, pages[page].number)

    def crop(place: GridCell) -> bytes:
        page = files[place.file][1][place.place.page]
        seen = picture(place.file, place.place.page)
        return png(cut_out(seen, scaled(place.cell.box, seen, page), height))

    return crop


def _sides(corners: Corners) -> tuple[float, float]:
    """Return how long and how high it is, in pixels of the picture."""
    points = np.array(corners, np.float64)
    across = np.linalg.norm(points[[1, 2]] - points[[0, 3]], axis=1).mean()
    down = np.linalg.norm(points[[3, 2]] - points[[0, 1]], axis=1).mean()
    return float(across), float(down)


def _matrix(corners: Corners, size: tuple[int, int], edge: float) -> NDArray[np.float64]:
    """Return the map from the picture to a rectangle, with so many pixels around."""
    width, height = size
    right, bottom = width - edge, height - edge
    target = np.array([[edge, edge], [right, edge], [right, bottom], [edge, bottom]])
    points = np.array(corners, np.float32)
    return np.asarray(cv2.getPerspectiveTransform(points, target.astype(np.float32)), np.float64)


def scaled(corners: Corners, picture: NDArray[np.uint8], page: Page) -> Corners:
    """Return corners for a picture that was opened larger or smaller than the page was read."""
    height, width = picture.shape
    x, y = width / page.width, height / page.height
    return tuple((x * a, y * b) for a, b in corners)  # type: ignore[return-value]
