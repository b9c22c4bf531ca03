import pytest

from digit_recognizer.lenet.relatives import hidden_300_100, lenet1, lenet4, linear
from digit_recognizer.nn.architecture import Architecture


def connections(described: Architecture) -> int:
    pairs = zip(described.layers, described.shapes, strict=False)
    return sum(layer.connections(shape) for layer, shape in pairs)


@pytest.mark.parametrize(
    ("described", "parameters", "links"),
    [
        (linear(), 7_850, 7_850),
        (hidden_300_100(), 266_610, 266_610),
        (lenet1(), 2_578, 98_442),
    ],
    ids=lambda value: value.name if isinstance(value, Architecture) else "",
)
def test_relatives_are_as_large_as_published(
    described: Architecture, parameters: int, links: int
) -> None:
    assert described.size == parameters
    assert connections(described) == links


def test_lenet4_is_as_large_as_the_paper_says_roughly() -> None:
    assert lenet4().size == pytest.approx(17_000, rel=0.05)
    assert connections(lenet4()) == pytest.approx(260_000, rel=0.05)
