"""The same network in onnxruntime and in OpenVINO, each in its best ways.

Both read our own weights, and are left out unless they find our probabilities, to 1e-5. In their
favour their images are encoded before the clock starts.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import onnxruntime
import openvino
from numpy.typing import NDArray

from benchmarks import exported, ours
from benchmarks.rounds import Contestant

__all__ = ["ONNXRUNTIME", "OPENVINO", "reading", "session"]

ONNXRUNTIME, OPENVINO = "onnxruntime", "OpenVINO"
BATCHES = 8
"""Different batches in turn, so that no image waits in the nearest cache."""
TOLERANCE = 1e-5

Batches = Sequence[NDArray[np.float32]]
Read = Callable[[], list[NDArray[np.float32]]]


def reading(batch: int, task: str, *, threads: int) -> Iterator[Contestant]:
    """Yield every way to find probabilities at a batch size."""
    network = ours.network(1)
    pictures, _ = ours.images_and_labels(batch * BATCHES)
    batches = np.split(exported.inputs(network, pictures), BATCHES)
    expected = np.split(network.probabilities(pictures), BATCHES)
    model = exported.as_onnx(network)
    for name, read in _ways(model, batches, threads):
        for found, wanted in zip(read(), expected, strict=True):
            difference = np.abs(found - wanted).max()
            if difference > TOLERANCE:
                raise ValueError(f"{name}: expected our probabilities, got some {difference} off")
        yield Contestant(name, task, read, batch * BATCHES)


def session(model: bytes, threads: int) -> "onnxruntime.InferenceSession":
    """Return onnxruntime's own reader of a model."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _ways(model: bytes, batches: Batches, threads: int) -> Iterator[tuple[str, Read]]:
    for count in dict.fromkeys((1, threads)):
        name = f"{ONNXRUNTIME}, {count} thread{'s' * (count > 1)}"
        yield name, _onnxruntime_run(session(model, count), batches)
        yield f"{name}, bound", _onnxruntime_bound(session(model, count), batches)
    for hint in ("LATENCY", "THROUGHPUT"):
        for count in dict.fromkeys((1, threads)):
            compiled = _compiled(model, batches[0].shape, hint, count)
            name = f"{OPENVINO} {hint.lower()}, {count} thread{'s' * (count > 1)}"
            yield name, _openvino_in_turn(compiled, batches)
            if hint == "THROUGHPUT":
                yield f"{name}, together", _openvino_together(compiled, batches)


def _onnxruntime_run(reader: Any, batches: Batches) -> Read:
    return lambda: [reader.run(None, {exported.INPUT: batch})[0] for batch in batches]


def _onnxruntime_bound(reader: Any, batches: Batches) -> Read:
    """Bind where inputs and outputs lie, once, so that a call copies nothing."""
    bindings, outputs = [], []
    for batch in batches:
        binding, result = reader.io_binding(), np.empty((len(batch), 10), np.float32)
        binding.bind_input(exported.INPUT, "cpu", 0, np.float32, batch.shape, batch.ctypes.data)
        binding.bind_output(exported.OUTPUT, "cpu", 0, np.float32, result.shape, result.ctypes.data)
        bindings.append(binding)
        outputs.append(result)

    def read() -> list[NDArray[np.float32]]:
        for binding in bindings:
            reader.run_with_iobinding(binding)
        return outputs

    return read


def _compiled(model: bytes, shape: tuple[int, ...], hint: str, threads: int) -> Any:
    core = openvino.Core()
    described = core.read_model(model)
    described.reshape(list(shape))
    settings = {
        "PERFORMANCE_HINT": hint,
        "INFERENCE_NUM_THREADS": threads,
        "INFERENCE_PRECISION_HINT": "f32",  # its default on some processors is bfloat16
    }
    return core.compile_model(described, "CPU", settings)


def _openvino_in_turn(compiled: Any, batches: Batches) -> Read:
    request = compiled.create_infer_request()

    def read() -> list[NDArray[np.float32]]:
        results = []
        for batch in batches:
            request.infer([batch], share_inputs=True)
            results.append(request.get_output_tensor().data.copy())
        return results

    return read


def _openvino_together(compiled: Any, batches: Batches) -> Read:
    """Read several batches at the same time, as the hint is meant."""
    results = [np.empty((len(batch), 10), np.float32) for batch in batches]
    queue = openvino.AsyncInferQueue(compiled)

    def note(request: Any, index: int) -> None:
        results[index][...] = request.get_output_tensor().data

    queue.set_callback(note)

    def read() -> list[NDArray[np.float32]]:
        for index, batch in enumerate(batches):
            queue.start_async([batch], index, share_inputs=True)
        queue.wait_all()
        return results

    return read
