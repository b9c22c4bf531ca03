"""A picture of PIL's upright, in plain colours and averaged down, without a second large copy."""

from PIL import Image

from digit_recognizer.ink.orientation import turned

__all__ = ["averaged"]

# Of a strip that is turned and converted at once; it has at least one row of the result.
_STRIP_PIXELS = 4_000_000


def averaged(picture: Image.Image, orientation: int, factor: int) -> Image.Image:
    """Turn a picture upright and average squares of ``factor`` x ``factor`` pixels.

    Parameters
    ----------
    picture : PIL image
        Decoded, of any mode whose values are whole numbers up to 255.
    orientation : int
        1 to 8, as EXIF counts.
    factor : int
        1 leaves all pixels.

    Returns
    -------
    PIL image of mode L, RGB or RGBA
    """
    if factor == 1:
        return _plain(turned(picture, orientation))
    width, height = picture.size if orientation < 5 else picture.size[::-1]
    rows = factor * max(1, _STRIP_PIXELS // (width * factor))
    strips = [
        _plain(turned(picture.crop(box), orientation)).reduce(factor)
        for box in _strips(picture.size, orientation, height, rows)
    ]
    whole = Image.new(strips[0].mode, (-(-width // factor), -(-height // factor)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * rows // factor))
    return whole


def _strips(
    size: tuple[int, int], orientation: int, height: int, rows: int
) -> list[tuple[int, int, int, int]]:
    """Return where in the picture each strip of its upright form lies, from top to bottom."""
    width, tall = size
    boxes = []
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        if orientation in (3, 4, 7, 8):
            first, last = height - bottom, height - top
        else:
            first, last = top, bottom
        boxes.append((first, 0, last, tall) if orientation >= 5 else (0, first, width, last))
    return boxes


def _plain(picture: Image.Image) -> Image.Image:
    """Bring any mode of whole numbers up to 255 to L, RGB or RGBA."""
    mode = picture.mode
    if mode in ("L", "RGB", "RGBA"):
        return picture
    if mode == "1":
        return picture.convert("L")
    if mode in ("LA", "La", "PA", "RGBa") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB")
