"""From the picture of a digit to the numbers the first layer sees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.layers import Array, ShapeError

__all__ = ["Encoding"]


@dataclass(frozen=True)
class Encoding:
    """Grey levels to numbers, and a margin, as in section II-B of the 1998 paper.

    With a background of -0.1 and ink of 1.175, pixels have a mean near 0 and a variance near 1;
    the margin lets features at a digit's ends stand in the middle of a kernel.

    Attributes
    ----------
    background, ink : float
        What 0 and 255 become.
    margin : int
        Pixels of background added on each side.
    """

    background: float = -0.1
    ink: float = 1.175
    margin: int = 2

    def __call__(self, images: NDArray[np.uint8]) -> Array:
        """Return ``(1, height + 2 margin, width + 2 margin, batch)`` float32.

        Parameters
        ----------
        images : ndarray of uint8, (batch, height, width)
            White ink on black.

        Raises
        ------
        ShapeError
            If ``images`` has another number of axes or another dtype.
        """
        if images.ndim != 3 or images.dtype != np.uint8:
            raise ShapeError(
                "images: expected uint8 of shape (batch, height, width), "
                f"got {images.dtype} of shape {images.shape}"
            )
        batch, height, width = images.shape
        margin = self.margin
        shape = (1, height + 2 * margin, width + 2 * margin, batch)
        inputs = np.full(shape, self.background, np.float32)
        inside = inputs[0, margin : margin + height, margin : margin + width]
        inside += images.transpose(1, 2, 0) * np.float32((self.ink - self.background) / 255)
        return inputs
