"""Where compiled code is cached.

Numba looks for a folder that can be written: the one that ``NUMBA_CACHE_DIR`` names, the one beside
the source, the user's own. Where there is none, a temporary folder takes their place until the
program ends; where even that cannot be made, nothing is cached.
"""

import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numba  # noqa: F401 (first, or threads that load it at the same time find parts of it)
from numba.core.caching import CompileResultCacheImpl, FunctionCache, InTreeCacheLocator

__all__ = ["cacheable", "durable_folder", "environment_for_others", "tell_if_not_durable"]

ENGINE = Path(__file__).parent


def cacheable(function: Callable[..., Any]) -> bool:
    """Tell whether there is a folder in which the function can be cached once it is compiled."""
    try:
        FunctionCache(function)
    except RuntimeError:
        return False
    return True


def durable_folder() -> Path | None:
    """Return where code of this folder is cached for the next program; None where it is not."""
    try:
        locator = CompileResultCacheImpl(durable_folder).locator
    except RuntimeError:
        return None
    return None if isinstance(locator, _TemporaryLocator) else Path(locator.get_cache_path())


def environment_for_others() -> dict[str, str]:
    """Return what the environment of other processes needs, so that they share the cache."""
    if durable_folder() is None and (folder := _temporary_folder()):
        return {"NUMBA_CACHE_DIR": folder}
    return {}


@cache
def tell_if_not_durable() -> None:
    """Say once, where so, that all is compiled anew in this program."""
    if durable_folder() is None:
        logging.getLogger(__name__).warning(
            "The engine compiles anew for this run: no folder was found in which compiled code can "
            "be stored. Set NUMBA_CACHE_DIR to a folder that can be written."
        )


class _TemporaryLocator(InTreeCacheLocator):  # type: ignore[misc]
    """Finds the temporary folder, for functions of the engine."""

    def get_cache_path(self) -> str:
        """Return the folder, as Numba divides the one that ``NUMBA_CACHE_DIR`` names."""
        folder = _temporary_folder()
        if folder is None:
            raise FileNotFoundError("there is no temporary folder")
        return os.path.join(folder, self.get_suitable_cache_subpath(self._py_file))  # noqa: PTH118

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> Any:
        """Return a locator for a function, if it is the engine's and can be cached."""
        return super().from_function(function, file) if ENGINE in Path(file).parents else None


@cache
def _temporary() -> TemporaryDirectory[str] | None:
    """Make the folder that is removed when the program ends."""
    try:
        return TemporaryDirectory(prefix="digit-recognizer-", ignore_cleanup_errors=True)
    except OSError:
        return None


def _temporary_folder() -> str | None:
    made = _temporary()
    return made.name if made else None


# The last to be asked. It finds nothing for functions of others.
CompileResultCacheImpl._locator_classes.append(_TemporaryLocator)
