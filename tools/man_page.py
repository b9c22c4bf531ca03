"""The manual page of the command, made from what the command says of itself.

``python -m tools.man_page`` writes it; a test fails where it is not current.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from digit_recognizer import __version__
from digit_recognizer.cli.main import commands

__all__ = ["PAGE", "current_text"]

PAGE = Path(__file__).resolve().parents[1] / "packaging" / "digit-recognizer.1"

_STATUS = (
    ("0", "All was done."),
    ("1", "Something could not be done, or not be read; it is named on standard error."),
    ("2", "The command was not typed as it has to be."),
    ("3", "A sheet was read, and cells are left to check."),
    ("130", "Ctrl-C."),
)


def current_text() -> str:
    """Return the page as it is now, in the language of ``man``."""
    command = get_command(commands)
    assert isinstance(command, TyperGroup)
    name = "digit-recognizer"
    lines = [
        f'.TH {name.upper()} 1 "" "Digit Recognizer {__version__}" "User Commands"',
        ".SH NAME",
        rf"{_text(name)} \- read handwritten digits, numbers and sheets with LeNet\-5",
        ".SH SYNOPSIS",
        rf".B {_text(name)}",
        "[OPTIONS] [COMMAND [ARGS]...]",
        ".SH DESCRIPTION",
        *_paragraphs(command.help),
        ".SH OPTIONS",
        *_parameters(command, name),
        ".SH COMMANDS",
        *_commands(command, name),
        ".SH EXIT STATUS",
    ]
    for status, meaning in _STATUS:
        lines += [".TP", f".B {status}", _text(meaning)]
    return "\n".join(lines) + "\n"


def _commands(group: TyperGroup, name: str) -> Iterator[str]:
    for command in group.commands.values():
        called = f"{name} {command.name}"
        if isinstance(command, TyperGroup):
            yield from _commands(command, called)
            continue
        assert isinstance(command, TyperCommand)
        pieces = command.collect_usage_pieces(typer.Context(command, info_name=called))
        yield f".SS {_text(' '.join([called, *pieces]))}"
        yield from _paragraphs(command.help)
        yield from _parameters(command, called)


def _parameters(command: TyperCommand | TyperGroup, name: str) -> Iterator[str]:
    context = typer.Context(command, info_name=name)
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            term, meaning = record
            yield from (".TP", rf"\fB{_text(term)}\fR", _text(meaning))


def _paragraphs(text: str | None) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text or ""):
        yield from (".PP", _text(paragraph))


def _text(plain: str) -> str:
    """Return words so that nothing in them is taken for a command of ``man``."""
    line = " ".join(plain.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{line}" if line.startswith((".", "'")) else line


if __name__ == "__main__":
    PAGE.write_text(current_text(), encoding="utf-8")
