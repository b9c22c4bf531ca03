"""Ctrl-C, where Python would drop it."""

import _thread
import sys

__all__ = ["heed_dropped_interrupts"]


def heed_dropped_interrupts() -> None:
    """Let Ctrl-C interrupt again what it came to in a callback, from LLVM for one.

    Python cannot raise it there: it would print a traceback and go on, and what had called back
    would miss what it was to be given.
    """
    report = sys.unraisablehook

    def heed(dropped: "sys.UnraisableHookArgs") -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            # From a thread: it comes when this has returned, not in here, where it is dropped too.
            _thread.start_new_thread(_thread.interrupt_main, ())
        else:
            report(dropped)

    sys.unraisablehook = heed
