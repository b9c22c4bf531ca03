"""Files that are either complete or not there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replaced_when_complete"]


@contextmanager
def replaced_when_complete(path: Path) -> Iterator[Path]:
    """Lend a temporary name in the folder of ``path`` that becomes ``path`` when all went well.

    Parameters
    ----------
    path : Path
        The final name; its folder is made when it is missing.

    Yields
    ------
    Path
        An empty file to write to. It takes the final name in one step at the end of the block,
        and is removed, with ``path`` left as it was, when the block raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp keeps the file to its owner; the finished one follows the folder's habits.
        temporary.chmod(0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
