"""The command ``digit-recognizer reproduce``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.reproduction.experiments import Experiment

__all__ = ["reproduce"]


def reproduce(
    network: Annotated[
        str | None,
        typer.Argument(
            help="What to run: lenet5, lenet4, lenet1, 300-100, linear or lenet5-today; or "
            "strings, the criteria of section VI. Without it, the table of what was run is printed."
        ),
    ] = None,
    distortions: Annotated[
        bool, typer.Option("--distortions", help="Train lenet5 on distorted digits as well.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, help="How many runs, with seeds from 0.")] = 1,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Run this seed alone, again if it was run before.")
    ] = None,
    figure: Annotated[
        int | None, typer.Option(help="Draw a figure of the paper: 3, 5, 6, 7, 8, 9 or 13.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps runs and figures. [default: runs/reproduction]"),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder that holds MNIST; downloaded if not given.")
    ] = None,
) -> None:
    """Run an experiment of the 1998 paper, and print its figure beside ours."""
    from digit_recognizer.reproduction.experiments import experiment
    from digit_recognizer.reproduction.runs import FOLDER, kept_outcome
    from digit_recognizer.reproduction.strings import STRINGS

    if network == STRINGS:
        _compare_criteria(data)
        return
    folder = out or FOLDER
    if figure is not None or network is not None:
        _check(folder)
    if figure is not None:
        from digit_recognizer.reproduction.figures import draw

        typer.echo(f"drawn: {draw(figure, folder, data)}")
        return
    if network is not None:
        made = experiment(f"{network}-distorted" if distortions else network)
        for number in range(seeds) if seed is None else [seed]:
            if seed is not None or kept_outcome(made.name, number, folder) is None:
                _run(made, number, folder, data)
    _print_table(folder)


def _check(folder: Path) -> None:
    """Make the folder, or say that nothing can be stored in it before minutes are spent."""
    reason = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
    else:
        if not os.access(folder, os.W_OK | os.X_OK):
            reason = "Permission denied"
    if reason:
        raise DigitRecognizerError(
            f"{folder}: expected a folder to store runs and figures in, but it cannot be written "
            f"({reason})",
            "name another by --out",
        )


def _run(made: "Experiment", seed: int, folder: Path, data: Path | None) -> None:
    from digit_recognizer.reproduction.runs import outcome_of
    from digit_recognizer.training.trainer import EpochDone

    typer.echo(f"{made.title}, recipe {made.recipe.name}, seed {seed}")
    for event in outcome_of(made, seed, folder, data):
        if isinstance(event, EpochDone):
            typer.echo(
                f"pass {event.epoch}/{event.epochs}  training error "
                f"{100 * event.training.error:.2f} %  test error "
                f"{100 * event.validation.error:.2f} %  {event.seconds:.1f} s"
            )


def _compare_criteria(data: Path | None) -> None:
    from digit_recognizer.reproduction.strings import (
        STRINGS_HEADER,
        compare_criteria,
        result_row,
    )

    _print_lines([STRINGS_HEADER, *map(result_row, compare_criteria(data))])


def _print_table(folder: Path) -> None:
    from digit_recognizer.reproduction.table import HEADER, rows

    lines = [HEADER, *rows(folder)]
    if len(lines) == 1:
        typer.echo(
            f"Nothing was run yet in {folder}. Begin with: digit-recognizer reproduce linear"
        )
        return
    _print_lines(lines)


def _print_lines(lines: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        typer.echo("  ".join([first.strip().ljust(widths[0]), *others]).rstrip())
