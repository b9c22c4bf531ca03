"""How much time and memory a sheet takes: a large photograph, a page of a PDF, and many pages.

    python -m benchmarks.sheet_speed [--pages 50]

Each measure is one process on two cores, so that its most memory is its own. Seconds are those that
somebody waits, and beside them those of its processor time, without the program that reads print.
The aims are two seconds for a photograph of 12 megapixels with 100 cells, 1.5 for a page of a PDF
at 300 dpi, and a GiB.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.report import table, write_section
from benchmarks.synthetic_sheets import synthetic_sheets
from digit_recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import read_sheet

__all__ = ["main"]

_SEED, _NUMBER, _CORES = 12, 318, 2


def main() -> None:
    """Measure, and write down what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    pages = parser.parse_args().pages
    # As the command has it.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    rows = [
        _alone(_photograph, "photograph of 12 megapixels"),
        _alone(_page_of_pdf, "page of a PDF, 300 dpi"),
        _alone(_many, f"{pages} such pages, one after the other", pages),
    ]
    header = (
        *("sheet", "cells", "first, s", "later, s", "processor, s", "most memory, MiB"),
        "growth, MiB",
    )
    text = f"{(__doc__ or '').split(chr(10) * 2)[-1].strip()}\n\n{table(header, rows)}"
    write_section("sheet-speed", f"### Time and memory of sheets\n\n{text}")
    print(table(header, rows))


def _alone(measure: Callable[..., tuple[str, ...]], name: str, *given: int) -> tuple[str, ...]:
    """Return what a process of its own measures."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        row = (name, *pool.apply(measure, given))
    print(row, flush=True)
    return row


def _sheet(folder: Path) -> Path:
    """Draw a photograph of 12 megapixels that has 96 cells."""
    (drawn,) = synthetic_sheets([_NUMBER], _SEED)
    path = folder / "photograph.jpg"
    Image.fromarray(drawn.photograph).save(path, quality=90)
    return path


def _measured(path: Path, times: int) -> tuple[str, ...]:
    recognizer = Recognizer()
    recognizer.predict_proba(np.zeros((1, 28, 28), np.uint8))
    seconds, processor, memory = [], [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        sheet = read_sheet(path, recognizer=recognizer)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - worked)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    cells = sum(len(row) for each in sheet.tables for row in each.cells)
    later, processed = (
        f"{np.median(each[1:]):.2f}" if times > 1 else "-" for each in (seconds, processor)
    )
    # The first pages bring what is loaded once.
    grown = f"{memory[-1] - memory[min(4, times - 1)]:.0f}" if times > 5 else "-"
    return str(cells), f"{seconds[0]:.2f}", later, processed, f"{memory[-1]:.0f}", grown


def _photograph() -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return _measured(_sheet(Path(folder)), 3)


def _page_of_pdf() -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return _measured(_as_pdf(Path(folder)), 3)


def _many(pages: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return _measured(_as_pdf(Path(folder)), pages)


def _as_pdf(folder: Path) -> Path:
    with Image.open(_sheet(folder)) as picture:
        path = folder / "page.pdf"
        # The longer side of A4 is 11.7 inches.
        picture.resize((2630, 3508)).save(path, "PDF", resolution=300)
        return path


if __name__ == "__main__":
    main()
