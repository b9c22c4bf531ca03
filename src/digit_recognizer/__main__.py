"""The command's entry, as ``digit-recognizer`` and as ``python -m digit_recognizer``.

It imports nothing before ``main`` runs: what takes time to load is loaded where Ctrl-C is heeded.
"""

import sys

__all__ = ["main"]


def main() -> None:
    """Load and run the command; Ctrl-C ends it without a word, whenever it comes."""
    try:
        import os
        import signal

        # Threads and processes of our own share the work. Those of NumPy's BLAS, which is loaded
        # below, would take their cores away while they wait for each other.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

        before = signal.getsignal(signal.SIGINT)
        heeded = before is signal.default_int_handler
        if heeded:
            # Nothing is begun that would have to be ended in order, and an exception could be lost
            # or turned into another one inside an import.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from digit_recognizer.cli.interrupts import heed_dropped_interrupts
        from digit_recognizer.cli.streams import prepare_streams

        heed_dropped_interrupts()
        prepare_streams()
        from digit_recognizer.cli.main import main as run

        try:
            if heeded:
                signal.signal(signal.SIGINT, before)
            run()
        finally:
            if heeded:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
