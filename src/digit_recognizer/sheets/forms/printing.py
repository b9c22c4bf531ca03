"""A form as a PDF to print."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.extras import require
from digit_recognizer.sheets.forms.code import encode
from digit_recognizer.sheets.forms.form import Form, FormError
from digit_recognizer.sheets.forms.placing import MARK, Box, PageOfForm, Placed, place

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["print_form"]

_MM = 72 / 25.4
_RULE = 0.25  # mm
_GREY = 0.45
_FONT, _TITLE_SIZE, _TEXT_SIZE, _SMALL_SIZE = "Vera", 16.0, 9.0, 7.5
_HINT = "One number in each box. Print at 100 %; photograph with all four black squares."


def print_form(form: Form, path: Path) -> int:
    """Write a form as a PDF, whole or not at all.

    Parameters
    ----------
    form : Form
    path : Path

    Returns
    -------
    int
        How many pages it has.

    Raises
    ------
    MissingExtraError
        If what draws it is not installed.
    FormError
        If it does not fit on paper or into its code, or cannot be written.
    """
    require("forms", "Printing a form")
    from reportlab.pdfgen.canvas import Canvas

    pages = place(form)
    codes = [encode(form, number) for number in range(len(pages))]
    font = _register_font(form)
    try:
        with replaced_when_complete(path) as temporary:
            size = (pages[0].width * _MM, pages[0].height * _MM)
            # Invariant: the same form gives the same bytes.
            canvas = Canvas(str(temporary), pagesize=size, invariant=1)
            canvas.setTitle(form.title)
            for number, (page, code) in enumerate(zip(pages, codes, strict=True)):
                pen = _Pen(canvas, page, font)
                _draw(pen, form, page, code, number, len(pages))
                canvas.showPage()
            canvas.save()
    except OSError as error:
        raise FormError(
            f"{path}: expected a place to write a form, but it cannot be written "
            f"({error.strerror or error})",
            "choose another folder or make room",
        ) from error
    return len(pages)


def _draw(pen: "_Pen", form: Form, page: PageOfForm, code: bytes, number: int, pages: int) -> None:
    for x, y in page.marks:
        pen.fill((x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2))
    _draw_code(pen, page.code, code)
    room = page.code[0] - 24
    pen.text(20, 19, form.title, _TITLE_SIZE, room)
    pen.text(20, 26, _HINT, _SMALL_SIZE, room)
    if pages > 1:
        pen.text(20, 32, f"Page {number + 1} of {pages}", _SMALL_SIZE, room)
    for field in page.fields:
        left, top, right, _ = field.box
        pen.text(left, top - 1.2, field.text, _TEXT_SIZE, right - left)
        pen.frame(field.box)
    for table in page.tables:
        left, top, right, _ = table.cells[0][0].box
        pen.text(left, top - 1.8, table.name, _TEXT_SIZE, 100)
        for row in table.cells:
            for cell in row:
                _draw_cell(pen, cell)


def _draw_cell(pen: "_Pen", cell: Placed) -> None:
    left, top, right, bottom = cell.box
    pen.frame(cell.box)
    if cell.text:
        pen.text(left + 1.5, (top + bottom) / 2 + 1.2, cell.text, _TEXT_SIZE, right - left - 3)


def _draw_code(pen: "_Pen", box: Box, content: bytes) -> None:
    import segno

    matrix = segno.make(content, mode="byte", error="m", micro=False, boost_error=False).matrix
    step = (box[2] - box[0]) / len(matrix)
    for row, line in enumerate(matrix):
        column = 0
        while column < len(line):
            end = column
            while end < len(line) and line[end]:
                end += 1
            if end > column:  # neighbours in one piece: no white hairline between them
                left, top = box[0] + column * step, box[1] + row * step
                pen.fill((left, top, left + (end - column) * step, top + step))
            column = end + 1


class _Pen:
    """A canvas in millimetres from the upper left corner, as forms are placed."""

    def __init__(self, canvas: "Canvas", page: PageOfForm, font: str) -> None:
        self._canvas, self._height, self._font = canvas, page.height, font

    def fill(self, box: Box) -> None:
        self._canvas.setFillGray(0)
        self._canvas.rect(*self._rectangle(box), stroke=0, fill=1)

    def frame(self, box: Box) -> None:
        self._canvas.setStrokeGray(_GREY)
        self._canvas.setLineWidth(_RULE * _MM)
        self._canvas.rect(*self._rectangle(box), stroke=1, fill=0)

    def text(self, left: float, base: float, text: str, size: float, room: float) -> None:
        """Write one line, smaller where it is long, and cut where it is very long."""
        width = self._canvas.stringWidth(text, self._font, size)
        size *= max(0.6, min(1.0, room * _MM / max(width, 1e-6)))
        while text and self._canvas.stringWidth(text, self._font, size) > room * _MM:
            text = text.rstrip("…")[:-1] + "…" if len(text) > 1 else ""
        self._canvas.setFillGray(0)
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(left * _MM, (self._height - base) * _MM, text)

    def _rectangle(self, box: Box) -> tuple[float, float, float, float]:
        left, top, right, bottom = box
        return (
            left * _MM,
            (self._height - bottom) * _MM,
            (right - left) * _MM,
            (bottom - top) * _MM,
        )


def _register_font(form: Form) -> str:
    """Return the name of a font that has every letter of the form.

    Raises
    ------
    FormError
        If no font that is known here has them all.
    """
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    texts = [form.title, *(field.name for field in form.fields)]
    for table in form.tables:
        texts += [table.name, *(column.name for column in table.columns), *table.rows]
    letters = set("".join(texts))
    for name, file in _fonts():
        try:
            font = TTFont(name, str(file))
        except (TTFError, OSError):
            continue
        if all(ord(letter) in font.face.charToGlyph for letter in letters):
            registerFont(font)
            return name
    raise FormError(
        f"no font here has all letters of the form: {''.join(sorted(letters))[:60]!r}",
        "install DejaVu Sans, or write the form in Latin letters",
    )


def _fonts() -> list[tuple[str, Path]]:
    """Return the fonts to try: reportlab's own, those of matplotlib, of the system."""
    from importlib.util import find_spec

    found = [(_FONT, Path(str(files("reportlab"))) / "fonts" / "Vera.ttf")]
    spec = find_spec("matplotlib")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
        found.append(("DejaVuSans", folder / "DejaVuSans.ttf"))
    system = (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/dejavu/DejaVuSans.ttf",
        "/Library/Fonts/Arial Unicode.ttf",
        "C:/Windows/Fonts/arial.ttf",
    )
    return found + [(Path(each).stem.replace(" ", ""), Path(each)) for each in system]
