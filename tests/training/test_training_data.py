"""What a recipe learns from and is judged by: no writer is on both sides."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.prepared import OnProgress
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.training import everyday
from digit_recognizer.training.recipes import RecipeError, recipe
from digit_recognizer.training.training_data import divide, load_training_data
from tests.training.digits import patterns, write_pictures

WHOLE = patterns(80)
EVERYDAY = replace(recipe("everyday"), validation_size=20, batch_size=16)


def written(name: str, shade: int) -> WrittenDigits:
    """Two digits of each of three writers, of which each has a grey level of their own."""
    shades = shade + np.repeat(np.arange(3, dtype=np.uint8), 2)
    images = np.broadcast_to(shades[:, None, None], (6, 28, 28))
    writers = np.repeat(["a", "b", "c"], 2)
    return WrittenDigits(name, images, np.full(6, 7, np.uint8), writers, name.split()[0])


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def pictures(folder: Path | None, progress: OnProgress | None, seed: int) -> WrittenDigits:
        return written(f"pendigits pictures {seed}", 30 + 3 * seed)

    def negatives(*_: object) -> WrittenDigits:
        images, none = np.full((4, 28, 28), 99, np.uint8), np.full(4, "")
        return WrittenDigits("negatives", images, np.zeros(4, np.uint8), none)

    monkeypatch.setattr(everyday, "pen_digits", lambda *_: written("pendigits", 10))
    monkeypatch.setattr(everyday, "pen_pictures", pictures)
    monkeypatch.setattr(everyday, "swiss_digits", lambda *_: written("swiss", 20))
    monkeypatch.setattr(everyday, "drawn_negatives", negatives)
    monkeypatch.setattr(everyday, "european_forms", lambda *_: written("forms", 60))


def shades(dataset: Dataset) -> set[int]:
    """Grey levels of the images that have but one."""
    low, high = dataset.images.min(axis=(1, 2)), dataset.images.max(axis=(1, 2))
    return set(low[low == high].tolist())


@pytest.mark.parametrize("fold", [0, 1, 2])
def test_a_writer_left_out_is_judged_by_and_not_learned_from(fold: int) -> None:
    training, validation, records = divide(replace(EVERYDAY, fold=fold), WHOLE)
    left_out = {shade + fold for shade in (10, 20, 30, 33)}
    assert shades(validation) == left_out
    assert not shades(training) & left_out
    assert len(shades(training)) == 12
    assert records["training"] == DataRecord(WHOLE.sha256)
    for name, collection in (
        ("pendigits", "pendigits"),
        ("pendigits pictures 1", "pendigits"),
        ("swiss", "swiss"),
    ):
        assert records[name].collection == collection
        assert records[name].left_out == ("abc"[fold],)
    for digits in (written("pendigits", 10), written("swiss", 20)):
        assert set(writers_trained_on(digits, records)) == {*"abc"} - {"abc"[fold]}


def test_nobody_is_left_out_of_what_is_shipped() -> None:
    training, validation, records = divide(EVERYDAY, WHOLE)
    assert shades(training) == {*range(10, 13), *range(20, 23), *range(30, 36), *range(60, 63), 99}
    assert len(validation) == 20
    assert records["pendigits"].left_out == ()


def test_negatives_are_to_be_read_as_nothing_and_digits_as_themselves() -> None:
    training, _, _ = divide(EVERYDAY, WHOLE)
    assert training.targets is not None
    mark = (training.images == 99).all(axis=(1, 2))
    assert mark.sum() == 4
    assert (training.targets[mark] == np.float32(0.1)).all()
    assert (training.targets[~mark].argmax(axis=1) == training.labels[~mark]).all()
    assert len(training.digits) == len(training) - 4


def test_of_nothing_nothing_is_drawn() -> None:
    mnist = patterns(40), patterns(20, seed=1)
    training, _, records = everyday.everyday_data(
        *mnist, 0, mixture=everyday.Mixture(0, 0, 0, 0, 0)
    )
    assert len(training) == 40
    assert not {"forms", "negatives", "nothing"} & set(records)


def test_a_fold_needs_writers() -> None:
    with pytest.raises(RecipeError, match="the data mnist have no writers"):
        divide(replace(recipe("mnist"), validation_size=20, fold=1), WHOLE)


def test_what_is_added_can_be_followed_and_ended() -> None:
    class EnoughError(Exception):
        pass

    told: list[int] = []

    def follow(digits: int) -> None:
        told.append(digits)
        if len(told) == 2:
            raise EnoughError

    with pytest.raises(EnoughError):
        divide(EVERYDAY, WHOLE, None, follow)
    assert told == [6, 12]


def test_pictures_of_ones_own_are_learned_from_and_a_fifth_is_set_aside(tmp_path: Path) -> None:
    write_pictures(tmp_path, 120)
    data = load_training_data(replace(recipe("classic"), data=str(tmp_path)))
    assert (len(data.training), len(data.validation), data.test) == (96, 24, None)
    assert np.bincount(data.training.labels, minlength=10).all()
    assert data.remark == ""
    again = load_training_data(replace(recipe("classic"), data=str(tmp_path)))
    assert again.records == data.records
    fewer = load_training_data(replace(recipe("classic"), data=str(tmp_path), validation_size=10))
    assert (len(fewer.training), len(fewer.validation)) == (110, 10)


def test_pictures_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    write_pictures(tmp_path, 120)
    (tmp_path / "3-broken.png").write_bytes(b"nothing")
    (tmp_path / "undecided.png").write_bytes(next(tmp_path.glob("3-*.png")).read_bytes())
    Image.new("L", (84, 84), 255).save(tmp_path / "4-blank.png")
    data = load_training_data(replace(recipe("classic"), data=str(tmp_path)))
    assert len(data.training) + len(data.validation) == 120
    assert "2 of 123 pictures could not be read; the first: " in data.remark
    assert "3-broken.png" in data.remark
    assert "1 of 121 pictures show nothing and are left out." in data.remark


@pytest.mark.parametrize("count", [10, 99])
def test_too_few_pictures_are_answered_with_how_many_are_needed(count: int, tmp_path: Path) -> None:
    write_pictures(tmp_path, count)
    expected = f"expected at least 100 pictures of digits to learn from, got {count}; add more"
    with pytest.raises(RecipeError, match=expected):
        load_training_data(replace(recipe("classic"), data=str(tmp_path)))


def test_fewer_pictures_than_a_step_takes_are_answered_with_their_number(tmp_path: Path) -> None:
    write_pictures(tmp_path, 120)
    with pytest.raises(RecipeError, match="expected at most 96, the number of training images"):
        load_training_data(replace(recipe("mnist"), data=str(tmp_path)))
