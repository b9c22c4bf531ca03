"""Keeps Python's search for garbage from stopping the window."""

from __future__ import annotations

import gc

__all__ = ["spare_what_is_loaded"]


def spare_what_is_loaded() -> None:
    """Spare what exists now from every later search for garbage.

    A full search looks at every object, and all threads wait for it. Most objects are functions
    and types of modules, which are never garbage: with all of them it takes 60 ms, without them
    a few. It is to be called where much was imported, not over and over: what is kept and
    becomes garbage in a cycle later is not found any more.
    """
    gc.freeze()
