"""The command itself: its sub-commands, and the one place where errors become words."""

import logging
import sys
from typing import Annotated

import typer

from digit_recognizer import __version__
from digit_recognizer.cli.data import data_commands
from digit_recognizer.cli.doctor import doctor
from digit_recognizer.cli.evaluate import evaluate
from digit_recognizer.cli.exchange import export, import_
from digit_recognizer.cli.form import form_commands
from digit_recognizer.cli.hand import hand_commands
from digit_recognizer.cli.read import read
from digit_recognizer.cli.remedies import explanation
from digit_recognizer.cli.reproduce import reproduce
from digit_recognizer.cli.serve import serve
from digit_recognizer.cli.sheet import sheet
from digit_recognizer.cli.show import show
from digit_recognizer.cli.streams import STANDARD_OUTPUT, drop, printable
from digit_recognizer.cli.train import train
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["commands", "main"]

commands = typer.Typer(
    name="digit-recognizer",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
commands.command()(read)
commands.command()(sheet)
commands.command()(train)
commands.command()(evaluate)
commands.command()(show)
commands.command()(reproduce)
commands.command()(export)
commands.command("import")(import_)
commands.command()(serve)
commands.command()(doctor)
commands.add_typer(form_commands, name="form", help="Forms of one's own: make one to print.")
commands.add_typer(
    hand_commands, name="hand", help="One person's digits: learn them, show, forget, export."
)
commands.add_typer(data_commands, name="data", help="Public data sets: list, fetch, show.")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digit-recognizer {__version__}")
        raise typer.Exit


@commands.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Print it."),
    ] = False,
) -> None:
    """Read handwritten digits with LeNet-5. Without a command, open the window."""
    if context.invoked_subcommand is None:
        from digit_recognizer.app.start import run

        raise typer.Exit(run())


def main() -> None:
    """Run the command; errors are one line, exit status 1 for failure and 2 for wrong usage."""
    # Where it caches its fonts is of no concern here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        try:
            commands(prog_name="digit-recognizer")
        finally:
            sys.stdout.flush()
    except DigitRecognizerError as error:
        _fail(explanation(error))
    except ValueError as error:  # the network's own
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        drop(sys.stdout)  # its reader has gone, and knows it
        sys.exit(1)
    except OSError as error:
        if error.filename == STANDARD_OUTPUT:
            drop(sys.stdout)
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _fail(message: str) -> None:
    if "--debug" in sys.argv:
        raise
    try:
        typer.echo(printable(f"digit-recognizer: {' '.join(message.split())}"), err=True)
    except OSError:
        drop(sys.stderr)
    sys.exit(1)
