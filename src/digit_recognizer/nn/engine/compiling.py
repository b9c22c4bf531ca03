"""Compiling kernels in several processes at once: in one, Numba compiles one after another.

The processes share the cache on disk: what a helper compiles, this process loads. A helper is this
module, run: on its standard input it reads which kernel is next, and it says when that is there.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread

from digit_recognizer.nn.engine.cache import environment_for_others
from digit_recognizer.nn.engine.kernels.compile import Kernel, kernel_of
from digit_recognizer.nn.engine.lanes import Lanes

__all__ = ["make_ready"]

MOST_PROCESSES = 4
"""More of them find little left to do, and each takes half a second to start."""


def make_ready(
    kernels: Iterable[Kernel], lanes: Lanes, processes: int, compile_callers: Callable[[], object]
) -> None:
    """Compile kernels, or load them from the disk.

    Parameters
    ----------
    kernels : iterable of Kernel
        Helpers start when the first of them was not on the disk, so begin with small ones.
    lanes : Lanes
        What they are compiled for.
    processes : int
        How many may work at the same time, this one included.
    compile_callers : callable
        Compiles what calls the kernels, in this process.
    """
    wanted = dict.fromkeys(kernels)
    waiting = deque(wanted)
    helped = False
    with ExitStack() as helpers:
        while waiting:
            kernel = waiting.popleft()
            if kernel.make_ready(lanes) and kernel.is_cacheable and not helped:
                helped = True
                for _ in range(1, min(processes, MOST_PROCESSES)):
                    helpers.enter_context(_helper(waiting, lanes))
                compile_callers()
    if not helped:
        compile_callers()
    for kernel in wanted:
        kernel.make_ready(lanes)


@contextmanager
def _helper(waiting: "deque[Kernel]", lanes: Lanes) -> Iterator[None]:
    """Let another process compile kernels that wait, until none does."""
    try:
        process = _process(lanes)
    except OSError:  # then this process does it all
        yield
        return
    with suppress(BrokenPipeError), process:
        thread = Thread(target=_hand_out, args=(waiting, process), daemon=True)
        thread.start()
        try:
            yield
            thread.join()
        finally:
            process.kill()
            thread.join()


def _process(lanes: Lanes) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", __name__, str(lanes.width)],
        env={**os.environ, **environment_for_others()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def _hand_out(waiting: "deque[Kernel]", process: "subprocess.Popen[str]") -> None:
    """Name kernels to a helper, one by one; what it leaves undone, this process does."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(IndexError, OSError, ValueError):
        answer = "ready"
        while answer:
            process.stdin.write(f"{waiting.popleft().name}\n")
            process.stdin.flush()
            answer = process.stdout.readline()


def _help(width: int) -> None:
    for line in sys.stdin:
        kernel_of(line.strip()).make_ready(Lanes(width))
        print("ready", flush=True)


if __name__ == "__main__":
    _help(int(sys.argv[1]))
