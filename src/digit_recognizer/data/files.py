"""Files that are complete or not there, and files that nobody else may remove."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there no file is removed while it is open, which serves as a lock
    fcntl = None  # type: ignore[assignment]

__all__ = [
    "clear_partials",
    "hold",
    "move_to_free_name",
    "read_whole",
    "remove_unless_held",
    "replaced_when_complete",
    "set_aside",
]


@contextmanager
def replaced_when_complete(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Lend a temporary name in the folder of ``path`` that becomes ``path`` when all went well.

    The bytes and the name reach the disk before the block ends, so a power cut is no worse than a
    kill. The file has the permissions that the umask gives.

    Parameters
    ----------
    path : Path
        The final name; its folder is made when it is missing.
    overwrite : bool
        Whether a file that has the final name already is replaced.

    Yields
    ------
    Path
        An empty file to write to. It takes the final name in one step at the end of the block,
        and is removed, with ``path`` left as it was, when the block raises.

    Raises
    ------
    FileExistsError
        At the end of the block, if the final name is taken and shall not be overwritten; before
        it, if the name is that of a device, a pipe or a folder.
    """
    if path.is_symlink():
        path = path.resolve()  # the file that the link names is replaced, and not the link
    if path.exists() and not path.is_file():
        reason = "expected a file or a free name, got a device, a pipe or a folder"
        raise FileExistsError(errno.EEXIST, reason, str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = _partial(path)
    with ExitStack() as at_the_end:
        at_the_end.callback(temporary.unlink, missing_ok=True)
        held = at_the_end.enter_context(ExitStack())
        held.callback(os.close, handle)
        yield temporary
        os.fsync(handle)
        # Until it has its name the file is held, so that nobody takes it for what a kill left;
        # but Windows renames no open file.
        if fcntl is None:
            held.close()
        if overwrite:
            temporary.replace(path)
            _sync_folder(path.parent)
        else:
            move_to_free_name(temporary, path)


def read_whole(path: Path, most: int) -> bytes:
    """Return the content of a file, if it is one and of at most so many bytes.

    Raises
    ------
    OSError
        If it cannot be read, is longer, or is no file: a device or a pipe may have no end.
    """
    if path.exists() and not path.is_file():
        raise OSError("expected a file, got a folder, a device or a pipe")
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(f"expected at most {most:,} bytes, got more")
    return content


def clear_partials(folder: Path) -> None:
    """Remove the temporary files that killed programs left in a folder; living ones keep theirs."""
    for partial in folder.glob(".*.partial"):
        remove_unless_held(partial)


def hold(path: Path) -> int | None:
    """Keep other programs from removing a file by ``remove_unless_held``.

    Returns
    -------
    int or None
        A handle: closing it, or the end of the program, lets the file go. None where the file
        cannot be opened, or another program holds it.
    """
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        if fcntl is None:
            return handle
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle
    return None


def remove_unless_held(path: Path) -> None:
    """Remove a file that no living program holds, if the system allows it."""
    if fcntl is None:
        with suppress(OSError):
            path.unlink()
        return
    handle = hold(path)
    if handle is not None:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def move_to_free_name(path: Path, target: Path) -> None:
    """Rename a file within its folder; what has the other name already, stays.

    Raises
    ------
    FileExistsError
        If the other name is taken.
    OSError
        If the file cannot be renamed.
    """
    # A name is taken by making it: another program that wants it at this moment is refused.
    os.close(os.open(target, os.O_CREAT | os.O_EXCL))
    try:
        path.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def set_aside(path: Path, reason: str = "unreadable") -> Path:
    """Give a file a name of its own beside its place, and return that name.

    Nothing is overwritten: the name ends in a point and the reason, and a number where it is taken.

    Raises
    ------
    OSError
        If it cannot be renamed.
    """
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.{reason}{'' if number == 1 else f'-{number}'}")
        try:
            move_to_free_name(path, aside)
        except FileExistsError:
            number += 1
            continue
        return aside


def _partial(path: Path) -> tuple[int, Path]:
    """Make and lock an empty temporary file beside ``path``."""
    while True:
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.partial")
        handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if fcntl is None:
            return handle, temporary
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between the two calls another program may have taken it for a dead one's.
            if os.fstat(handle).st_nlink:
                return handle, temporary
        except BlockingIOError:
            pass
        except OSError:
            return handle, temporary  # a file system without locks
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
