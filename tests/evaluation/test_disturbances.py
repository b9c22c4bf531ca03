import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.evaluation.disturbances import DISTURBANCES, Disturbance

EACH = pytest.mark.parametrize("disturbance", DISTURBANCES, ids=lambda each: each.name)
BY_NAME = {disturbance.name: disturbance for disturbance in DISTURBANCES}


def bars(count: int) -> NDArray[np.uint8]:
    """Upright strokes four pixels wide."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    return images


def disturbed(name: str, strength: float) -> NDArray[np.int64]:
    images = BY_NAME[name].apply(bars(1), strength, np.random.default_rng(0))
    return np.asarray(images[0], np.int64)


@EACH
def test_strengths_rise_through_one_that_changes_nothing(disturbance: Disturbance) -> None:
    assert list(disturbance.strengths) == sorted(set(disturbance.strengths))
    assert disturbance.untouched in disturbance.strengths
    images = bars(3)
    same = disturbance.apply(images, disturbance.untouched, np.random.default_rng(0))
    assert (same == images).all()


@EACH
def test_each_step_away_changes_more(disturbance: Disturbance) -> None:
    images = bars(3).astype(int)
    for side in (1, -1):
        strengths = [
            strength
            for strength in disturbance.strengths
            if side * (strength - disturbance.untouched) >= 0
        ]
        changes = [
            np.abs(disturbance.apply(bars(3), strength, np.random.default_rng(0)) - images)
            .sum()
            .item()
            for strength in sorted(strengths, key=lambda strength: side * strength)
        ]
        assert changes == sorted(set(changes))


def test_rotation_is_clockwise_to_the_right() -> None:
    turned = disturbed("rotation", 30)
    assert turned[:10, 14:].sum() > 2 * turned[:10, :14].sum()


def test_size_is_in_percent() -> None:
    heights = [disturbed("size", size).max(axis=1).sum() / 255 for size in (60, 100, 120)]
    assert heights == pytest.approx([12, 20, 24], abs=0.5)


def test_position_is_in_pixels() -> None:
    rows, columns = np.indices((28, 28))
    moved = disturbed("position", 4)
    down, right = ((moved * where).sum() / moved.sum() - 13.5 for where in (rows, columns))
    assert np.hypot(down, right) == pytest.approx(4, abs=0.05)


@pytest.mark.parametrize("change", [-4 / 3, -2 / 3, 2 / 3, 2])
def test_thickness_is_a_change_of_the_strokes_width_in_pixels(change: float) -> None:
    assert disturbed("thickness", change)[14].sum() / 255 == pytest.approx(4 + change, abs=0.2)
