"""ONNX files of other programs: their bytes changed, or their graphs."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.fuzz.byte_mutations import mutated
from benchmarks.fuzz.target import Target, law
from digit_recognizer.exchange.files import ExchangeError, export_network, import_network
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network

__all__ = ["EXCHANGE_TARGETS"]

_SIDES = (0, 1, 2, 3, 5, 28, 784, -1, -(2**63), 2**31, 2**62)
_NUMBERS = (0.0, -1.0, float("nan"), float("inf"), 1e38, 1e-45)


@cache
def _seeds() -> tuple[bytes, ...]:
    from digit_recognizer.exchange.onnx_names import metadata_of
    from digit_recognizer.exchange.onnx_writing import onnx_file

    made = []
    for name in ("lenet1", "lenet4", "linear", "lenet5-1998"):
        checkpoint = Checkpoint(Network(architecture(name)))
        network = checkpoint.network
        network.parameters[:] = np.random.default_rng(0).normal(0, 0.1, network.parameters.shape)
        made.append(onnx_file(network, metadata_of(network.architecture, "0123456789", checkpoint)))
    return tuple(made)


def _mutated(rng: Random) -> bytes:
    content = rng.choice(_seeds())
    if rng.random() < 0.3:
        return mutated(rng, content, _seeds())
    import onnx

    model = onnx.load_model_from_string(content)
    for _ in range(rng.choice((1, 1, 2, 4))):
        _change(rng, model)
    return bytes(model.SerializeToString())


def _change(rng: Random, model: "onnx.ModelProto") -> None:  # type: ignore[name-defined] # noqa: F821
    """Change one thing of a graph: a node, what it is given, a setting, a tensor, or the input."""
    graph = model.graph
    node, tensor = rng.choice(graph.node), rng.choice(graph.initializer)
    match rng.randrange(9):
        case 0:
            node.op_type = rng.choice(graph.node).op_type
        case 1 if node.input:
            names = [*(each.name for each in graph.initializer), *rng.choice(graph.node).output, ""]
            node.input[rng.randrange(len(node.input))] = rng.choice(names)
        case 2 if node.attribute:
            setting = rng.choice(node.attribute)
            setting.i = rng.choice(_SIDES)
            if setting.ints:
                setting.ints[rng.randrange(len(setting.ints))] = rng.choice(_SIDES)
        case 3 if tensor.dims:
            tensor.dims[rng.randrange(len(tensor.dims))] = rng.choice(_SIDES)
        case 4:
            tensor.data_type = rng.randrange(20)
        case 5:
            values = bytearray(tensor.raw_data)
            place = rng.randrange(max(1, len(values) // 4)) * 4
            values[place : place + 4] = np.float32(rng.choice(_NUMBERS)).tobytes()
            tensor.raw_data = bytes(values)
        case 6:
            graph.node.insert(rng.randrange(len(graph.node)), node)
        case 7:
            graph.node.remove(node)
        case 8:
            rng.choice(graph.input[0].type.tensor_type.shape.dim).dim_value = rng.choice(_SIDES)
            rng.choice(model.metadata_props).value = rng.choice(("", "nan", "{}", "[[", "-1", "2"))


def _use(content: bytes, folder: Path) -> None:
    path = folder / "theirs.onnx"
    path.write_bytes(content)
    checkpoint = import_network(path)
    with np.errstate(all="ignore"):  # finite weights may be as large as they like
        given = checkpoint.network.probabilities(np.full((1, 28, 28), 99, np.uint8))
    law(given.shape == (1, 10), "a network gives ten probabilities")
    export_network(checkpoint, path)


EXCHANGE_TARGETS = (
    (Target("onnx", 30, _mutated, _use, (ExchangeError,)),) if find_spec("onnx") else ()
)
