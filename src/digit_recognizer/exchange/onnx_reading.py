"""A network of ours from the graph of an ONNX file."""

import re
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.exchange.onnx_constants import CONSTANT_OPERATORS
from digit_recognizer.exchange.onnx_names import METADATA
from digit_recognizer.exchange.onnx_node import Node, Value
from digit_recognizer.exchange.onnx_operators import OPERATORS
from digit_recognizer.exchange.onnx_parsing import OnnxError, array_of, parsed_model
from digit_recognizer.exchange.stream import Stream, in_order
from digit_recognizer.ink.version import INK_VERSION
from digit_recognizer.networks.checkpoint import Checkpoint, Network
from digit_recognizer.networks.description import DIGITS, SIDE, described
from digit_recognizer.networks.network_tensors import fill
from digit_recognizer.networks.typed import parsed, typed
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import EuclideanRadialBasis
from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy

__all__ = ["checkpoint_of"]

OLDEST_OPSET = 7
MOST_OUTPUTS = 4


def checkpoint_of(
    content: bytes, name: str, *, background: float = 0.0, ink: float = 1.0
) -> Checkpoint:
    """Return the network that an ONNX file's graph computes.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What the architecture is called.
    background, ink : float
        What the model is given for a pixel of background and of ink, where its input is not bytes.

    Raises
    ------
    OnnxError
        If the file is none, or a node does what no layer of ours does; names the node.
    """
    model = parsed_model(content)
    with np.errstate(all="ignore"):  # weights that are not finite are refused at the end
        stream, *others = _Graph(model, Encoding(background, ink, 0)).outputs()
    if any(other.layers != stream.layers for other in others):
        raise OnnxError("expected outputs of one row of layers, got outputs of several")
    stories = {each.key: each.value for each in model.metadata_props}
    try:
        network = _network(name, stream)
        return _with_story(network, stories)
    except OnnxError:
        raise
    except (DigitRecognizerError, TypeError, ValueError) as error:
        raise OnnxError(f"expected a network that reads digits, got another ({error})") from error


class _Graph:
    """A graph, whose nodes are followed from the image to the outputs."""

    def __init__(self, model: onnx.ModelProto, encoding: Encoding) -> None:
        graph = model.graph
        self._opset = _opset(model)
        self._graph = graph
        self._values: dict[str, Value] = {}
        self._names: set[str] = set()
        if graph.sparse_initializer or model.functions:
            raise OnnxError("expected plain tensors and nodes, got sparse tensors or functions")
        tensors = {tensor.name: tensor for tensor in graph.initializer}
        given = [each for each in graph.input if each.name not in tensors]
        if len(given) != 1:
            raise OnnxError(f"expected one input, an image, got {len(given)}")
        self._values[given[0].name] = _image(given[0], encoding)
        self._tensors = tensors

    def outputs(self) -> list[Stream]:
        """Return what stands at each output, probabilities first."""
        wanted = [each.name for each in self._graph.output]
        if not 1 <= len(wanted) <= MOST_OUTPUTS:
            raise OnnxError(f"expected 1 to {MOST_OUTPUTS} outputs, got {len(wanted)}")
        needed = self._needed(wanted)
        for proto in self._graph.node:
            if needed.intersection(proto.output):
                self._follow(proto)
        found = []
        for name in wanted:
            value = self._values.get(name)
            if not isinstance(value, Stream):
                raise OnnxError(f"expected output {quoted(name)} to be made of the image")
            found.append(value if value.softmax else value.finished())
        return sorted(found, key=lambda stream: not stream.softmax)

    def _needed(self, wanted: list[str]) -> set[str]:
        """Return the names of all values that the outputs are made of."""
        makers = {name: proto for proto in self._graph.node for name in proto.output if name}
        needed: set[str] = set()
        waiting = list(wanted)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += makers[name].input if name in makers else ()
        return needed

    def _follow(self, proto: onnx.NodeProto) -> None:
        described = f"node {quoted(proto.name or ' '.join(proto.output))} ({quoted(proto.op_type)})"
        try:
            if proto.domain not in ("", "ai.onnx") or proto.op_type not in KNOWN:
                raise OnnxError(f"expected one of {', '.join(KNOWN)}")
            inputs = [self._value(name) for name in proto.input]
            node = Node(proto, inputs, self._opset, self._layer_name(proto))
            table = CONSTANT_OPERATORS if node.is_constant else OPERATORS
            if proto.op_type not in table:
                raise OnnxError("expected an image's values to work on")
            self._values[proto.output[0]] = table[proto.op_type](node)
        except OnnxError as error:
            raise OnnxError(f"{described}: {error.reason}", error.remedy) from error
        except (ArithmeticError, IndexError, TypeError, ValueError) as error:
            raise OnnxError(
                f"{described}: expected what a layer here can do, got {quoted(error)}"
            ) from error

    def _value(self, name: str) -> Value | None:
        if name in self._tensors and name not in self._values:
            self._values[name] = array_of(self._tensors[name])
        if name and name not in self._values:
            raise OnnxError(f"expected an input made by a node before, got {quoted(name)}")
        return self._values[name] if name else None

    def _layer_name(self, proto: onnx.NodeProto) -> str:
        """Return a name for a layer: the node's, made printable and unlike any other."""
        given = re.sub(r"[^\w /-]", " ", proto.name).strip(" /")[:40] or proto.op_type[:40]
        name, number = given, 1
        while name in self._names:
            number += 1
            name = f"{given} {number}"
        self._names.add(name)
        return name


KNOWN = tuple(sorted({*OPERATORS, *CONSTANT_OPERATORS}))


def _opset(model: onnx.ModelProto) -> int:
    versions = [each.version for each in model.opset_import if each.domain in ("", "ai.onnx")]
    newest = onnx.defs.onnx_opset_version()
    if len(versions) != 1 or not OLDEST_OPSET <= versions[0] <= newest:
        raise OnnxError(
            f"expected version {OLDEST_OPSET} to {newest} of ONNX's operators, "
            f"got {quoted(versions)}"
        )
    return int(versions[0])


def _image(given: onnx.ValueInfoProto, encoding: Encoding) -> Stream:
    """Return the stream at the input: an image of 28×28, or one with a margin already."""
    kind = given.type.tensor_type
    sides = [each.dim_value for each in kind.shape.dim]
    if kind.elem_type == onnx.TensorProto.UINT8:
        encoding = Encoding(0.0, 255.0, 0)
    elif kind.elem_type not in (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE):
        raise OnnxError(
            f"expected an input of uint8, float32 or float64, got kind {kind.elem_type}"
        )
    inner = sides[1:]
    side = max((SIDE, *inner) if inner != [SIDE**2] else (SIDE,))
    one = [side if each in (0, side) else each for each in inner]
    margin = (side - SIDE) // 2
    shapes = ([side] * 2, [1, side, side], [side, side, 1], [side * side])
    if one not in shapes or sides[0] not in (0, 1) or margin > SIDE or side != SIDE + 2 * margin:
        raise OnnxError(
            "expected an input for images of 28×28, (n, 28, 28), (n, 1, 28, 28), (n, 28, 28, 1) or "
            f"(n, 784), or with a margin, got {quoted(sides)}"
        )
    order = in_order((1, side, side))
    encoding = replace(encoding, margin=margin)
    return Stream(order.reshape(1, *one), (1, side, side), encoding=encoding)


def _network(name: str, stream: Stream) -> Network:
    if stream.output != (DIGITS, 1, 1):
        raise OnnxError(
            f"expected {DIGITS} outputs, one a digit, got {quoted(list(stream.output))}"
        )
    side = SIDE + 2 * stream.encoding.margin
    architecture = Architecture(
        name, stream.layers, (1, side, side), stream.encoding, _loss(stream)
    )
    described(architecture)  # raises where it is none that can be stored
    network = Network(architecture)
    with np.errstate(over="ignore"):  # what becomes infinite is refused next
        tensors = {
            f"{layer.name}.{parameter}": np.asarray(values, np.float32)
            for layer, weights in zip(stream.layers, stream.weights, strict=True)
            for parameter, values in weights.items()
        }
    fill(network, tensors, Path(name))
    return network


def _loss(stream: Stream) -> Loss:
    is_penalty = bool(stream.layers) and isinstance(stream.layers[-1], EuclideanRadialBasis)
    if is_penalty and stream.rubbish is not None:
        return MaximumAPosteriori(-stream.rubbish)
    if stream.rubbish is not None:
        raise OnnxError("expected a class beside the others for penalties only")
    return RightPenalty() if is_penalty else SoftmaxCrossEntropy()


def _with_story(network: Network, stories: Mapping[str, str]) -> Checkpoint:
    """Return the network with what a file of ours says beside its graph."""

    def story(name: str, default: Any) -> Any:
        text = stories.get(METADATA + name)
        return default if text is None else parsed(text)

    version = story("ink_version", INK_VERSION)
    if version != INK_VERSION:
        raise OnnxError(
            f"expected a network for input prepared by version {INK_VERSION} of the pipeline from "
            f"ink to input, got one for version {quoted(version)}",
            "train the network anew",
        )
    scores = {}
    temperature = story("temperature", 1.0)
    if isinstance(temperature, float) and isfinite(temperature) and temperature != 1:
        scores["temperature"] = temperature
    rule = typed(VerdictRule, story("rule", {}))
    return Checkpoint(network, scores=scores, rule=rule)
