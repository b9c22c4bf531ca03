import numpy as np

from digit_recognizer.evaluation.negatives import KINDS, negatives


def test_all_kinds_come_in_turn() -> None:
    drawn = list(negatives(2 * len(KINDS)))
    assert [each.kind for each in drawn] == [*KINDS, *KINDS]
    for each in drawn:
        assert (each.picture.shape, each.picture.dtype) == ((140, 140), np.dtype(np.uint8))


def test_there_is_something_on_each_but_the_blank() -> None:
    for each in negatives(5 * len(KINDS), seed=1):
        spread = np.ptp(each.picture.astype(int))
        assert spread < 40 if each.kind == "blank" else spread > 40, each.kind


def test_the_seed_decides_and_no_two_are_alike() -> None:
    first, again, other = (
        [each.picture.tobytes() for each in negatives(60, seed)] for seed in (3, 3, 4)
    )
    assert first == again
    assert not set(first) & set(other)
    assert len(set(first)) == 60
