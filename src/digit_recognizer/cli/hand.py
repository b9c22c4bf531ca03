"""``digit-recognizer hand``: what is learned of one person's digits, stored on this machine."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digit_recognizer.cli.remedies import explanation
from digit_recognizer.cli.streams import complain, printable
from digit_recognizer.recognizer import Recognizer

if TYPE_CHECKING:
    from digit_recognizer.hands.fit import Change
    from digit_recognizer.hands.profile import Profile

__all__ = ["hand_commands", "recognizer_with"]

hand_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Whose hand: any name.")]

_LEVELS = {
    "none": "the network as it was shipped: to change it does not help, or harms others",
    "prototypes": "prototypes beside the outputs",
    "refined": "F6 and output refined",
}


@hand_commands.command()
def learn(
    name: Name,
    pictures: Annotated[
        list[Path],
        typer.Argument(help="Pictures, or folders with digits named or sorted by digit."),
    ],
    digit: Annotated[
        int | None,
        typer.Option(min=0, max=9, help="What the pictures show; without it, folders say so."),
    ] = None,
) -> None:
    """Learn digits of one person, and find out what reads them best."""
    from digit_recognizer.hands.library import HandLibrary
    from digit_recognizer.hands.profile import Profile

    library, teacher = HandLibrary(), Recognizer().teacher
    profile = library.load(name) if name in library.names() else Profile(name)
    before = len(profile.digits)
    for path in pictures:
        if digit is not None:
            profile = profile.learn(path, digit, origin=path.name)
        else:
            profile = _with_folder(profile, path)
    profile = teacher.at_leisure(profile)
    library.save(profile)
    _echo(f"{name}: {len(profile.digits) - before:,} digits more, {len(profile.digits):,} in all")
    _echo_fit(profile)


def _with_folder(profile: "Profile", folder: Path) -> "Profile":
    from digit_recognizer.data.picture_folders import picture_digits
    from digit_recognizer.hands.profile import LearnedDigit

    if not folder.is_dir():
        raise typer.BadParameter(
            f"{folder} is a picture: say by --digit what it shows", param_hint="--digit"
        )
    digits, unread = picture_digits(folder)
    for each in unread:
        complain(each.reason)
    now = datetime.now().timestamp()
    inked = digits.images.any(axis=(1, 2))
    return profile.with_digits(
        [
            LearnedDigit(image, int(label), now, folder.name)
            for image, label in zip(digits.images[inked], digits.labels[inked], strict=True)
        ]
    )


@hand_commands.command()
def show(
    name: Annotated[str | None, typer.Argument(help="Whose hand. [default: list all]")] = None,
) -> None:
    """Show whose hands were learned, or everything that was learned of one."""
    from digit_recognizer.hands.library import HandLibrary

    library = HandLibrary()
    if name is None:
        for someone in library.names():
            _echo(f"{someone}: {len(library.load(someone).digits):,} digits")
        if not library.names():
            _echo("no hand was learned yet")
        return
    profile = library.load(name)
    for place, each in enumerate(profile.digits):
        when = datetime.fromtimestamp(each.learned_at).strftime("%Y-%m-%d %H:%M")
        _echo(f"{place:>4}  {each.label}  {when}  {each.origin}".rstrip())
    counts = ", ".join(f"{digit}: {count}" for digit, count in enumerate(profile.counts))
    _echo(f"{len(profile.digits):,} digits ({counts})")
    _echo_fit(profile)


@hand_commands.command()
def forget(
    name: Name,
    places: Annotated[
        list[int] | None, typer.Argument(help="The numbers that show gives; none: everything.")
    ] = None,
) -> None:
    """Erase learned digits from the disk, or all that is known of a person."""
    from digit_recognizer.hands.library import HandLibrary

    library = HandLibrary()
    profile = library.load(name)
    if not places:
        library.delete(name)
        _echo(f"{name}: forgotten, {len(profile.digits):,} digits")
        return
    for place in sorted(set(places), reverse=True):
        profile = profile.forget(place)
    library.save(Recognizer().teacher.at_leisure(profile))
    _echo(f"{name}: {len(profile.digits):,} digits left")


@hand_commands.command()
def evaluate(name: Name) -> None:
    """Measure what was learned: on the person's digits, left out in turn, and on others'."""
    from digit_recognizer.hands.library import HandLibrary

    library = HandLibrary()
    profile = Recognizer().teacher.at_leisure(library.load(name))
    library.save(profile)
    _echo_fit(profile)


@hand_commands.command()
def export(
    name: Name,
    file: Annotated[Path, typer.Argument(help="What to write: a name that ends in .safetensors.")],
) -> None:
    """Write all that was learned of a person to a file, which read --hand takes as well."""
    from digit_recognizer.hands.library import HandLibrary
    from digit_recognizer.hands.profile_file import save_profile

    if file.suffix != ".safetensors":
        raise typer.BadParameter(f"expected a name that ends in .safetensors, got {file.name!r}")
    save_profile(file, HandLibrary().load(name))
    _echo(f"{file}: {file.stat().st_size:,} bytes")


def recognizer_with(network: str | None, hand: str | None) -> Recognizer:
    """Return what reads with a hand; where that cannot be used, say so, and read without it.

    Raises
    ------
    UnknownHandError
        If nobody's hand has this name.
    """
    from digit_recognizer.hands.last_layers import HandError
    from digit_recognizer.hands.library import UnknownHandError

    recognizer = Recognizer(network, profile=hand)
    try:
        used = recognizer.profile
    except UnknownHandError:
        raise
    except HandError as error:
        complain(f"{explanation(error)}; read without it")
        return Recognizer(network)
    return Recognizer(network) if used is None else recognizer


def _echo_fit(profile: "Profile") -> None:
    fit = profile.fit
    if fit is None:
        _echo("not measured yet: digit-recognizer hand evaluate NAME")
        return
    _echo(f"reads by        {_LEVELS[fit.level]}")
    if fit.looks_again:
        _echo("second look     doubtful digits are compared with the learned ones")
    if fit.own is not None:
        _echo(f"own digits      {_in_words(fit.own)}, each read by what was learned without it")
    _echo(f"others' digits  {_in_words(fit.others)}")


def _in_words(change: "Change") -> str:
    return f"{change.before:,} of {change.digits:,} misread before, {change.after:,} after"


def _echo(line: str) -> None:
    print(printable(line), flush=True)
