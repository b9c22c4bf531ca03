"""Threads may load the engine at the same time."""

import ast
from pathlib import Path

import pytest

from digit_recognizer.nn import engine

MODULES = sorted(Path(str(engine.__file__)).parent.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_numba_is_imported_before_its_parts(module: Path) -> None:
    """Python locks a part before the whole: a thread that begins with a part waits for one that
    begins with the whole, which then finds the part without what it defines."""
    numba = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        numba += [name for name in names if name.split(".")[0] == "numba"]
    assert numba[:1] in ([], ["numba"])
