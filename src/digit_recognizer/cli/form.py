"""``digit-recognizer form``: forms of one's own, to print, fill in and photograph."""

from pathlib import Path
from typing import Annotated

import typer

from digit_recognizer.cli.streams import printable

__all__ = ["form_commands"]

form_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@form_commands.command()
def new(
    description: Annotated[
        Path, typer.Argument(metavar="FORM.TOML", help="What the form has; see: form example.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The PDF. [default: the description's name, .pdf]"),
    ] = None,
) -> None:
    """Make a form as a PDF: print it, fill it in, and read its photograph with: sheet."""
    from digit_recognizer.sheets.forms.form import read_form_file
    from digit_recognizer.sheets.forms.library import remember_form
    from digit_recognizer.sheets.forms.printing import print_form

    form = read_form_file(description)
    path = out or description.with_suffix(".pdf")
    if path.suffix.lower() != ".pdf":
        raise typer.BadParameter(
            f"expected a name that ends in .pdf, got {path.name!r}", param_hint="--out"
        )
    remember_form(form)
    pages = print_form(form, path)
    print(printable(f"{path}: {pages} page{'s' if pages > 1 else ''}"), flush=True)


@form_commands.command()
def example() -> None:
    """Print a description to begin with."""
    from digit_recognizer.sheets.forms.form import EXAMPLE

    print(EXAMPLE, end="", flush=True)
