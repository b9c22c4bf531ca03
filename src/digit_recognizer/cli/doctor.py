"""The command ``digit-recognizer doctor``."""

import typer

__all__ = ["doctor"]


def doctor() -> None:
    """Check packages, Qt, display, folders and weights; exit status 1 if something is missing."""
    from digit_recognizer.doctor import main

    raise typer.Exit(main([]))
