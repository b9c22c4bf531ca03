"""The public face: what goes in, what comes out, and that nothing is ever guessed from nothing."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.ink import PictureError, PictureLike, StrokeError
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.recognizer import Recognition, Recognizer
from digit_recognizer.samples import DIGIT_NAMES, sample_pictures

SEVEN = [[(0, 0), (50, 0), (22, 90)]]


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def same(one: Recognition, other: Recognition) -> bool:
    return one.likeliest == other.likeliest and np.allclose(
        one.probabilities, other.probabilities, atol=1e-6
    )


def test_the_samples_are_read_right(recognizer: Recognizer) -> None:
    pictures = sample_pictures()
    names = [path.stem.split("-")[0] for path in pictures]
    assert tuple(names) == DIGIT_NAMES
    assert [recognizer.recognize(path).likeliest for path in pictures] == list(range(10))


def test_a_recognition_says_what_was_read_and_read(recognizer: Recognizer) -> None:
    recognition = recognizer.recognize(sample_pictures()[3])
    assert recognition.probabilities.shape == (10,)
    assert recognition.probabilities.dtype == np.float64
    assert recognition.probabilities.sum() == pytest.approx(1)
    assert recognition.confidence == recognition.probabilities.max() > 0.5
    assert recognition.network_input.shape == (28, 28)
    assert recognition.network_input.dtype == np.uint8
    assert recognition.network_input.max() > 200


def test_a_recognition_prints_in_one_line(recognizer: Recognizer) -> None:
    seven = recognizer.recognize_strokes(SEVEN)
    assert re.fullmatch(r"7  \d+\.\d % sure", str(seven))
    assert repr(seven).startswith("Recognition(likeliest=7, confidence=0.")
    for each in (seven, recognizer.recognize_strokes([])):
        assert "\n" not in f"{each!s}{each!r}"
        assert "array" not in repr(each)


def test_only_what_is_a_digit_is_an_answer() -> None:
    sure, doubts, refuses = (
        Recognizer(replace(find_checkpoint(), rule=VerdictRule(**rule))).recognize_strokes(SEVEN)
        for rule in ({}, {"sure_from": 1.0}, {"sure_from": 1.0, "rivals_from": 1.0})
    )
    assert (sure.verdict, sure.answer, sure.likeliest) == ("digit", 7, 7)
    assert (doubts.verdict, doubts.answer, doubts.likeliest) == ("not sure", None, 7)
    assert (refuses.verdict, refuses.answer, refuses.likeliest) == ("not a digit", None, 7)
    assert str(doubts).startswith("not sure  nearest: 7 (")


def test_arrays_of_images_are_read_at_once(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = sample_pictures()
    images = np.stack([recognizer.recognize(path).network_input for path in pictures])
    layers = recognizer.predict_proba(images)
    assert layers.shape == (10, 10)
    assert layers.dtype == np.float32
    np.testing.assert_array_equal(recognizer.predict(images), np.arange(10))
    assert recognizer.predict(images[:0]).shape == (0,)
    monkeypatch.setattr("digit_recognizer.nn.reader.ENGINE_FROM", 10)
    np.testing.assert_allclose(Recognizer().predict_proba(images), layers, atol=1e-5)


def test_compiled_code_gives_the_same_answers_once_it_is_loaded(recognizer: Recognizer) -> None:
    compiled = Recognizer()
    assert compiled.warm_up()
    for path in sample_pictures():
        found, expected = compiled.recognize(path), recognizer.recognize(path)
        assert (found.likeliest, found.verdict) == (expected.likeliest, expected.verdict)
        np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-6)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((2, 28, 28)),
        np.zeros((28, 28), np.uint8),
        np.zeros((2, 784), np.uint8),
        np.zeros((2, 1, 28, 28), np.uint8),
        np.zeros((2, 20, 20), np.uint8),
        "seven.png",
    ],
    ids=str,
)
def test_arrays_that_are_no_images_of_mnist_s_kind_are_refused(
    recognizer: Recognizer, images: Any
) -> None:
    with pytest.raises(PictureError, match=r"expected an array of uint8, \(n, 28, 28\)"):
        recognizer.predict(images)


def test_a_recognition_says_where_the_ink_was_found(recognizer: Recognizer) -> None:
    paper = np.full((90, 120), 255, np.uint8)
    paper[20:70, 33:40] = 0
    assert recognizer.recognize(paper).box == (33, 20, 40, 70)
    assert recognizer.recognize(paper[:20]).box is None
    assert recognizer.recognize_strokes([[(0, 0), (0, 9)]]).box is None


def test_a_network_is_judged_by_its_own_rule() -> None:
    doubts = replace(find_checkpoint(), rule=VerdictRule(sure_from=1.0, rivals_from=1.0))
    assert Recognizer(doubts).recognize_strokes(SEVEN).verdict == "not a digit"
    assert Recognizer(doubts.network).recognize_strokes(SEVEN).verdict == "digit"


def test_every_kind_of_picture_gives_the_same(recognizer: Recognizer) -> None:
    path = sample_pictures()[8]
    picture = Image.open(path)
    by_path = recognizer.recognize(path)
    for kind in (str(path), path.read_bytes(), picture, np.asarray(picture)):
        assert same(recognizer.recognize(kind), by_path)
    assert same(recognizer.recognize(255 - np.asarray(picture)), by_path)


def test_a_blank_picture_has_no_digit(recognizer: Recognizer) -> None:
    for blank in (
        recognizer.recognize(np.full((50, 40), 255, np.uint8)),
        recognizer.recognize(Image.new("RGBA", (20, 20))),
        recognizer.recognize_strokes([]),
    ):
        assert blank.likeliest is None
        assert blank.verdict == "blank"
        assert blank.confidence == 0
        np.testing.assert_array_equal(blank.probabilities, np.full(10, 0.1))
        assert blank.network_input.max() == 0


def test_many_are_read_as_one_by_one(recognizer: Recognizer) -> None:
    pictures: list[PictureLike] = [*sample_pictures(), np.zeros((9, 9))] * 25
    many = recognizer.recognize_many(iter(pictures))
    assert len(many) == 275
    for one, other in zip(many[250:], map(recognizer.recognize, pictures[250:]), strict=True):
        assert same(one, other)
    assert recognizer.recognize_many([]) == []


def test_a_bad_picture_among_many_is_named(recognizer: Recognizer, tmp_path: Path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    with pytest.raises(PictureError, match=re.escape(str(bad))):
        recognizer.recognize_many([*sample_pictures(), bad])
    with pytest.raises(PictureError, match=r"picture 1: expected shape"):
        recognizer.recognize_many([np.zeros((9, 9)), np.zeros(9)])


def test_strokes_are_read(recognizer: Recognizer) -> None:
    recognition = recognizer.recognize_strokes(SEVEN, pen_width=4)
    assert recognition.likeliest == 7
    with pytest.raises(StrokeError, match="Stroke 0"):
        recognizer.recognize_strokes([[(0, 0, 0)]])


def test_a_stroke_of_one_point_is_read(recognizer: Recognizer) -> None:
    assert recognizer.recognize_strokes([[(3, 3)]]).likeliest is not None


def test_the_network_is_loaded_when_it_is_first_needed() -> None:
    code = """
import sys
from digit_recognizer import Recognizer
recognizer = Recognizer()
assert recognizer.recognize_strokes([]).likeliest is None
assert "digit_recognizer.networks.checkpoint" not in sys.modules
recognizer.recognize_strokes([[(0, 0), (1, 9)]])
assert "digit_recognizer.networks.checkpoint" in sys.modules
heavy = {"scipy", "numba", "pandas", "matplotlib", "PyQt6"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_network_may_be_passed() -> None:
    network = Recognizer().network
    assert Recognizer(network).network is network


def test_one_stream_of_bytes_holds_one_picture(recognizer: Recognizer) -> None:
    stream = io.BytesIO()
    Image.open(sample_pictures()[4]).save(stream, "JPEG")
    assert recognizer.recognize(stream.getvalue()).likeliest == 4


def test_mnist_loses_nothing_in_the_pipeline(recognizer: Recognizer, mnist_test: Dataset) -> None:
    images, labels = mnist_test.images[::4], mnist_test.labels[::4]
    raw = recognizer.network.probabilities(images).argmax(axis=1)
    found = recognizer.recognize_many(255 - image for image in images)
    through_pipeline = np.array([each.likeliest for each in found])
    loss = (raw == labels).mean() - (through_pipeline == labels).mean()
    assert loss <= 0.001


def test_real_writers_are_read_alike_at_any_size_and_place(
    recognizer: Recognizer, shared_data: Path
) -> None:
    digits = read_pendigits(shared_data / "pendigits" / "pendigits-orig.tra.gz")[::40]
    expected = np.array([digit.label for digit in digits])
    shares = []
    for scale, place in [(1.0, 0.0), (0.1, 380.0), (0.4, 40.0)]:
        found = [
            recognizer.recognize_strokes([stroke * scale + place for stroke in digit.strokes])
            for digit in digits
        ]
        shares.append(float((np.array([each.likeliest for each in found]) == expected).mean()))
    assert min(shares) > 0.85
    assert max(shares) - min(shares) < 0.02
