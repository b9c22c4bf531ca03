"""Architectures as plain values: whole, or refused before anything large is made."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from digit_recognizer.lenet.architectures import ARCHITECTURES, lenet5, lenet5_1998
from digit_recognizer.networks.description import ArchitectureError, described, rebuilt
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Convolution, Dense, EuclideanRadialBasis, Tanh
from digit_recognizer.nn.losses import RightPenalty

WIDE = lenet5(width=3)
TRAINABLE = replace(
    lenet5_1998(),
    name="penalties",
    layers=(*lenet5_1998().layers[:-1], EuclideanRadialBasis("output", ((0.5,) * 84,) * 10, True)),
    loss=RightPenalty(),
)


@pytest.mark.parametrize("made", [WIDE, TRAINABLE, *(make() for make in ARCHITECTURES.values())])
def test_an_architecture_comes_back_from_json(made: Architecture) -> None:
    assert rebuilt(json.loads(json.dumps(described(made)))) == made


def layer(index: int, **changes: Any) -> dict[str, Any]:
    """Return the description of LeNet-5 with one layer changed."""
    values = described(lenet5())
    values["layers"][index] = {**values["layers"][index], **changes}
    return values


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {},
        {**described(lenet5()), "layers": []},
        {**described(lenet5()), "layers": {}},
        {**described(lenet5()), "layers": ["C1"]},
        {**described(lenet5()), "layers": [described(lenet5())["layers"][1]] * 200},
        {**described(lenet5()), "name": 5},
        {**described(lenet5()), "name": ""},
        {**described(lenet5()), "name": "\x1b[2J"},
        {**described(lenet5()), "name": "x" * 5_000},
        {**described(lenet5()), "input_shape": [1, 28, 28]},
        {**described(lenet5()), "input_shape": [3, 32, 32]},
        {**described(lenet5()), "encoding": {"margin": -3}},
        {**described(lenet5()), "encoding": {"margin": 10**9}},
        {**described(lenet5()), "encoding": {"margin": 2, "ink": float("nan")}},
        {**described(lenet5()), "loss": {"kind": "Unheard"}},
        {**described(lenet5()), "loss": {"kind": "MaximumAPosteriori"}},
        layer(0, kind="Layer"),
        layer(0, kind=["Convolution"]),
        layer(0, kind="Network"),
        layer(0, name="optimizer"),
        layer(0, name="C3"),
        layer(0, surprise=1),
        layer(0, feature_maps=0),
        layer(0, feature_maps=-6),
        layer(0, feature_maps=6.0),
        layer(0, feature_maps=True),
        layer(0, feature_maps=10**12),
        layer(0, kernel_size=33),
        layer(0, connection_table=[[0]] * 5),
        layer(0, connection_table=[[0]] * 5 + [[1]]),
        layer(0, connection_table=[0] * 6),
        layer(2, size=0),
        layer(2, size=3),
        layer(-1, units=9),
        layer(-1, units=10**5),
        layer(1, amplitude="wide"),
        {**described(lenet5_1998()), "layers": described(lenet5())["layers"][:-1]},
    ],
    ids=lambda values: str(values)[-60:],
)
def test_values_that_describe_no_network_of_digits_are_refused(values: Any) -> None:
    with pytest.raises(ArchitectureError, match="expected the description") as raised:
        rebuilt(values)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 800


def test_a_network_that_would_take_much_memory_is_refused_before_it_is_made() -> None:
    wide = tuple(Dense(f"hidden {index}", 10_000) for index in range(2))
    for layers in (wide, (Convolution("C1", 10_000, 1),)):
        huge = Architecture("huge", (*layers, Dense("output", 10)))
        with pytest.raises(ArchitectureError, match="at most 20,000,000 parameters and outputs"):
            described(huge)


def test_what_could_not_be_read_back_is_not_described() -> None:
    @dataclass(frozen=True)
    class Own(Tanh):
        """A layer that no other program knows."""

    for stranger in (
        Architecture("own", (Own("own"), Dense("output", 10))),
        Architecture("nine", (Dense("output", 9),)),
        Architecture("other input", (Dense("output", 10),), (1, 30, 30), Encoding()),
    ):
        with pytest.raises(ArchitectureError):
            described(stranger)


def test_a_description_that_is_nested_too_deeply_is_refused() -> None:
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ArchitectureError, match="expected the description"):
        rebuilt({**described(lenet5()), "input_shape": nested})
    while nested:  # or its end would overflow the stack of Python 3.11
        nested = nested[0]
