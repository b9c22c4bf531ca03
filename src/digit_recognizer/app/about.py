"""What the program is, what it stands on, and under which licences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from html import escape
from importlib.metadata import PackageNotFoundError, distribution, requires

from digit_recognizer import __version__
from digit_recognizer.data.catalogue import CATALOGUE, MNIST, PublicDataset
from digit_recognizer.data.handwriting import HANDWRITING, HandwritingSet

__all__ = ["Library", "about_text", "libraries"]

_NAME = "digit-recognizer"
_FOR_DEVELOPERS = ("dev", "bench")
_LONGEST_LICENCE = 60


@dataclass(frozen=True)
class Library:
    """A library that the program uses, as it is installed."""

    name: str
    version: str
    licence: str


def libraries() -> tuple[Library, ...]:
    """Return the libraries that the program asks for and that are installed, by name."""
    try:
        wanted = requires(_NAME) or ()
    except PackageNotFoundError:
        return ()
    parts = (requirement.partition(";") for requirement in wanted)
    names = {
        re.split(r"[^\w.-]", name, maxsplit=1)[0].lower()
        for name, _, marker in parts
        if not any(extra in marker for extra in _FOR_DEVELOPERS)
    }
    return tuple(found for name in sorted(names) if (found := _library(name)) is not None)


def about_text() -> str:
    """Return what is to be said of the program, as HTML."""
    used = "".join(
        f"<li>{escape(each.name)} {escape(each.version)}: {escape(each.licence)}</li>"
        for each in libraries()
    )
    data: dict[str, HandwritingSet | PublicDataset] = {each.name: each for each in HANDWRITING}
    data |= {each.name: each for each in CATALOGUE}
    sets = "".join(
        f"<li><b>{escape(each.name)}</b>: {escape(each.description)}. "
        f"Licence: {escape(each.licence)}. {escape(each.citation)}</li>"
        for each in data.values()
    )
    return f"""
    <p>Version {escape(__version__)}</p>
    <p>Reads handwritten digits on this computer, without a connection. The network that reads is
    LeNet-5, written from scratch in Python.</p>
    <h3>Licence</h3>
    <p>The program, its networks, its pictures and its icons are under the MIT licence.
    PyQt6 is under the GPL, version 3: the whole program with its window may be passed on under
    its terms.</p>
    <h3>The article</h3>
    <p>{escape(MNIST.citation)}</p>
    <h3>Data</h3>
    <p>The networks learned from some of these sets, and others measure them. Which is which says
    the description of each network. None of the sets is part of the program.</p>
    <ul>{sets}</ul>
    <h3>Libraries</h3>
    <ul>{used}</ul>
    """


def _library(name: str) -> Library | None:
    """Return a library; None where it is not installed."""
    try:
        described = distribution(name).read_text("METADATA")
    except PackageNotFoundError:
        return None
    # Its long description is no part of the head, and is most of the text.
    head = HeaderParser().parsestr((described or "").partition("\n\n")[0])
    return Library(head.get("Name", name), head.get("Version", ""), _licence(head))


def _licence(described: Message) -> str:
    """Return what a library says of its licence, in few words."""

    def said(field: str) -> list[str]:
        return [str(each) for each in described.get_all(field) or ()]

    classifiers = [each.rsplit(" :: ", 1)[-1] for each in said("Classifier") if "License" in each]
    for text in (*said("License-Expression"), *classifiers, *said("License")):
        if 0 < len(text.strip()) <= _LONGEST_LICENCE:
            return text.strip()
    return "see its documentation"
