"""Honest sheets, made here: small pictures of tables, PDFs of several makes, and hard pages.

Pages of a PDF are drawn 2400 pixels long: these are narrow, so that each is little work.
"""

import io
from functools import cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

__all__ = ["hard_page", "pdf_seeds", "sheet_seeds", "table_page"]

Grey = NDArray[np.uint8]

_NARROW = (36.0, 400.0)
"""A page's sides, in points."""


def table_page(width: int = 330, height: int = 420, rows: int = 6, columns: int = 3) -> Grey:
    """Return a page with a ruled table and numbers in it."""
    page = np.full((height, width), 235, np.uint8)
    down = np.linspace(0.15 * height, 0.85 * height, rows + 1).astype(int).tolist()
    across = np.linspace(0.1 * width, 0.9 * width, columns + 1).astype(int).tolist()
    for y in down:
        cv2.line(page, (across[0], y), (across[-1], y), 90, 2)
    for x in across:
        cv2.line(page, (x, down[0]), (x, down[-1]), 90, 2)
    size = (down[1] - down[0]) / 45
    for r, y in enumerate(down[1:]):
        for c, x in enumerate(across[:-1]):
            text = str((7 * r + 13 * c) % 100)
            cv2.putText(page, text, (x + 6, y - 8), cv2.FONT_HERSHEY_SIMPLEX, size, 30, 2)
    return page


@cache
def sheet_seeds() -> tuple[bytes, ...]:
    """Return small pictures of tables, as files: of one page, and smaller ones of several."""
    page, small = Image.fromarray(table_page()), Image.fromarray(table_page(180, 220, 3, 2))
    files = []
    for picture, kind, options in (
        (page, "JPEG", {"quality": 80}),
        (page, "PNG", {}),
        (small, "TIFF", {"save_all": True, "append_images": [small.rotate(90, expand=True)]}),
        (small, "TIFF", {"compression": "tiff_lzw", "save_all": True, "append_images": [small]}),
    ):
        file = io.BytesIO()
        picture.save(file, kind, **options)
        files.append(file.getvalue())
    return tuple(files)


@cache
def pdf_seeds() -> tuple[bytes, ...]:
    """Return PDFs: of a scan, drawn, drawn without packing, of two pages, locked by a password."""
    scan = io.BytesIO()
    narrow = Image.fromarray(table_page(70, 800, 6, 2))
    narrow.save(scan, "PDF", resolution=144)
    drawn = [_drawn(), _drawn(packed=0), _drawn(pages=2, packed=0)]
    return (
        scan.getvalue(),
        *drawn,
        *drawn[1:],
        _drawn(locked=StandardEncryption("secret")),
        _drawn(locked=StandardEncryption("", ownerPassword="owner")),
    )


def _drawn(*, pages: int = 1, packed: int = 1, locked: StandardEncryption | None = None) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, _NARROW, pageCompression=packed, encrypt=locked, invariant=True)
    picture = Image.fromarray(table_page(40, 40, 2, 2))
    for _ in range(pages):
        canvas.grid([3, 18, 33], list(range(20, 381, 40)))
        for row in range(4):
            canvas.drawString(5, 30 + 40 * row, str(7 * row + 3))
        canvas.drawInlineImage(picture, 20, 310, 10, 10)
        canvas.setDash(1, 2)
        canvas.line(2, 10, 34, 11)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def hard_page(rng: Random) -> Grey:
    """Return a page that is odd, or much work: as large as is read, full of lines or of ink."""
    height, width = rng.choice(_SIZES)
    return rng.choice(_HARD)(rng, height, width)


_SIZES = (
    (4400, 3300), (4400, 4400), (3300, 4400), (2400, 1700), (2400, 2400), (1600, 1200), (600, 800),
    (4400, 7), (7, 4400), (4400, 1), (1, 4400), (1, 1), (2, 2), (40, 30), (300, 4400), (4400, 300),
)  # fmt: skip


def _plain(rng: Random, height: int, width: int) -> Grey:
    return np.full((height, width), rng.choice((0, 1, 128, 254, 255)), np.uint8)


def _noise(rng: Random, height: int, width: int) -> Grey:
    random = np.random.default_rng(rng.randrange(2**32))
    page = random.integers(0, 256, (height, width), np.uint8)
    return page if rng.random() < 0.5 else np.asarray(cv2.GaussianBlur(page, (0, 0), 3), np.uint8)


def _stripes(rng: Random, height: int, width: int) -> Grey:
    step, thick = rng.randint(3, 60), rng.choice((1, 1, 2, 3, 8))
    page = np.full((height, width), 240, np.uint8)
    for at in range(thick):
        page[at::step] = rng.choice((0, 100, 220))
    return page if rng.random() < 0.5 else np.ascontiguousarray(page.T[:height, :width])


def _squares(rng: Random, height: int, width: int) -> Grey:
    """Return paper with squares, which is one grid of very many cells."""
    step = rng.choice((8, 12, 20, 20, 40, 60))
    page = np.full((height, width), 240, np.uint8)
    page[::step] = page[:, ::step] = rng.choice((60, 120, 210))
    return page


def _scrawl(rng: Random, height: int, width: int) -> Grey:
    """Return straight lines that go anywhere."""
    page = np.full((height, width), 240, np.uint8)
    for _ in range(rng.choice((10, 200, 2000))):
        ends = [(rng.randrange(-99, width + 99), rng.randrange(-99, height + 99)) for _ in "ab"]
        cv2.line(page, ends[0], ends[1], rng.randrange(256), rng.choice((1, 2, 3, 20)))
    return page


def _boxes(rng: Random, height: int, width: int) -> Grey:
    """Return very many boxes that are no table."""
    page = np.full((height, width), 240, np.uint8)
    for _ in range(rng.choice((30, 300, 1500))):
        x, y = rng.randrange(width), rng.randrange(height)
        across, down = rng.randint(1, 300), rng.randint(1, 200)
        cv2.rectangle(page, (x, y), (x + across, y + down), rng.choice((40, 200)), 2)
    return page


def _print(rng: Random, height: int, width: int) -> Grey:
    """Return a page full of print."""
    page = np.full((height, width), 250, np.uint8)
    size = rng.choice((0.4, 0.8, 2.0))
    for y in range(0, height, round(30 * size)):
        text = "".join(rng.choice("abc 0123456789,.-EH|_") for _ in range(200))
        cv2.putText(page, text, (5, y), cv2.FONT_HERSHEY_SIMPLEX, size, 20, rng.choice((1, 2)))
    return page


def _sheet(rng: Random, height: int, width: int) -> Grey:
    rows, columns = rng.choice(((2, 1), (8, 2), (30, 5), (9, 20), (60, 3)))
    page = table_page(max(width, 40), max(height, 40), rows, columns)
    if rng.random() < 0.5:
        random = np.random.default_rng(rng.randrange(2**32))
        noisy = page + random.normal(0, rng.choice((3, 20, 60)), page.shape)
        page = np.clip(noisy, 0, 255).astype(np.uint8)
    return page


_HARD = (_plain, _noise, _stripes, _squares, _squares, _scrawl, _boxes, _print, _sheet, _sheet)
