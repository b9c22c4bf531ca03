"""A folder with data sets that the user has: chosen once, looked in from then on."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.widgets.dialogs import choose_folder
from digit_recognizer.data.known_sets import KNOWN_SETS
from digit_recognizer.data.locations import add_folder

__all__ = ["choose_data_folder"]

_TITLE = "The folder that holds the data sets"


def choose_data_folder(
    parent: QWidget, session: Session, say: Callable[[str], object] | None = None
) -> bool:
    """Let the user choose a folder with data sets; say what was found in it.

    Parameters
    ----------
    parent
        Where the dialog belongs.
    session
        Its settings remember the folder; its messages say what was found.
    say
        Says it instead.

    Returns
    -------
    Whether there is a set in it, so that it is looked in from now on.
    """
    folder = choose_folder(parent, session.settings, "data", _TITLE)
    if folder is None:
        return False
    say = say or session.messages.about("data sets").ask
    found = [known.title for known in KNOWN_SETS if known.find_to_measure(folder) is not None]
    if not found:
        say(
            f"{folder}: expected the files of a data set there or in a subfolder, found none; "
            "choose the folder that has them."
        )
        return False
    try:
        add_folder(folder)
    except OSError as error:
        say(f"The folder could not be noted ({error.strerror or error}); try again.")
        return False
    say(f"Found in {folder.name or folder}: {', '.join(found)}.")
    return True
