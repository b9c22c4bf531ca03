"""The service beside the library called directly; under load with broken requests; and fuzzed.

    python -m benchmarks.service [speed] [load] [fuzz] [--seconds 20] [--minutes 30]
        [--bodies 100000 [--store FOLDER --part 0]]

Fuzzing can be done in parts, each of other bodies: what came of them is stored in a folder, and the
section tells of all of them.

The service runs by its command, on this machine's own address. Requests are scans of
``swiss-numbers`` as PNG files, sent by threads of this process, each by one connection that stays.
Time on the processor is that of all processes of the service.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from threading import Lock, Thread
from time import perf_counter, process_time
from typing import NamedTuple

import psutil

from benchmarks.fuzz.json_mutations import mutated_json
from benchmarks.fuzz.picture_targets import mutated_picture
from benchmarks.machine import processor
from benchmarks.many import scans
from benchmarks.report import table, write_json, write_section
from digit_recognizer import Recognizer

__all__ = ["main"]

PICTURES, CLIENTS, BROKEN = 500, (1, 8, 32), 10
STROKES = json.dumps({"strokes": [[[10, 10], [40, 10], [20, 60]]], "pen_width": 4})
PATHS = ("/digits", "/digits", "/numbers", "/numbers?format=digits:5")


class Request(NamedTuple):
    """What is sent."""

    path: str
    body: bytes
    kind: str = "image/png"


class Load(NamedTuple):
    """What came of a number of clients that asked all the time."""

    statuses: Counter[int]
    seconds: float
    milliseconds: list[float]
    processor: float
    """Seconds on the processor of the service."""

    @property
    def requests(self) -> int:
        """How many were answered."""
        return self.statuses.total()


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


def main() -> None:
    """Measure and write it down."""
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", default=["speed", "load", "fuzz"])
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--bodies", type=int, default=100_000)
    options.add_argument("--part", type=int, default=0)
    options.add_argument("--store", type=Path)
    asked = options.parse_args()
    pictures = list(scans(PICTURES))
    with serving() as service:
        ways = {
            "speed": partial(beside_the_library, service, pictures, asked.seconds),
            "load": partial(under_load, service, pictures, 60 * asked.minutes),
            "fuzz": partial(fuzzed, service, asked.bodies, asked.part, asked.store),
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


def beside_the_library(service: Service, pictures: list[bytes], seconds: float) -> str:
    """Return how fast it is with one client and more, and how fast the library is."""
    recognizer = Recognizer()
    recognizer.recognize(pictures[0])
    began, times = process_time(), list[float]()
    for picture in pictures:
        begin = perf_counter()
        recognizer.recognize(picture)
        times.append(1000 * (perf_counter() - begin))
    spent = (process_time() - began) / len(pictures)
    rows = [_row("the library, one after the other", len(times), sum(times) / 1000, times, spent)]
    requests = [Request("/digits", picture) for picture in pictures]
    load(service, requests, max(CLIENTS), seconds)  # until all processes are at work
    for clients in CLIENTS:
        found = load(service, requests, clients, seconds)
        assert found.statuses.keys() == {200}, found.statuses
        name = f"{clients} client{'s' if clients > 1 else ''}"
        rows.append(
            _row(name, found.requests, found.seconds, found.milliseconds,
                 found.processor / found.requests)
        )  # fmt: skip
    load_average = os.getloadavg()[0]
    header = ("digits", "a second", "ms, median", "ms, 99 of 100", "ms on the processor")
    return (
        f"## The service\n\n{PICTURES} scans of `swiss-numbers` as PNG files, read by as many "
        f"processes as there are cores.\n\n{table(header, rows)}\n\nMachine: {processor()}, with "
        f"{load_average:.0f} programs at work on its {os.cpu_count()} cores. "
        "`python -m benchmarks.service`"
    )


def under_load(service: Service, pictures: list[bytes], seconds: float) -> str:
    """Return what comes of full load in which one request in ten is broken."""
    rng = Random(1)
    requests = [
        Request("/digits", mutated_picture(rng) if index % BROKEN == 0 else picture)
        for index, picture in enumerate(pictures)
    ]
    load(service, requests, max(CLIENTS), 5)
    memory, statuses = [service.mebibytes()], Counter[int]()
    for _ in range(5):
        statuses += load(service, requests, max(CLIENTS), seconds / 5).statuses
        memory.append(service.mebibytes())
    return (
        f"{seconds / 60:g} minutes of {max(CLIENTS)} clients, one request in {BROKEN} broken: "
        f"{_counted(statuses)}. Memory of all processes, at the begin and after each fifth: "
        f"{', '.join(f'{each:.0f}' for each in memory)} MiB."
    )


def fuzzed(service: Service, bodies: int, part: int, store: Path | None) -> str:
    """Return what comes of broken bodies: mutated pictures and strokes, as any kind of content."""
    rng = Random(2 + part)

    def requests() -> Iterator[Request]:
        for _ in range(bodies):
            path = rng.choice(PATHS)
            if rng.random() < 0.5:
                kind = rng.choice(("image/png", "", "multipart/form-data; boundary=x"))
                yield Request(path, mutated_picture(rng), kind)
            else:
                body = mutated_json(rng, STROKES).encode(errors="surrogatepass")
                yield Request(path, body, "application/json")

    statuses = load(service, requests(), max(CLIENTS), None).statuses
    if store is not None:
        store.mkdir(exist_ok=True)
        write_json(store / f"{part}.json", statuses)
        parts = [json.loads(each.read_text("utf-8")) for each in store.glob("*.json")]
        statuses = Counter()
        for each in parts:
            statuses.update({int(status): times for status, times in each.items()})
    return (
        f"{statuses.total():,} fuzzed bodies, pictures and strokes to digits and numbers: "
        f"{_counted(statuses)}. What is answered can still be read."
    )


def load(
    service: Service, requests: list[Request] | Iterator[Request], clients: int,
    seconds: float | None,
) -> Load:  # fmt: skip
    """Ask from so many threads, for so long or until there are no more requests."""
    found, times = Counter[int](), list[float]()
    taken, lock = iter(requests) if seconds is None else None, Lock()
    end = None if seconds is None else perf_counter() + seconds

    def next_of(taken: Iterator[Request]) -> Request | None:
        with lock:
            return next(taken, None)

    def following(client: int) -> Callable[[], Request | None]:
        if taken is not None:
            return partial(next_of, taken)
        assert isinstance(requests, list)
        numbers = count(client, clients)
        return lambda: (
            requests[next(numbers) % len(requests)] if perf_counter() < (end or 0) else None
        )

    def ask(follow: Callable[[], Request | None]) -> None:
        connection = HTTPConnection("127.0.0.1", service.port, timeout=120)
        while (request := follow()) is not None:
            begin = perf_counter()
            try:
                connection.request(
                    "POST", request.path, request.body, {"Content-Type": request.kind}
                )
                response = connection.getresponse()
                response.read()
                status = response.status
            except (OSError, HTTPException):
                connection.close()
                status = 0
            times.append(1000 * (perf_counter() - begin))
            found[status] += 1
        connection.close()

    begin, before = perf_counter(), service.processor_seconds()
    threads = [Thread(target=ask, args=(following(client),)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = service.processor_seconds() - before
    return Load(found, perf_counter() - begin, times, spent)


def _row(
    name: str, requests: int, seconds: float, times: list[float], spent: float
) -> tuple[str, ...]:
    return (
        name,
        f"{requests / seconds:,.0f}",
        f"{median(times):.2f}",
        f"{quantiles(times, n=100)[98]:.2f}",
        f"{1000 * spent:.2f}",
    )


def _counted(statuses: Counter[int]) -> str:
    named = {0: "no answer"}
    return ", ".join(f"{named.get(key, key)} {statuses[key]:,} times" for key in sorted(statuses))


if __name__ == "__main__":
    main()
