"""The command ``digit-recognizer train``."""

import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from digit_recognizer.cli.progress import new_bar
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.training.run import TrainingRun
    from digit_recognizer.training.trainer import EpochDone

__all__ = ["train"]

RUNS = Path("runs")


def train(
    recipe: Annotated[
        str | None,
        typer.Option(
            help="How to train, by name: classic, mnist, sprint or everyday. [default: classic]"
        ),
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Passes over the training images.")] = None,
    batch_size: Annotated[int | None, typer.Option(help="Images a step.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Length of the first steps.")] = None,
    decay_every: Annotated[
        int | None, typer.Option(help="Epochs between two decays of the learning rate.")
    ] = None,
    decay_rate: Annotated[
        float | None, typer.Option(help="What each decay multiplies the learning rate by.")
    ] = None,
    momentum: Annotated[
        float | None, typer.Option(help="Share of each step that the next one keeps.")
    ] = None,
    initializer: Annotated[
        str | None,
        typer.Option(
            help="How the first weights are drawn: fan-in, fan-in-root, fan-in-variance or normal."
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of the first weights and the order of the images.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Any setting by its name, such as optimizer.weight_decay=0.01; again for more. "
            "An unknown name is answered with all there are.",
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder that holds the public data set; downloaded if not given. Digits of your "
            "own are a setting, --set data=PATH: a folder of pictures, a CSV or an IDX file."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the run. [default: a new one in runs/]")
    ] = None,
    fold: Annotated[
        int | None,
        typer.Option(help="Leave out this third of the writers, 0 to 2, and judge by them."),
    ] = None,
    fold_by: Annotated[
        str | None,
        typer.Option(help="What --fold leaves a third of out: writer or laboratory."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the run in --out (by default the latest)."),
    ] = False,
    stored_width: Annotated[
        bool,
        typer.Option(
            "--stored-width",
            help="With --resume: run at the vector width that the run began with, on any machine.",
        ),
    ] = False,
) -> None:
    """Train a network; keep its weights, history and curves in a folder.

    Ctrl-C ends it cleanly; --resume goes on and ends in the same weights, bit for bit, where the
    processor's vectors are as wide as before.
    """
    options = {
        "epochs": epochs,
        "batch_size": batch_size,
        "schedule.learning_rate": learning_rate,
        "schedule.decay_every": decay_every,
        "schedule.decay_rate": decay_rate,
        "optimizer.momentum": momentum,
        "initializer": initializer,
        "seed": seed,
        "fold": fold,
        "fold_by": fold_by,
    }
    given = {name: str(value) for name, value in options.items() if value is not None}
    given |= dict(map(_name_and_value, changes or []))
    with _prepare(recipe, given, data, out, resume, stored_width) as run:
        follow(run)


def _prepare(
    name: str | None,
    given: dict[str, str],
    data: Path | None,
    out: Path | None,
    resume: bool,
    stored_width: bool,
) -> "TrainingRun":
    from digit_recognizer.training.recipes import recipe
    from digit_recognizer.training.run import TrainingRun
    from digit_recognizer.training.run_folder import RunFolder
    from digit_recognizer.training.settings import edited

    if resume:
        if name or given:
            settings = ", ".join(["recipe"] * bool(name) + list(given))
            raise DigitRecognizerError(
                f"--resume goes on with the run's own recipe: expected no other setting, got "
                f"{settings}",
                "leave it out, or start a new run without --resume",
            )
        return TrainingRun.resume(out or _latest_run(), data, at_stored_width=stored_width)
    if stored_width:
        raise DigitRecognizerError(
            "--stored-width belongs to a run that is gone on with: expected --resume beside it, "
            "found none",
            "add it or leave both out",
        )
    name = name or "classic"
    followed = edited(recipe(name), given)
    return TrainingRun.start(followed, out or RunFolder.claim(RUNS, name), data)


def _name_and_value(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise DigitRecognizerError(
            f"--set: expected NAME=VALUE, such as optimizer.momentum=0.8, got {text!r}"
        )
    return name.strip(), value


def _latest_run() -> Path:
    checkpoints = sorted(RUNS.glob("*/last.safetensors"), key=lambda path: path.stat().st_mtime)
    if not checkpoints:
        raise DigitRecognizerError(
            f"cannot resume: expected a training run in {RUNS}/, found none",
            "name the run's folder by --out, or start one without --resume",
        )
    return checkpoints[-1].parent


def follow(run: "TrainingRun") -> None:
    """Show a run from where it stands to its end or its stop."""
    recipe, trainer = run.recipe, run.trainer
    network = trainer.network.architecture
    typer.echo(
        f"{network.name}, {network.size:,} parameters; recipe {recipe.name}, seed {recipe.seed}; "
        f"{len(trainer.training):,} images to learn from, {len(trainer.validation):,} to judge "
        f"by; keeping {run.folder}"
    )
    for remark in _remarks(run):
        typer.echo(remark, err=True)
    _compile(run)
    with stopped_by_signals(run.stop) as received:
        seconds = _show_progress(run)
    if run.stopped:
        typer.echo(
            f"Stopped after step {trainer.state.step:,} of {trainer.steps:,}. Go on with: "
            f"digit-recognizer train --resume --out {shlex.quote(str(run.folder))}"
        )
        raise typer.Exit(128 + received[-1])
    typer.echo(f"Trained in {seconds:.2f} s, with all that was measured and written on the way")
    if run.has_test:
        score = run.test()
        typer.echo(
            f"Test set, best network: {score.correct:,} of {score.count:,} correct, "
            f"{100 * score.accuracy:.2f} %, loss {score.loss:.4f}"
        )
    best = shlex.quote(str(run.folder / "best.safetensors"))
    typer.echo(f"Use it: digit-recognizer read PICTURE --network {best}")


def _remarks(run: "TrainingRun") -> Iterator[str]:
    """Yield what there is to say before an earlier run goes on."""
    if run.remark:
        yield run.remark
    before, now = run.stored_lanes, run.trainer.lanes
    if before is not None and before != now:
        yield (
            f"The run began at a vector width of {before}, this machine's is {now}: the weights "
            "will not be those of a run that never stopped, bit for bit. With --stored-width they "
            f"are: it runs at {before} here too, perhaps slower."
        )


def _compile(run: "TrainingRun") -> None:
    """Compile the engine if that was not done yet, and say so if it takes a while."""
    waiting = Timer(1.0, typer.echo, ["compiling for this machine, once"])
    waiting.start()
    try:
        seconds = run.trainer.warm_up()
    finally:
        waiting.cancel()
        waiting.join()
    if seconds > waiting.interval:
        typer.echo(f"compiled in {seconds:.1f} s")


def _show_progress(run: "TrainingRun") -> float:
    """Move a bar with the images of an epoch; print a line when it is complete.

    Returns
    -------
    float
        Seconds from the start to the last of these lines.
    """
    from digit_recognizer.training.trainer import StepDone

    trainer = run.trainer
    begun, seconds = perf_counter(), 0.0
    with new_bar(len(trainer.training), " images") as bar:
        passed = trainer.state.step % trainer.steps_per_epoch
        bar.update(passed * trainer.recipe.batch_size)
        for event in run.events():
            if isinstance(event, StepDone):
                bar.set_postfix_str(f"loss {event.loss:.4f}", refresh=False)
                bar.update(event.images)
            else:
                seconds = perf_counter() - begun
                bar.write(_line(event, seconds))
                sys.stdout.flush()  # whoever reads along through a pipe need not wait
                bar.reset()
    return seconds


def _line(event: "EpochDone", seconds: float) -> str:
    training, validation = (
        f"loss {score.loss:.4f}, {100 * score.accuracy:.2f} %"
        for score in (event.training, event.validation)
    )
    return (
        f"epoch {event.epoch}/{event.epochs}  rate {event.learning_rate:.4g}  "
        f"training: {training}  validation: {validation}  after {seconds:.1f} s"
    )


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Let Ctrl-C, a polite kill and a closed terminal call ``stop`` and not break off in mid-step.

    Yields
    ------
    list of int
        The signals that came, empty as yet.
    """
    received: list[int] = []
    terminals = [number for number in (1, 2) if os.isatty(number)]

    def handle(signal_number: int, frame: FrameType | None) -> None:
        received.append(signal_number)
        stop()
        if signal_number not in (signal.SIGINT, signal.SIGTERM):
            # The terminal is gone: a word to it would be an error in the midst of saving.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for terminal in terminals:
                os.dup2(nowhere, terminal)
            os.close(nowhere)

    numbers = [signal.SIGINT, signal.SIGTERM]
    # nohup asks that a closed terminal be ignored. Windows has no such signal.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
