"""A hand learns from whole numbers: cut as their text demands."""

from pathlib import Path

import pytest
from PIL import Image

from digit_recognizer import Profile, Recognizer, read_sheet
from digit_recognizer.recognizer.learning_numbers import learn_number, learn_sheet
from digit_recognizer.recognizer.many_sheets import read_many_sheets
from tests.sheets.drawn import blank, grid, write


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def written_sheet(folder: Path) -> Path:
    """A table of sixteen numbers."""
    page = blank(600, 800)
    grid(page, range(100, 501, 100), range(100, 701, 150))
    for row in range(4):
        for column in range(4):
            write(page, f"{row + 3}{column + 4}", 130 + 150 * column, 130 + 100 * row)
    Image.fromarray(page).save(folder / "sheet.png")
    return folder / "sheet.png"


def test_each_digit_of_a_number_is_learned(recognizer: Recognizer) -> None:
    page = blank(80, 200)
    write(page, "407", 20, 20)
    learned = learn_number(recognizer, Profile("Ann"), page, "407", origin="a.png")
    assert [(each.label, each.origin) for each in learned.digits] == [
        (4, "a.png"),
        (0, "a.png"),
        (7, "a.png"),
    ]


def test_nothing_is_learned_where_the_ink_cannot_be_that_number(recognizer: Recognizer) -> None:
    page = blank(80, 200)
    write(page, "4", 20, 20)
    assert learn_number(recognizer, Profile("Ann"), page, "40721").digits == ()
    assert learn_number(recognizer, Profile("Ann"), blank(), "4").digits == ()


def test_of_a_sheet_the_cells_that_a_person_answered_are_learned(
    recognizer: Recognizer, tmp_path: Path
) -> None:
    sheet = read_sheet(written_sheet(tmp_path))
    assert learn_sheet(recognizer, Profile("Ann"), sheet).digits == ()
    place = next(each for each in sheet.places() if sheet.cell(each).text == "45")
    learned = learn_sheet(recognizer, Profile("Ann"), sheet.with_answer(place, "45"))
    assert [(each.label, each.origin) for each in learned.digits] == [
        (4, "sheet.png"),
        (5, "sheet.png"),
    ]


def test_many_sheets_are_read_with_a_hand(tmp_path: Path) -> None:
    (read,) = read_many_sheets([written_sheet(tmp_path)], hand="nobody", jobs=1)
    assert "nobody's hand is called 'nobody'" in str(read)
