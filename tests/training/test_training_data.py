"""What a recipe learns from and is judged by: no writer is on both sides."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.training import everyday
from digit_recognizer.training.recipe import RecipeError
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.training_data import divide, load_training_data
from tests.training.digits import patterns, write_pictures

WHOLE = patterns(80)
EVERYDAY = replace(recipe("everyday"), validation_size=20, batch_size=16)


KNOWN = {
    "pendigits": ("a", "b", "c"),
    "swiss": ("a", "b", "c"),
    "unipen": ("lab-w0000", "lab-w0001", "mit-w0002"),
    "unipen signs": ("lab-w0000", "lab-w0001", "nyu-w0005"),
}
"""Writers of whom the first is in fold 0, the second in fold 1 and the third in fold 2."""


def written(name: str, shade: int) -> WrittenDigits:
    """Two digits of each of three writers, of which each has a grey level of their own."""
    shades = shade + np.repeat(np.arange(3, dtype=np.uint8), 2)
    images = np.broadcast_to(shades[:, None, None], (6, 28, 28))
    collection = name.split()[0]
    known = KNOWN.get(" ".join(name.split()[:2]), KNOWN.get(collection, ("", "", "")))
    writers = np.repeat(known, 2)
    return WrittenDigits(name, images, np.full(6, 7, np.uint8), writers, collection)


def prepared(name: str, shade: int) -> Callable[..., WrittenDigits]:
    """Prepare digits in forms, each of other shades."""

    def of_form(*_: object, form: str = "strokes", seed: int = 0) -> WrittenDigits:
        place = {"strokes": 0, "pictures": 3, "varied": 12}[form] + 3 * seed
        return written(f"{name} {form} {seed}", shade + place)

    return of_form


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def negatives(part: str, *_: object, **form: Any) -> WrittenDigits:
        return prepared(f"unipen {part}", {"letters": 60, "signs": 140}[part])(**form)

    def among_neighbours(source: str, drawing: str = "digit", **_: object) -> WrittenDigits:
        shade = {"digit": 110, "remains": 120, "pair": 130}[drawing]
        shade += 5 * (source == "swiss")
        return written(f"{source} {drawing} among neighbours 0", shade)

    def drawn(*_: object) -> WrittenDigits:
        images, none = np.full((4, 28, 28), 99, np.uint8), np.full(4, "")
        return WrittenDigits("negatives", images, np.zeros(4, np.uint8), none)

    monkeypatch.setattr(everyday, "pen_digits", prepared("pendigits", 10))
    monkeypatch.setattr(everyday, "unipen_digits", prepared("unipen", 30))
    monkeypatch.setattr(everyday, "swiss_digits", lambda *_: written("swiss", 50))
    monkeypatch.setattr(everyday, "unipen_negatives", negatives)
    monkeypatch.setattr(everyday, "neighboured_digits", among_neighbours)
    monkeypatch.setattr(everyday, "drawn_negatives", drawn)
    monkeypatch.setattr(everyday, "drawn_digits", lambda *_: written("forms", 100))


def shades(dataset: Dataset) -> set[int]:
    """Grey levels of the images that have but one."""
    low, high = dataset.images.min(axis=(1, 2)), dataset.images.max(axis=(1, 2))
    return set(low[low == high].tolist())


@pytest.mark.parametrize("fold", [0, 1, 2])
def test_a_writer_left_out_is_judged_by_and_not_learned_from(fold: int) -> None:
    everything, _, _ = divide(EVERYDAY, WHOLE)
    training, validation, records = divide(replace(EVERYDAY, fold=fold), WHOLE)
    absent = shades(everything) - shades(training)
    negatives = {shade for shade in absent if 60 <= shade < 99 or shade >= 120}
    assert shades(validation) == absent - negatives
    assert {shade % 10 for shade in absent if 10 <= shade < 13} == {fold}
    assert {10 + fold, 30 + fold, 50 + fold} < absent
    assert {60 + fold, 140 + fold, 120 + fold, 135 + fold} < negatives
    assert len(absent) * 3 == len(shades(everything) - {99, 100, 101, 102})
    assert records["training"] == DataRecord(WHOLE.sha256)
    for digits in (written("pendigits", 10), written("swiss", 50), written("unipen", 30)):
        others = set(digits.all_writers) - {digits.all_writers[fold]}
        assert set(writers_trained_on(digits, records)) == others


def test_a_writer_of_signs_alone_is_left_out_of_the_collection() -> None:
    _, _, records = divide(replace(EVERYDAY, fold=2), WHOLE)
    assert records["unipen strokes 0"].left_out == ("mit-w0002", "nyu-w0005")
    assert records["unipen signs strokes 0"].left_out == ("mit-w0002", "nyu-w0005")
    signs = written("unipen signs", 140)
    assert writers_trained_on(signs, records) == ("lab-w0000", "lab-w0001")


def test_laboratories_are_left_out_whole() -> None:
    folds = [divide(replace(EVERYDAY, fold=fold, fold_by="laboratory"), WHOLE) for fold in range(3)]
    left_out = [records["unipen strokes 0"].left_out for _, _, records in folds]
    assert sorted(sum(left_out, ())) == ["lab-w0000", "lab-w0001", "mit-w0002", "nyu-w0005"]
    assert any({"lab-w0000", "lab-w0001"} <= set(fold) for fold in left_out)
    assert folds[1][2]["swiss"].left_out == ("b",)


def test_nobody_is_left_out_of_what_is_shipped() -> None:
    training, validation, records = divide(EVERYDAY, WHOLE)
    assert {10, 11, 12, 30, 31, 32, 50, 51, 52, 60, 61, 62, 140, 141, 142} < shades(training)
    assert len(validation) == 20
    assert records["pendigits strokes 0"].left_out == ()


def test_negatives_are_to_be_read_as_nothing_and_digits_as_themselves() -> None:
    training, _, _ = divide(EVERYDAY, WHOLE)
    assert training.targets is not None
    grey = training.images[:, 0, 0]
    plain = (training.images == grey[:, None, None]).all(axis=(1, 2))
    negative = plain & (((grey >= 60) & (grey < 100)) | (grey >= 120))
    assert {61, 71, 80, 99, 121, 137, 142, 154} < set(grey[negative].tolist())
    assert (training.targets[negative] == np.float32(0.1)).all()
    assert (training.targets[~negative].argmax(axis=1) == training.labels[~negative]).all()
    assert len(training.digits) == len(training) - negative.sum()


def test_of_nothing_nothing_is_drawn() -> None:
    mnist = patterns(40), patterns(20, seed=1)
    nothing = everyday.Mixture(1, *[0] * 10)
    training, _, records = everyday.everyday_data(*mnist, 0, mixture=nothing)
    assert len(training) == 40
    assert records == {}


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
