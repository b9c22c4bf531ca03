"""The entry of the frozen application.

Helpers are started by ``sys.executable -m MODULE`` and ``-c PROGRAM``. In a frozen application that
is the application itself, so it understands these two as Python does.
"""

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    match sys.argv[1:]:
        case ["-m", module, *_]:
            del sys.argv[1:2]
            sys.argv.pop(0)
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", program, *_]:
            del sys.argv[1:3]
            exec(program, {"__name__": "__main__"})
        case _:
            from digit_recognizer.__main__ import main

            main()
