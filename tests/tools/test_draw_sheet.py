"""The sheet that the package brings along reads as it was written, but for one doubt."""

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.samples import sample_sheet
from digit_recognizer.sheets.forms.finding import find_form
from digit_recognizer.sheets.forms.form import form_from_toml
from digit_recognizer.sheets.forms.reading import read_form
from digit_recognizer.sheets.opening import open_pages
from tools.draw_sheet import DESCRIPTION, NUMBERS


def test_the_sample_sheet_is_read() -> None:
    (grey,) = open_pages(sample_sheet())
    found = find_form(grey)
    assert found is not None
    assert found.code.form == form_from_toml(DESCRIPTION)
    recognizer = Recognizer()
    page = read_form(grey, found, NumberReader(recognizer.predict_proba, recognizer.rule))
    (table,) = page.tables
    doubts = [
        (cell.row, cell.column) for row in table.cells for cell in row if cell.state == "doubtful"
    ]
    # One number of the last row is misread, so the row does not add up.
    assert doubts == [(10, column) for column in range(1, 5)]
    for row, marks in zip(table.texts()[1:-1], NUMBERS[:-1], strict=True):
        assert row[1:] == [*map(str, marks), str(sum(marks))]
