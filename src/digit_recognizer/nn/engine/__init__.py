"""The network at the speed of the machine: the same mathematics as the layers, compiled.

``Program`` runs an architecture, ``Training`` trains it; both load Numba only when first used.
Sixteen (eight, four) images lie side by side, one in each lane of a vector, so every operation of
every layer is the same arithmetic on vectors. From the outside in:

- ``program.py``, ``training.py``, ``outside.py``: what Python calls;
- ``compiler.py``: an architecture becomes a ``plan.py``, a table of operations (``operations.py``);
- ``steps.py``: training steps, in compiled code, shared by threads (``team.py``);
- ``kernels/``: the operations for one chunk of images down to the
  inner loops (``tile.py``);
- ``lanes.py``, ``vectors.py``, ``emitter.py``: vectors as a type of Numba;
- ``compiling.py``: compiling in several processes; ``cache.py``: where compiled code is cached;
- ``distortion.py``: augmentation;
- ``pattern/``: one image at a time, feature maps side by side instead.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digit_recognizer.nn.engine.kernels.compile import NotCompiledError, from_disk_only
    from digit_recognizer.nn.engine.lanes import LanesError, choose_lanes
    from digit_recognizer.nn.engine.outside import OutsideGradients
    from digit_recognizer.nn.engine.pattern.reading import PatternReading
    from digit_recognizer.nn.engine.pattern.training import PatternTraining, pattern_lanes
    from digit_recognizer.nn.engine.plan import EngineError
    from digit_recognizer.nn.engine.program import Program
    from digit_recognizer.nn.engine.training import Training

__all__ = [
    "EngineError",
    "LanesError",
    "NotCompiledError",
    "OutsideGradients",
    "PatternReading",
    "PatternTraining",
    "Program",
    "Training",
    "choose_lanes",
    "from_disk_only",
    "pattern_lanes",
]

HOMES = {
    "EngineError": "plan",
    "LanesError": "lanes",
    "NotCompiledError": "kernels.compile",
    "OutsideGradients": "outside",
    "PatternReading": "pattern.reading",
    "PatternTraining": "pattern.training",
    "Program": "program",
    "Training": "training",
    "choose_lanes": "lanes",
    "from_disk_only": "kernels.compile",
    "pattern_lanes": "pattern.training",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
