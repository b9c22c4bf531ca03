"""Progress bars on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["new_bar", "progress"]


def new_bar(total: int | None, unit: str) -> "tqdm[Any]":
    """Return a bar that vanishes when it is closed."""
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[type-arg]
        """A bar without tqdm's watchdog thread, which would outlive it."""

        monitor_interval = 0

    return Bar(total=total, unit=unit, unit_scale=True, leave=False)


@contextmanager
def progress(total: int | None, unit: str, *, shown: bool) -> Iterator[Callable[[], object]]:
    """Lend what moves a bar by one, to a total if that is known; nothing where none is shown."""
    if not shown:
        yield lambda: None
        return
    with new_bar(total, unit) as bar:
        yield bar.update
