import numpy as np

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.robustness import CURVE_POINTS, robustness, sample
from digit_recognizer.networks.checkpoint import Network


def bars(count: int) -> WrittenDigits:
    """Upright strokes four pixels wide: ones."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    return WrittenDigits("bars", images, np.ones(count, np.uint8), np.full(count, ""))


def test_a_sample_is_drawn_once_and_for_all() -> None:
    digits = bars(50)
    digits = WrittenDigits(
        "many", digits.images, np.arange(50, dtype=np.uint8) % 10, digits.writers
    )
    first, again = sample(digits, 20), sample(digits, 20)
    assert len(first.labels) == 20
    assert (first.labels == again.labels).all()
    assert sample(digits, 50) is digits
    assert not (sample(digits, 20, seed=1).labels == first.labels).all()


def test_the_pipeline_undoes_what_moves_a_digit() -> None:
    network, digits = Network.load(), bars(8)
    points = list(robustness(network, digits))
    assert len(points) == CURVE_POINTS
    alone, through_pipeline = (
        {
            (point.disturbance, point.strength): point.share
            for point in points
            if point.through_pipeline == whether
        }
        for whether in (False, True)
    )
    assert list(alone) == list(through_pipeline)
    assert len(alone) == sum(len(disturbance.strengths) for disturbance in DISTURBANCES)
    assert all(share.whole == 8 for share in alone.values())
    assert alone["size", 100].value == through_pipeline["size", 100].value == 1
    assert all(through_pipeline["position", strength].value == 1 for strength in range(7))
    assert through_pipeline["size", 40].value == 1
