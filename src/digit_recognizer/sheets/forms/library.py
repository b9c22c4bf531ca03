"""The descriptions of forms whose codes are too small for them, stored on this machine."""

import json
from pathlib import Path

from digit_recognizer.data.files import read_whole, replaced_when_complete
from digit_recognizer.sheets.forms.code import (
    CodeOfPage,
    described_form,
    form_described,
    holds_texts,
    identity,
)
from digit_recognizer.sheets.forms.form import Form, FormError

__all__ = ["remember_form", "with_texts"]

_MOST_BYTES = 1_000_000


def forms_folder() -> Path:
    """Return where the descriptions are stored."""
    import platformdirs

    return platformdirs.user_data_path("digit-recognizer", appauthor=False) / "forms"


def remember_form(form: Form) -> None:
    """Store the texts of a form, if its code does not hold them.

    Raises
    ------
    FormError
        If they cannot be stored.
    """
    if holds_texts(form):
        return
    path = forms_folder() / f"{identity(form)}.json"
    try:
        with replaced_when_complete(path) as temporary:
            temporary.write_text(json.dumps(described_form(form)), encoding="utf-8")
    except OSError as error:
        raise FormError(
            f"{path}: the form's texts cannot be stored ({error.strerror or error})",
            "make room, or keep the form's TOML file and name it when you read",
        ) from error


def with_texts(code: CodeOfPage, given: Form | None = None) -> Form:
    """Return the form of a code with its texts, if they are known; else as the code has it.

    Parameters
    ----------
    code : CodeOfPage
    given : Form, optional
        What the form may be; used where it is.
    """
    if code.is_whole:
        return code.form
    if given is not None and identity(given) == code.identity:
        return given
    try:
        content = read_whole(forms_folder() / f"{code.identity}.json", _MOST_BYTES)
        form = form_described(json.loads(content))
    except (OSError, ValueError, TypeError, RecursionError, FormError):
        return code.form
    return form if identity(form) == code.identity else code.form
