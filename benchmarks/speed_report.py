"""The tables of the speed benchmark."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.report import table
from benchmarks.rounds import Contestant, best, ratio

__all__ = ["Figures", "markdown", "values"]

THEIRS = "PyTorch"
READERS = (THEIRS, "onnxruntime", "OpenVINO")


@dataclass(frozen=True)
class Figures:
    """All that was measured.

    Attributes
    ----------
    field : list of Contestant
        With their speeds.
    ways : list of Contestant
        Every way the others were tried, with its speed in the heats.
    machine : dict of str to str
        What it was measured on.
    memory : dict of str to float
        MiB, by implementation.
    step_work : float
        Floating-point operations of training, for one image.
    date : str
        When.
    rounds : int
        How often each was measured.
    """

    field: list[Contestant]
    ways: list[Contestant]
    machine: dict[str, str]
    memory: dict[str, float]
    step_work: float
    date: str
    rounds: int

    def find(self, task: str, name: str = "ours") -> Contestant:
        """Return the contestant of that name at that task."""
        return next(c for c in self.field if c.task == task and c.name == name)

    def tasks(self, kind: str) -> list[str]:
        """Return the tasks that begin so, in order."""
        return list(dict.fromkeys(c.task for c in self.field if c.task.startswith(kind)))

    @property
    def bound(self) -> float:
        """Images a second that could be learnt from if all cores did nothing but multiply-adds."""
        name = (
            "1 thread" if self.machine["threads"] == "1" else f"{self.machine['threads']} threads"
        )
        return self.find("peak", name).speed / self.step_work


def markdown(figures: Figures) -> str:
    """Return the section of ``docs/results.md``."""
    return "\n\n".join(_parts(figures))


def _parts(figures: Figures) -> Iterator[str]:
    machine = figures.machine
    yield "## Speed"
    yield (
        f"Measured by `make bench` on {figures.date}: {machine['processor']}, {machine['threads']} "
        f"threads, {machine['lanes']} lanes, {machine['software']}. All contestants in turn, "
        f"{figures.rounds} rounds, medians; a ratio is the median of the rounds' ratios. LeNet-5 "
        "with tanh and average pooling, gradient descent with momentum, float32. Ours gathers "
        "bytes in random order and encodes them; the others are given float tensors, batches cut."
    )
    yield "### Training, images a second"
    yield _training(figures)
    yield (
        f"Forward and backward are {figures.step_work / 1e6:.2f} million operations an image: were "
        f"it multiply-adds alone, this machine could do {figures.bound:,.0f} images a second."
    )
    yield "### Reading, images a second"
    yield _reading(figures)
    yield "### Kernels, beside the machine's own multiply-adds"
    yield _kernels(figures)
    yield "### Growth with the network's width (batch 128) and with the number of images"
    width_tasks = ["training, batch 128", *figures.tasks("width")]
    yield _against(figures, [task for task in width_tasks if task in figures.tasks("")])
    yield _passes(figures)
    yield "### Memory of a process that trains at batch 128"
    rows = [[name, f"{mebibytes:,.0f} MiB"] for name, mebibytes in figures.memory.items()]
    yield table(["", "at most"], rows)
    yield "### Every way the others were tried"
    yield _every_way(figures)


def _training(figures: Figures) -> str:
    presets = [c.name for c in figures.field if c.task == figures.tasks("training")[0]]
    presets = [name for name in presets if name.startswith("ours, ") and "thread" not in name]
    threads = figures.machine["threads"]
    header = ["batch", "ours", *presets, THEIRS, "ratio", f"1 → {threads} threads", "of the bound"]
    rows = []
    for task in figures.tasks("training"):
        mine, theirs = figures.find(task), best(figures.field, task, THEIRS)
        rows.append(
            [
                task.rpartition(" ")[2],
                _whole(mine),
                *[_whole(figures.find(task, name)) for name in presets],
                _whole(theirs),
                _ratio(mine, theirs),
                _ratio(mine, figures.find(task, "ours, 1 thread")),
                f"{mine.speed / figures.bound:.0%}",
            ]
        )
    return table(header, rows)


def _against(figures: Figures, tasks: list[str]) -> str:
    rows = []
    for task in tasks:
        mine, theirs = figures.find(task), best(figures.field, task, THEIRS)
        name = theirs.name if theirs else "none"
        rows.append([task, _whole(mine), _whole(theirs), _ratio(mine, theirs), name])
    return table(["", "ours", THEIRS, "ratio", "its best way"], rows)


def _reading(figures: Figures) -> str:
    rows = []
    for task in figures.tasks("reading"):
        mine = figures.find(task)
        theirs = [best(figures.field, task, name) for name in READERS]
        fastest = max(filter(None, theirs), key=lambda contestant: contestant.speed)
        batch, speeds = task.rpartition(" ")[2], map(_whole, (mine, *theirs))
        rows.append([batch, *speeds, f"{ratio(mine, fastest):.2f}×", fastest.name])
    header = ["batch", "ours", *READERS, "ratio to the fastest", "its best way"]
    return table(header, rows)


def _kernels(figures: Figures) -> str:
    rows = [
        [
            kernel.name,
            f"{kernel.speed / 1e9:.0f}",
            f"{ratio(kernel, figures.find('peak', '1 thread')):.0%}",
        ]
        for kernel in figures.field
        if kernel.task == "kernel"
    ]
    rows += [
        [f"peak, {c.name}", f"{c.speed / 1e9:.0f}", ""] for c in figures.field if c.task == "peak"
    ]
    return table(["one core", "GFLOP/s", "of the peak"], rows)


def _passes(figures: Figures) -> str:
    rows = []
    for task in figures.tasks("pass"):
        mine = figures.find(task)
        seconds = mine.amount / mine.speed
        rows.append([f"{mine.amount:,.0f}", f"{seconds * 1e3:,.1f}", f"{1e6 / mine.speed:.1f}"])
    return table(["images in a pass", "ms", "µs an image"], rows)


def _every_way(figures: Figures) -> str:
    header = ["", "task", "images/s, best of the heats"]
    return table(header, [[way.name, way.task, f"{way.heat:,.0f}"] for way in figures.ways])


def _whole(contestant: Contestant | None) -> str:
    return f"{contestant.speed:,.0f}" if contestant else "–"


def _ratio(one: Contestant, other: Contestant | None) -> str:
    return f"{ratio(one, other):.1f}×" if other else "–"


def values(figures: Figures) -> dict[str, Any]:
    """Return everything that was measured, for ``docs/bench.json``."""
    return {
        "date": figures.date,
        "machine": figures.machine,
        "operations_per_image_trained": figures.step_work,
        "memory_mebibytes": figures.memory,
        "speeds": [
            {
                "task": contestant.task,
                "name": contestant.name,
                "unit": "operations/s" if contestant.task in ("peak", "kernel") else "images/s",
                "median": contestant.speed,
                "rounds": contestant.speeds,
            }
            for contestant in figures.field
        ],
        "heats": [{"task": c.task, "name": c.name, "best": c.heat} for c in figures.ways],
    }
