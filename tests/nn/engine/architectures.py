"""Networks of all kinds, drawn by hypothesis."""

from hypothesis import strategies as st

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    Shape,
    Tanh,
    TrainableSubsampling,
)
from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy

CLASSES = 10


@st.composite
def convolutions(draw: st.DrawFn, name: str, shape: Shape) -> Convolution:
    """A convolution that fits, with or without a connection table."""
    maps = draw(st.integers(1, 9))
    size = draw(st.integers(1, min(5, *shape[1:])))
    table = None
    if draw(st.booleans()):
        rows = st.sets(st.integers(0, shape[0] - 1), min_size=1).map(lambda row: tuple(sorted(row)))
        table = tuple(draw(rows) for _ in range(maps))
    return Convolution(name, maps, size, table)


@st.composite
def layers(draw: st.DrawFn, name: str, shape: Shape) -> Layer:
    """A layer that fits on an input of that shape."""
    sizes = [size for size in (1, 2, 3) if shape[1] % size == 0 and shape[2] % size == 0]
    return draw(
        st.one_of(
            convolutions(name, shape),
            st.builds(AverageSubsampling, st.just(name), st.sampled_from(sizes)),
            st.builds(TrainableSubsampling, st.just(name), st.sampled_from(sizes)),
            st.builds(Tanh, st.just(name), st.floats(0.5, 2), st.floats(0.3, 1.5)),
            st.builds(Dense, st.just(name), st.integers(1, 40)),
        )
    )


@st.composite
def ends(draw: st.DrawFn) -> tuple[list[Layer], Loss]:
    """Scores of ten classes, squashed or not, or distances from ten centres; and their loss."""
    if not draw(st.booleans()):
        squashed: list[Layer] = [Tanh("squashed", 1.7159, 2 / 3)] if draw(st.booleans()) else []
        return [Dense("output", CLASSES), *squashed], SoftmaxCrossEntropy()
    units = draw(st.integers(1, 12))
    centre = st.tuples(*[st.sampled_from((-1.0, 1.0))] * units)
    centres = tuple(draw(centre) for _ in range(CLASSES))
    loss = draw(st.one_of(st.just(RightPenalty()), st.builds(MaximumAPosteriori, st.floats(0, 20))))
    layers = [Dense("code", units), Tanh("code squashed"), EuclideanRadialBasis("output", centres)]
    return layers, loss


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    """Up to six layers in any order, and some that tell ten classes apart."""
    margin = draw(st.integers(0, 2))
    height, breadth = draw(st.integers(1, 19)), draw(st.integers(1, 19))
    shape = (1, height + 2 * margin, breadth + 2 * margin)
    drawn: list[Layer] = []
    for index in range(draw(st.integers(0, 6))):
        below = drawn[-1].output_shape(shape_of(shape, drawn[:-1])) if drawn else shape
        drawn.append(draw(layers(f"layer {index}", below)))
    last, loss = draw(ends())
    return Architecture("drawn", (*drawn, *last), shape, Encoding(margin=margin), loss)


def shape_of(shape: Shape, drawn: list[Layer]) -> Shape:
    """The shape that comes out of the layers."""
    for layer in drawn:
        shape = layer.output_shape(shape)
    return shape
