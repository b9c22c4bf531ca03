"""ONNX's operators as layers of ours: for each, what it does to the stream of an image's values."""

from collections.abc import Callable, Sequence

import numpy as np

from digit_recognizer.errors import quoted
from digit_recognizer.exchange.onnx_node import Differences, Node, Value, whole_numbers
from digit_recognizer.exchange.onnx_parsing import OnnxError
from digit_recognizer.exchange.stream import Stream, Values

__all__ = ["OPERATORS"]


def _square(sides: Sequence[int], what: str) -> int:
    if len(sides) != 2 or sides[0] != sides[1] or sides[0] < 1:
        raise OnnxError(f"expected a square {what}, got {quoted(list(sides))}")
    return int(sides[0])


def _pads(node: Node, size: int) -> int:
    """Return the padding, the same on all sides."""
    kind = node.setting("auto_pad", "NOTSET")
    if kind in ("SAME_UPPER", "SAME_LOWER") and size % 2:
        return size // 2
    pads = node.setting("pads", [0, 0, 0, 0])
    if kind not in ("NOTSET", "VALID", "") or len(set(pads)) != 1 or len(pads) != 4 or pads[0] < 0:
        raise OnnxError(
            f"expected the same padding on all sides, got {quoted(pads)} {quoted(kind)}"
        )
    return 0 if kind == "VALID" else int(pads[0])


def _conv(node: Node) -> Stream:
    stream, kernels = node.stream, node.needed(1)
    biases = node.constant(2)
    if kernels.ndim != 4:
        raise OnnxError(f"expected kernels (maps, channels, size, size), got {kernels.shape}")
    size = _square(kernels.shape[2:], "kernel")
    biases = np.zeros(len(kernels)) if biases is None else biases
    if biases.shape != (len(kernels),):
        raise OnnxError(f"expected {len(kernels)} biases, got shape {biases.shape}")
    node.check("dilations", [1, 1], [1, 1])
    node.check("kernel_shape", [size, size], [size, size])
    strides, groups = node.setting("strides", [1, 1]), node.setting("group", 1)
    if groups == 1 and strides == [1, 1]:
        if margin := _pads(node, size):
            stream = stream.with_margin(margin, 0.0)
        return stream.convolved(node.name, kernels, biases)
    ones = kernels.reshape(len(kernels), -1)
    if (
        kernels.shape[:2] == (groups, 1) == (stream.output[0], 1)
        and strides == [size, size]
        and not _pads(node, size)
        and (ones == ones[:, :1]).all()
    ):
        return stream.subsampled(node.name, size, ones[:, 0], biases)
    raise OnnxError(
        f"expected strides [1, 1] and one group, got strides {quoted(strides)} and "
        f"{quoted(groups)} groups"
    )


def _average(node: Node) -> Stream:
    stream = node.stream
    if node.kind == "GlobalAveragePool":
        size = _square(stream.output[1:], "map")
    else:
        size = _square(node.setting("kernel_shape", []), "kernel")
        node.check("strides", [1, 1], [size, size])
        if node.setting("auto_pad", "NOTSET") not in ("SAME_UPPER", "SAME_LOWER"):
            node.check("pads", [0, 0, 0, 0], [0, 0, 0, 0])
    return stream.averaged(node.name, size)


def _gemm(node: Node) -> Stream:
    node.check("transA", 0, 0)
    weights, biases = node.needed(1), node.constant(2)
    if weights.ndim != 2:
        raise OnnxError(f"expected weights of two axes, got shape {weights.shape}")
    if not node.setting("transB", 0):
        weights = weights.T
    made = node.stream.connected(node.name, weights * node.setting("alpha", 1.0))
    return made if biases is None else _added(made, biases * node.setting("beta", 1.0))


def _matmul(node: Node) -> Stream:
    weights = node.needed(1)
    if weights.ndim != 2:
        raise OnnxError(f"expected weights of two axes, got shape {weights.shape}")
    return node.stream.connected(node.name, weights.T)


def _added(stream: Stream, numbers: Values) -> Stream:
    """Add one number to all values, or one to each map or unit."""
    if numbers.size == 1:
        return stream.scaled(1.0, float(numbers.ravel()[0]))
    channels = stream.output[0]
    # Along the axis of the channels, as the graph has them: NumPy adds from the last axis on.
    axis = [place for place, side in enumerate(numbers.shape) if side != 1]
    place = axis[0] - numbers.ndim + stream.order.ndim
    along = np.moveaxis(stream.order, place, 0)[:, ..., :1] if place > 0 else stream.order
    if len(axis) != 1 or numbers.size != channels or place < 1 or along.shape[0] != channels:
        raise OnnxError(f"expected one number for each of {channels} maps or units")
    ours = along.reshape(channels, -1)[:, 0] // (stream.output[1] * stream.output[2])
    if sorted(ours.tolist()) != list(range(channels)):
        raise OnnxError("expected numbers along the maps")
    biases = np.empty(channels)
    biases[ours] = numbers.ravel()
    return stream.shifted(biases)


def _arithmetic(node: Node) -> Stream | Differences:
    stream, numbers, is_first = node.either
    if node.kind == "Add":
        return _added(stream, numbers)
    if node.kind == "Sub" and not is_first and numbers.ndim == 2 and stream.order.ndim == 3:
        return Differences(stream.moved(stream.order[:, 0]), numbers)
    if numbers.size != 1:
        raise OnnxError(f"expected one number for all values, got shape {numbers.shape}")
    number = float(numbers.ravel()[0])
    if node.kind == "Mul":
        return stream.scaled(number, 0.0)
    if node.kind == "Sub":
        return stream.scaled(-1.0, number) if is_first else stream.scaled(1.0, -number)
    if is_first or not number:
        raise OnnxError("expected values divided by a number that is not zero")
    return stream.scaled(1 / number, 0.0)


def _sum_of_squares(node: Node) -> Stream:
    differences = node.differences
    if node.axes() not in ([2], [-1]) or node.setting("keepdims", 1):
        raise OnnxError("expected a sum over the values of each pattern")
    return differences.stream.distances(node.name, differences.centres)


def _tanh(node: Node) -> Stream:
    return node.stream.squashed(node.name)


def _sigmoid(node: Node) -> Stream:
    """Take the logistic function for what it is: half of tanh of the half, plus a half."""
    return node.stream.scaled(0.5, 0.0).squashed(node.name).scaled(0.5, 0.5)


def _pad(node: Node) -> Stream:
    stream = node.stream
    node.check("mode", "constant", "constant")
    given = node.constant(1)
    pads = whole_numbers(node.setting("pads", []) if given is None else given)
    value = node.constant(2)
    number = float(node.setting("value", 0.0) if value is None or not value.size else value.flat[0])
    if pads == [0, 0, 0, 1] and stream.order.ndim == 2 and stream.rubbish is None:
        return stream.finished().with_rubbish(number)
    inner = [pad for pad in pads if pad]
    if len(pads) != 2 * stream.order.ndim or len(set(inner)) > 1 or min(inner, default=0) < 0:
        raise OnnxError(f"expected the same padding on all sides of an image, got {quoted(pads)}")
    places = [place for place, pad in enumerate(pads) if pad]
    ends = [stream.order.ndim + place for place in places[: len(places) // 2]]
    sides = [stream.order.shape[place] for place in places[: len(places) // 2]]
    if not inner:
        return stream
    if places[len(places) // 2 :] != ends or sides != list(stream.output[1:]):
        raise OnnxError(f"expected padding on all sides of an image, got {quoted(pads)}")
    return stream.with_margin(inner[0], number)


def _softmax(node: Node) -> Stream:
    stream = node.stream
    axis = node.setting("axis", 1 if node.opset < 13 else -1)
    if stream.order.ndim != 2 or axis not in (1, -1):
        raise OnnxError("expected softmax over the outputs, (n, outputs)")
    return stream.finished().with_softmax()


def _slice(node: Node) -> Stream:
    """Take the classes without the one beside them."""
    stream = node.stream
    first, end, axis, step = (
        whole_numbers(node.setting(name, default) if value is None else value)
        for name, default, value in (
            ("starts", [], node.constant(1)),
            ("ends", [], node.constant(2)),
            ("axes", [1], node.constant(3)),
            ("steps", [1], node.constant(4)),
        )
    )
    classes = stream.output[0]
    if stream.rubbish is None or (first, axis, step) != ([0], [1], [1]) or end != [classes]:
        raise OnnxError("expected all classes but one that stands beside them")
    return stream


def _moved(node: Node) -> Stream:
    """Follow where the values stand; the images of a batch stay along the first axis."""
    stream, order = node.stream, node.stream.order
    match node.kind:
        case "Flatten":
            node.check("axis", 1, 1, 1 - order.ndim)
            order = order.reshape(1, -1)
        case "Reshape":
            order = _reshaped(node, order)
        case "Transpose":
            turned = node.setting("perm", list(reversed(range(order.ndim))))
            if turned[:1] != [0] or sorted(turned) != list(range(order.ndim)):
                raise OnnxError(f"expected the batch as first axis, got {quoted(turned)}")
            order = order.transpose(turned)
        case "Squeeze":
            axes = _axes_within(node, order.ndim)
            order = order.squeeze(tuple(axes))
        case "Unsqueeze":
            order = np.expand_dims(order, tuple(_axes_within(node, order.ndim + len(node.axes()))))
    return stream.moved(order)


def _axes_within(node: Node, axes: int) -> list[int]:
    given = [axis % axes if -axes <= axis < axes else -1 for axis in node.axes()]
    if not given or min(given) < 1 or axes > 8:
        raise OnnxError(f"expected axes after that of the batch, got {quoted(node.axes())}")
    return given


def _reshaped(node: Node, order: Values) -> Values:
    given = node.constant(1)
    wanted = whole_numbers(node.setting("shape", []) if given is None else given)
    sides = [
        order.shape[place] if side == 0 and place < order.ndim else side
        for place, side in enumerate(wanted)
    ]
    shaped = order.reshape(sides)
    if shaped.ndim < 2 or len(shaped) != 1:
        raise OnnxError(f"expected a shape that leaves the batch as it is, got {quoted(wanted)}")
    return shaped


def _unchanged(node: Node) -> Value:
    return node.stream


def _shape(node: Node) -> Values:
    first, end = node.setting("start", 0), node.setting("end", None)
    return np.array(node.stream.order.shape[first:end], np.int64)


OPERATORS: dict[str, Callable[[Node], Value]] = {
    "Add": _arithmetic,
    "AveragePool": _average,
    "Cast": _unchanged,
    "Conv": _conv,
    "Div": _arithmetic,
    "Dropout": _unchanged,
    "Flatten": _moved,
    "Gemm": _gemm,
    "GlobalAveragePool": _average,
    "Identity": _unchanged,
    "LogSoftmax": _softmax,
    "MatMul": _matmul,
    "Mul": _arithmetic,
    "Neg": lambda node: node.stream.scaled(-1.0, 0.0),
    "Pad": _pad,
    "ReduceSumSquare": _sum_of_squares,
    "Reshape": _moved,
    "Shape": _shape,
    "Sigmoid": _sigmoid,
    "Slice": _slice,
    "Softmax": _softmax,
    "Squeeze": _moved,
    "Sub": _arithmetic,
    "Tanh": _tanh,
    "Transpose": _moved,
    "Unsqueeze": _moved,
}
"""What is followed, by the operator's name."""
