"""Networks of all kinds, drawn by hypothesis."""

from hypothesis import strategies as st

from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import AverageSubsampling, Convolution, Dense, Layer, Shape, Tanh
from digit_recognizer.nn.network import Architecture

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
            st.builds(Tanh, st.just(name), st.floats(0.5, 2), st.floats(0.3, 1.5)),
            st.builds(Dense, st.just(name), st.integers(1, 40)),
        )
    )


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    """Up to six layers in any order, and a dense one that tells ten classes apart."""
    margin = draw(st.integers(0, 2))
    height, breadth = draw(st.integers(1, 19)), draw(st.integers(1, 19))
    shape = (1, height + 2 * margin, breadth + 2 * margin)
    drawn: list[Layer] = []
    for index in range(draw(st.integers(0, 6))):
        below = drawn[-1].output_shape(shape_of(shape, drawn[:-1])) if drawn else shape
        drawn.append(draw(layers(f"layer {index}", below)))
    drawn.append(Dense("output", CLASSES))
    if draw(st.booleans()):
        drawn.append(Tanh("squashed", 1.7159, 2 / 3))
    return Architecture("drawn", tuple(drawn), shape, Encoding(margin=margin))


def shape_of(shape: Shape, drawn: list[Layer]) -> Shape:
    """The shape that comes out of the layers."""
    for layer in drawn:
        shape = layer.output_shape(shape)
    return shape
