"""The same network and the same work in PyTorch, as fast as one who knows it would write it.

LeNet-5 with tanh, average pooling, cross-entropy, gradient descent with momentum, float32. In its
favour: tanh is plain (the factors 1.7159 and 2/3 could be folded into the weights), and its images
are float tensors, encoded, shuffled and cut into batches before the clock starts.
"""

import warnings
from collections.abc import Callable, Iterator
from itertools import product

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, cross_entropy

from benchmarks.rounds import Contestant
from digit_recognizer.lenet.architectures import lenet5

__all__ = ["reading", "set_up", "training"]

BATCHES = 8
"""Different batches in turn, so that no image waits in the nearest cache."""
LAYOUTS = {"": torch.contiguous_format, ", channels last": torch.channels_last}


class LeNet5(nn.Module):
    """The network of ``lenet5.py``."""

    def __init__(self, width: int = 1) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6 * width, 5)
        self.c3 = nn.Conv2d(6 * width, 16 * width, 5)
        self.c5 = nn.Conv2d(16 * width, 120 * width, 5)
        self.f6 = nn.Linear(120 * width, 84 * width)
        self.output = nn.Linear(84 * width, 10)

    def forward(self, images: Tensor) -> Tensor:
        """Return ten scores for each image, ``(batch, 10)``."""
        s2 = avg_pool2d(torch.tanh(self.c1(images)), 2)
        s4 = avg_pool2d(torch.tanh(self.c3(s2)), 2)
        c5 = torch.tanh(self.c5(s4)).flatten(1)
        scores: Tensor = self.output(torch.tanh(self.f6(c5)))
        return scores


def set_up(threads: int) -> None:
    """Settle threads and the compiler's options, once."""
    torch.set_num_threads(threads)
    torch._dynamo.config.recompile_limit = 200  # every contestant is compiled for its own shapes
    torch._inductor.config.freezing = True  # weights are constants when nothing is learnt
    torch._inductor.config.compile_threads = 1  # no compiler processes that outlive the compiling
    warnings.filterwarnings("ignore", module="torch")


def network(width: int, layout: torch.memory_format) -> LeNet5:
    """Return a network as large as ours."""
    torch.manual_seed(0)
    theirs = LeNet5(width)
    size = sum(parameter.numel() for parameter in theirs.parameters())
    if size != lenet5(width).size:
        raise ValueError(f"expected {lenet5(width).size} parameters, as ours has, got {size}")
    return theirs.to(memory_format=layout)  # type: ignore[call-overload,no-any-return]


def batches(batch: int, layout: torch.memory_format) -> list[tuple[Tensor, Tensor]]:
    """Return images and labels, batch by batch."""
    generator = torch.Generator().manual_seed(0)
    return [
        (
            torch.randn(batch, 1, 32, 32, generator=generator).to(memory_format=layout),
            torch.randint(0, 10, (batch,), generator=generator),
        )
        for _ in range(BATCHES)
    ]


def training(batch: int, task: str, width: int = 1, *, compiled: bool) -> Iterator[Contestant]:
    """Yield every way to train at a batch size that works on this machine."""
    for compiling, (layout, memory), fused in product(
        (False, True) if compiled else (False,), LAYOUTS.items(), (False, True)
    ):
        learner = network(width, memory)
        optimizer = torch.optim.SGD(
            learner.parameters(), lr=1e-3, momentum=0.9, fused=fused, foreach=not fused
        )
        run = _training_run(learner, optimizer, batches(batch, memory), compiling)
        name = f"PyTorch {'compiled' if compiling else 'eager'}{layout}{', fused' * fused}"
        yield from _if_it_works(Contestant(name, task, run, batch * BATCHES))


def _training_run(
    learner: LeNet5,
    optimizer: torch.optim.SGD,
    data: list[tuple[Tensor, Tensor]],
    compiling: bool,
) -> Callable[[], None]:
    def loss(images: Tensor, labels: Tensor) -> Tensor:
        return cross_entropy(learner(images), labels)

    measure = torch.compile(loss, dynamic=False) if compiling else loss

    def run() -> None:
        for images, labels in data:
            optimizer.zero_grad(set_to_none=True)
            measure(images, labels).backward()  # type: ignore[no-untyped-call]
            optimizer.step()

    return run


def reading(batch: int, task: str, *, compiled: bool) -> Iterator[Contestant]:
    """Yield every way to find probabilities at a batch size that works on this machine."""
    for compiling, (layout, memory) in product(
        (False, True) if compiled else (False,), LAYOUTS.items()
    ):
        run = _reading_run(network(1, memory).eval(), batches(batch, memory), compiling)
        name = f"PyTorch {'compiled' if compiling else 'eager'}{layout}"
        yield from _if_it_works(Contestant(name, task, run, batch * BATCHES))


def _reading_run(
    reader: LeNet5, data: list[tuple[Tensor, Tensor]], compiling: bool
) -> Callable[[], None]:
    def probabilities(images: Tensor) -> Tensor:
        return torch.softmax(reader(images), 1)

    read = torch.compile(probabilities, dynamic=False) if compiling else probabilities

    def run() -> None:
        with torch.inference_mode():
            for images, _ in data:
                read(images)

    return run


def _if_it_works(contestant: Contestant) -> Iterator[Contestant]:
    """Yield the contestant; leave it out, and say so, if it fails: there may be no compiler."""
    try:
        contestant.run()
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        print(f"left out: {contestant.name}, {contestant.task}: {reason}", flush=True)
    else:
        yield contestant
