"""A lock on a folder, which is void when the program that holds it is gone, however it went."""

import os
import sys
import weakref
from pathlib import Path

__all__ = ["FolderLock", "lock_folder"]


class FolderLock:
    """Holds a folder until it is released or forgotten.

    Parameters
    ----------
    handle : int
        The open file that the system's lock is on.
    """

    def __init__(self, handle: int) -> None:
        self._close = weakref.finalize(self, os.close, handle)

    def release(self) -> None:
        """Let others have the folder; more than once is no mistake."""
        self._close()


def lock_folder(folder: Path, *, waits: bool = False) -> FolderLock | None:
    """Hold a folder that is there, alone among all programs and threads that ask for it.

    Parameters
    ----------
    folder : Path
        What to hold.
    waits : bool
        Whether to wait until nobody else holds it.

    Returns
    -------
    FolderLock or None
        None if somebody else holds it. On a file system without locks everybody does.

    Raises
    ------
    OSError
        If the folder is not there or cannot be opened.
    """
    if sys.platform == "win32":
        import msvcrt

        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(handle)
            return None
        return FolderLock(handle)
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    lock = FolderLock(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        lock.release()
        return None
    except OSError:
        return lock
    # Whoever held it before may have removed it.
    if not os.path.samestat(os.fstat(handle), folder.stat()):
        lock.release()
        return None
    return lock
