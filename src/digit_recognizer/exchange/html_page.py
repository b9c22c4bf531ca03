"""A network as one page that reads what is drawn on it, without any other file or address."""

import json
import re
from base64 import b64encode
from dataclasses import asdict
from html import escape
from importlib.resources import files

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.description import described

__all__ = ["MOST_BYTES", "PageError", "html_page"]

MOST_BYTES = 1_000_000
PARTS = "digit_recognizer.exchange.page"
SCRIPTS = ("ink.js", "network.js", "layers.js", "page.js")


class PageError(DigitRecognizerError):
    """A network that makes no page."""


def html_page(checkpoint: Checkpoint, name: str) -> str:
    """Return a page that makes the network's input of pen strokes, reads it, and shows the layers.

    Its JavaScript does what ``digit_recognizer.ink`` and the layers of ``digit_recognizer.nn`` do.

    Parameters
    ----------
    checkpoint : Checkpoint
        A network for digits, and its rule of verdicts.
    name : str
        What the page calls it.

    Raises
    ------
    PageError
        If the page would be larger than a megabyte.
    ArchitectureError
        If a layer is of a kind that cannot be described.
    """
    filled = {
        "name": escape(name),
        "style": _part("page.css"),
        "network": packed_network(checkpoint),
        "scripts": "\n".join(map(_part, SCRIPTS)),
    }
    page = re.sub(r"\{\{(\w+)\}\}", lambda place: filled[place[1]], _part("page.html"))
    if (size := len(page.encode())) > MOST_BYTES:
        raise PageError(
            f"expected a network that makes a page of at most {MOST_BYTES:,} bytes, got {size:,} "
            f"for its {checkpoint.network.architecture.size:,} weights",
            "write it as ONNX",
        )
    return page


def packed_network(checkpoint: Checkpoint) -> str:
    """Return a network as JSON that a script element can hold.

    Weights are one vector of float32, little-endian, in base64; ``parameters`` says where those of
    each layer begin and end.
    """
    network = checkpoint.network
    values = {
        "architecture": described(network.architecture),
        "rule": asdict(checkpoint.rule),
        "parameters": [
            [slot.layer, slot.parameter, slot.start, slot.stop]
            for slot in network.architecture.slots
        ],
        "vector": b64encode(network.parameters.astype("<f4").tobytes()).decode(),
    }
    return json.dumps(values, separators=(",", ":")).replace("<", "\\u003c")


def _part(file: str) -> str:
    return files(PARTS).joinpath(file).read_text("utf-8").strip()
