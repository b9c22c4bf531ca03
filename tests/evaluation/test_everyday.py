from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.evaluation.everyday import PENS, SIZES, Form, cell_digits
from digit_recognizer.evaluation.readings import read_digits
from digit_recognizer.evaluation.report import cell_shares, cell_table, worst_and_best
from digit_recognizer.networks.checkpoint import Network

SEVEN = ".PEN_DOWN\n 100 400\n 200 400\n 120 100\n.PEN_UP\n"
ONE = ".PEN_DOWN\n 150 400\n 150 100\n.PEN_UP\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three sevens by each of two writers, and a one by a third."""
    text = "".join(
        f'.SEGMENT DIGIT 0 ? "{label}"\n.COMMENT {label} {writer} 1\n{strokes}'
        for label, writer, strokes in [(7, 1, SEVEN)] * 3 + [(7, 2, SEVEN)] * 3 + [(1, 3, ONE)]
    )
    (tmp_path / "pendigits-orig.tra").write_text(text)
    return tmp_path


def test_every_cell_has_the_same_digits_as_many_by_each_writer(data: Path) -> None:
    cells = cell_digits("strokes", data, count=3)
    assert np.bincount(cells.cells).tolist() == [3] * 135
    writers = cells.digits.writers.reshape(135, 3)
    assert (writers == writers[0]).all()
    assert sorted(writers[0]) == ["01", "02", "03"]
    assert cells.digits.images.any(axis=(1, 2)).all()


def test_a_picture_shows_the_pen_that_drew_and_strokes_do_not(data: Path) -> None:
    def ink(form: Form) -> list[int]:
        images = cell_digits(form, data, count=1).digits.images[: len(PENS)]
        return [int(image.sum(dtype=int)) for image in images]

    assert np.ptp(ink("strokes")) == 0
    thin, medium, thick = ink("pictures")
    assert thin < medium < thick


def test_all_digits_or_those_of_some_writers(data: Path) -> None:
    assert len(cell_digits("strokes", data, count=None).digits.labels) == 135 * 7
    of_one = cell_digits("strokes", data, count=None, writers=["03"])
    assert of_one.digits.all_writers == ("03",)
    assert (of_one.digits.labels == 1).all()


def test_several_processes_draw_what_one_draws(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = cell_digits("strokes", data, count=2)
    monkeypatch.setenv("XDG_CACHE_HOME", str(data / "another cache"))
    together = cell_digits("strokes", data, count=2, processes=2)
    assert (alone.digits.images == together.digits.images).all()


def test_a_table_shows_each_cell_and_the_worst(data: Path) -> None:
    cells = cell_digits("strokes", data, count=3)
    readings = read_digits(Network.load(), cells.digits)
    shares = cell_shares(cells, readings)
    assert sum(share.part for share in shares) == readings.accuracy.part
    table = cell_table(shares)
    assert len(table) == 1 + len(SIZES) * len(PENS)
    assert table[0].split()[:4] == ["size", "pen", "top", "left"]
    assert table[1].split()[:2] == ["56", "8"]
    assert "worst" in worst_and_best(shares)
