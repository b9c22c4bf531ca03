"""The command ``digit-recognizer evaluate``: how well a network reads digits of known truth."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from digit_recognizer.cli.streams import printable

if TYPE_CHECKING:
    from digit_recognizer.data.written_digits import WrittenDigits
    from digit_recognizer.evaluation.everyday import Form
    from digit_recognizer.evaluation.measured_sets import MeasuredSet
    from digit_recognizer.networks.checkpoint import Checkpoint
    from digit_recognizer.nn.network import Network

__all__ = ["evaluate"]

PROCESSES = 2
"""How many draw the pen strokes."""
MOST_NAMED = 5
"""Pictures that could not be read and are named; the others are counted."""


def evaluate(
    on: Annotated[
        str,
        typer.Option(
            metavar="SET|FOLDER|FILE",
            help="mnist, usps, pendigits, unipen, swiss, emnist-digits, orand or orand-crops; a "
            "folder of pictures, named or sorted by digit; a CSV or IDX file.",
        ),
    ],
    network: Annotated[
        str | None,
        typer.Option(help="A shipped network's name or a checkpoint. [default: the shipped one]"),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help="The data folder; otherwise DIGIT_RECOGNIZER_DATA, added folders, the cache.",
        ),
    ] = None,
    writers: Annotated[
        str | None,
        typer.Option(metavar="NAME,...", help="Only these writers' digits. [default: all]"),
    ] = None,
    full: Annotated[
        bool,
        typer.Option("--full", help="pendigits: every digit in every cell, which takes long."),
    ] = False,
    robust: Annotated[
        bool,
        typer.Option("--robust", help="Also read digits made worse, step by step, in five ways."),
    ] = False,
    by: Annotated[
        Literal["writer"] | None, typer.Option(help="With --corrections: whose digits are learned.")
    ] = None,
    corrections: Annotated[
        str | None,
        typer.Option(
            metavar="N,...",
            help="Let each writer correct so many of each digit, and read the writer's others.",
        ),
    ] = None,
    csv_file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write every reading here: truth and answer."),
    ] = None,
) -> None:
    """Measure how well a network reads digits of which the truth is known.

    Prints the share read correctly with its 95 % interval, by writer where writers are known, what
    is taken for what, and whether confidence can be trusted. For pendigits also by size, position
    and pen on the canvas, as strokes and as pictures. Writers that the network was trained on are
    left out, and so are pictures that cannot be read, which are named on standard error.
    """
    from digit_recognizer.evaluation.csv_files import write_readings
    from digit_recognizer.evaluation.measured_sets import measured_set
    from digit_recognizer.evaluation.measurement import measure
    from digit_recognizer.evaluation.report import robustness_table, summary
    from digit_recognizer.networks.checkpoint import find_checkpoint

    checkpoint = find_checkpoint(network)
    chosen = writers.split(",") if writers else None
    measured = measured_set(on, data)
    _name_unread(measured)
    if chosen:
        measured = replace(measured, digits=measured.digits.only(chosen))
    _echo(f"{measured.digits.name}: {len(measured.digits.labels):,} digits")
    measurement = measure(checkpoint, measured)
    readings = measurement.readings
    if measurement.contamination:
        _echo(f"Warning: {measurement.contamination}")
    _echo(*summary(readings))
    if (as_pictures := measurement.as_pictures()) is not None:
        typer.echo("\nThe same images, each read as a picture through the pipeline:")
        _echo(*summary(as_pictures))
    if on == "pendigits":
        some = chosen or measurement.trained_on
        _echo_cells(
            checkpoint.network, data, readings.digits.all_writers if some else None, full=full
        )
    if robust:
        points = list(measurement.robustness())
        count = points[0].share.whole
        typer.echo(f"\nMade worse, {count:,} digits drawn at random, correct in percent:")
        typer.echo("\n".join(robustness_table(points)))
    if by is not None or corrections is not None:
        _echo_learned(checkpoint, readings.digits, corrections or "0,1,2,5,10", data)
    if csv_file is not None:
        write_readings(csv_file, readings)
        _echo(f"{csv_file}: {len(readings.digits.labels):,} readings")


def _echo_learned(
    checkpoint: "Checkpoint", digits: "WrittenDigits", corrections: str, data: Path | None
) -> None:
    """Let each writer's hand be learned, and say how much better it is read then."""
    from digit_recognizer.evaluation.learned_hands import learned_table
    from digit_recognizer.hands.generic import shipped_generic
    from digit_recognizer.hands.learning import Teacher
    from digit_recognizer.networks.identity import network_identity
    from digit_recognizer.training.generic_digits import generic_digits

    try:
        of_each = [int(count) for count in corrections.split(",")]
    except ValueError:
        of_each = [-1]
    if min(of_each) < 0:
        raise typer.BadParameter(
            f"expected numbers such as 0,1,2,5,10, got {corrections!r}", param_hint="--corrections"
        )
    is_shipped = network_identity(checkpoint.network) == shipped_generic().network
    others = None if is_shipped else generic_digits(checkpoint, data)
    typer.echo("\nEach writer's digits corrected, the writer's others misread:")
    _echo(*learned_table(Teacher(checkpoint.network, others), digits, of_each))


def _name_unread(measured: "MeasuredSet") -> None:
    """Say on standard error how many pictures could not be read, and name the first few."""
    from digit_recognizer.data.picture_folders import unread_in_words

    if not measured.unread:
        return
    lines = [f"digit-recognizer: {unread_in_words(measured.unread, len(measured.digits.labels))}:"]
    lines += [f"  {each.reason}" for each in measured.unread[:MOST_NAMED]]
    if (more := len(measured.unread) - MOST_NAMED) > 0:
        lines.append(f"  and {more:,} more")
    _echo(*lines, err=True)


def _echo(*lines: str, err: bool = False) -> None:
    typer.echo("\n".join(map(printable, lines)), err=err)


def _echo_cells(
    network: "Network", data: Path | None, writers: tuple[str, ...] | None, *, full: bool
) -> None:
    """Measure pen strokes of all sizes, positions and pens, as strokes and as pictures."""
    pipelines: tuple[tuple[Form, str], ...] = (
        ("strokes", "Drawn on the canvas and read as strokes"),
        ("pictures", "Drawn on the canvas and read as a picture of it"),
    )
    from digit_recognizer.evaluation.everyday import USUAL_DIGITS, cell_digits
    from digit_recognizer.evaluation.readings import read_digits
    from digit_recognizer.evaluation.report import cell_shares, cell_table, worst_and_best

    for form, title in pipelines:
        cells = cell_digits(
            form,
            data,
            count=None if full else USUAL_DIGITS,
            writers=writers,
            processes=PROCESSES,
        )
        shares = cell_shares(cells, read_digits(network, cells.digits))
        typer.echo(f"\n{title}, {shares[0].whole:,} digits in each cell, correct in percent:")
        typer.echo("\n".join(cell_table(shares)))
        typer.echo(worst_and_best(shares))
