"""Fuzz everything that reads inputs nobody vouches for.

    python -m benchmarks.fuzz --inputs 1000000

The exit status is 1 where an input raised what is not documented, broke what the documentation
promises, printed anything or took too much time or memory. A single input is used again by
``--only TARGET --seed SEED --at INDEX``, and written down by ``--write FILE``. A long run can be
done in parts, each with a seed of its own, that are stored in one folder by ``--store FOLDER``: the
table then is of all of them.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

__all__ = ["main"]

TABLE = "benchmarks.fuzz.table"


def main(arguments: list[str] | None = None) -> int:
    """Run, print what was found and return the exit status."""
    # One thread each: processor time is then what an input took.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.at is not None and len(options.only or ()) != 1:
        parser.error("--at: expected one target, named by --only")
    if options.at is not None:
        return _again(options)
    from benchmarks.fuzz.parts import store_part, together
    from benchmarks.fuzz.report import counted, listed, section
    from benchmarks.fuzz.runner import FuzzerError, fuzz
    from benchmarks.report import write_section

    begun = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)
    try:
        tallies = fuzz(
            options.table, options.inputs, seed=options.seed, only=options.only, jobs=options.jobs
        )
    except FuzzerError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{counted(tallies)}\n{time.monotonic() - begun:.0f} s, seed {options.seed}")
    if failures := listed(tallies, options.seed):
        print(failures)
    if options.store:
        store_part(options.store, options.seed, tallies)
        tallies = together(options.store)
    if options.out:
        write_section(*section(tallies, options.only), options.out)
    return 1 if failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Fuzz.")
    parser.add_argument("--inputs", type=int, default=20_000, help="how many, of all targets")
    parser.add_argument("--seed", type=int, default=0, help="decides all inputs")
    parser.add_argument("--only", action="append", metavar="TARGET", help="one target; repeatable")
    parser.add_argument("--jobs", type=int, help="processes; one a core by default")
    parser.add_argument("--out", type=Path, help="a Markdown file, for the table")
    parser.add_argument("--store", type=Path, help="a folder, for a run in parts")
    parser.add_argument("--at", type=int, metavar="INDEX", help="use this one input, of --only")
    parser.add_argument("--write", type=Path, help="with --at: a file for the input")
    parser.add_argument("--table", default=TABLE, help=argparse.SUPPRESS)
    return parser


def _stop(*_: object) -> None:
    """End the run as Ctrl-C does, so that what was seen until then is told; once is enough."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _again(options: argparse.Namespace) -> int:
    """Use one input in this process, and say what comes of it."""
    from benchmarks.fuzz.target import load_targets, made
    from benchmarks.fuzz.worker import live_in

    (name,) = options.only
    target = load_targets(options.table)[name]
    with tempfile.TemporaryDirectory() as folder:
        inputs = live_in(Path(folder))
        content = made(target, options.seed, options.at)
        shown = target.show(content)
        if options.write:
            options.write.write_bytes(shown)
        print(f"{len(shown):,} bytes: {shown[:400]!r}", flush=True)
        begun = time.process_time()
        try:
            target.use(content, inputs)
        except BaseException as error:
            traceback.print_exc()
            return 0 if isinstance(error, target.documented) else 1
        finally:
            print(f"{time.process_time() - begun:.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
