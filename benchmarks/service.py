"""The service beside the library called directly, and under load with broken requests.

    python -m benchmarks.service [speed] [load] [--seconds 5] [--rounds 5] [--minutes 30]

The service runs by its command, on this machine's own address. Requests are scans of
``swiss-numbers`` as PNG files. Rounds of all numbers of clients follow each other, so that what
else the machine does is about the same for each. Time on the processor is that of all processes of
the service. Fuzzed bodies are the fuzzer's: ``python -m benchmarks.fuzz --only service-digits``.
"""

import argparse
import ctypes
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

import psutil

from benchmarks.clients import Answers, ask_for, request
from benchmarks.fuzz.picture_targets import mutated_picture
from benchmarks.machine import processor
from benchmarks.many import scans
from benchmarks.report import table, write_section
from digit_recognizer import Recognizer

__all__ = ["main"]

PICTURES, CLIENTS, BROKEN = 500, (1, 8, 32), 10


class Service(NamedTuple):
    """A service that runs, and its port."""

    process: psutil.Process
    port: int

    def all(self) -> list[psutil.Process]:
        """Its processes."""
        return [self.process, *self.process.children(recursive=True)]

    def processor_seconds(self) -> float:
        """How long they have been on the processor."""
        times = [each.cpu_times() for each in self.all()]
        return float(sum(time.user + time.system for time in times))

    def mebibytes(self) -> float:
        """How much memory they have, what they share counted each time."""
        return float(sum(each.memory_info().rss for each in self.all())) / 2**20


class Times(NamedTuple):
    """How long answers took, and how long the processor was at work for them."""

    milliseconds: list[float]
    seconds: list[float]
    processor: list[float]

    def add(self, milliseconds: list[float], seconds: float, processor: float) -> None:
        """Add a round."""
        self.milliseconds.extend(milliseconds)
        self.seconds.append(seconds)
        self.processor.append(processor)

    def row(self, name: str) -> tuple[str, ...]:
        """Return their line of the table."""
        answers = len(self.milliseconds)
        return (
            name,
            f"{answers / sum(self.seconds):,.0f}",
            f"{median(self.milliseconds):.2f}",
            f"{quantiles(self.milliseconds, n=100)[98]:.2f}",
            f"{1000 * sum(self.processor) / answers:.2f}",
        )


def main() -> None:
    """Measure and write it down."""
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", default=["speed", "load"])
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--minutes", type=float, default=30)
    asked = options.parse_args()
    pictures = list(scans(PICTURES))
    with serving() as service:
        ways = {
            "speed": partial(beside_the_library, service, pictures, asked.seconds, asked.rounds),
            "load": partial(under_load, service, pictures, 60 * asked.minutes),
        }
        for part in asked.parts:
            text = ways[part]()
            print(text, flush=True)
            write_section(f"service-{part}", text)


@contextmanager
def serving() -> Iterator[Service]:
    """Run the service until the end of the block."""
    command = [sys.executable, "-m", "digit_recognizer", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, preexec_fn=_end_with_parent
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().partition(";")[0].rpartition(":")[2])
        yield Service(psutil.Process(process.pid), port)
        process.terminate()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is killed."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def beside_the_library(service: Service, pictures: list[bytes], seconds: float, rounds: int) -> str:
    """Return how fast it is with one client and more, and how fast the library is."""
    recognizer = Recognizer()
    recognizer.warm_up()
    requests = [request("/digits", picture) for picture in pictures]
    load(service, requests, max(CLIENTS), seconds)  # until all processes are at work
    library, clients = Times([], [], []), {number: Times([], [], []) for number in CLIENTS}
    for _ in range(rounds):
        library.add(*_called_directly(recognizer, pictures))
        for number, times in clients.items():
            found, spent = load(service, requests, number, seconds)
            assert found.statuses.keys() == {200}, found.statuses
            times.add(found.milliseconds, found.seconds, spent)
    rows = [library.row("the library, one after the other")]
    rows += [
        times.row(f"{number} client{'s' if number > 1 else ''}")
        for number, times in clients.items()
    ]
    one, eight = (median(clients[number].milliseconds) for number in CLIENTS[:2])
    header = ("digits", "a second", "ms, median", "ms, 99 of 100", "ms on the processor")
    return (
        f"## The service\n\n{PICTURES} scans of `swiss-numbers` as PNG files, read by as many "
        f"processes as there are cores, in {rounds} rounds. With {CLIENTS[1]} clients an answer "
        f"takes {eight / one:.1f} times as long as with one.\n\n{table(header, rows)}\n\n"
        f"Machine: {processor()}, with {os.getloadavg()[0]:.0f} programs at work on its "
        f"{os.cpu_count()} cores. `python -m benchmarks.service`"
    )


def _called_directly(
    recognizer: Recognizer, pictures: list[bytes]
) -> tuple[list[float], float, float]:
    times, spent = list[float](), process_time()
    for picture in pictures:
        begun = perf_counter()
        recognizer.recognize(picture)
        times.append(1000 * (perf_counter() - begun))
    return times, sum(times) / 1000, process_time() - spent


def under_load(service: Service, pictures: list[bytes], seconds: float) -> str:
    """Return what comes of full load in which one request in ten is broken."""
    rng = Random(1)
    requests = [
        request("/digits", mutated_picture(rng) if index % BROKEN == 0 else picture)
        for index, picture in enumerate(pictures)
    ]
    load(service, requests, max(CLIENTS), 5)
    memory, statuses = [service.mebibytes()], Counter[int]()
    for _ in range(5):
        statuses += load(service, requests, max(CLIENTS), seconds / 5)[0].statuses
        memory.append(service.mebibytes())
    return (
        f"{seconds / 60:g} minutes of {max(CLIENTS)} clients, one request in {BROKEN} broken: "
        f"{_counted(statuses)}. Memory of all processes, at the begin and after each fifth: "
        f"{', '.join(f'{each:.0f}' for each in memory)} MiB."
    )


def load(
    service: Service, requests: list[bytes], clients: int, seconds: float
) -> tuple[Answers, float]:
    """Ask from so many clients for so long; return the service's seconds on the processor too."""
    before = service.processor_seconds()
    found = ask_for(seconds, requests, service.port, clients)
    return found, service.processor_seconds() - before


def _counted(statuses: Counter[int]) -> str:
    named = {0: "no answer"}
    return ", ".join(f"{named.get(key, key)} {statuses[key]:,} times" for key in sorted(statuses))


if __name__ == "__main__":
    main()
