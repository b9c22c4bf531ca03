"""What is called what in an ONNX file of ours, and what its metadata say."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from digit_recognizer import __version__
from digit_recognizer.ink.version import INK_VERSION
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.nn.architecture import Architecture

__all__ = [
    "FILE_FORMAT",
    "IMAGE",
    "LINE_PREPARATION",
    "LOGITS",
    "METADATA",
    "OPSET",
    "PREPARATION",
    "PROBABILITIES",
    "metadata_of",
]

IMAGE, LOGITS, PROBABILITIES = "image", "logits", "probabilities"
OPSET, FILE_FORMAT = 17, 8
"""Versions of ONNX's operators and files that every runtime of today reads."""
METADATA = "digit_recognizer."
"""What the names of our metadata begin with."""
PREPARATION = (
    "image: uint8, (n, 28, 28), white ink (255) on black (0), as MNIST has it: the ink's box "
    "scaled into 20x20 pixels by the mean of areas, its centre of mass in the middle of 28x28. "
    "digit_recognizer.ink makes it of pictures and pen strokes."
)
LINE_PREPARATION = (
    "image: uint8, (n, 32, width), white ink (255) on black (0): a line of digits and signs, "
    "upright and level, digits 20 pixels high that stand on row 26, 16 pixels of background at "
    "both ends. There is a column of outputs for each window of 32 pixels, one every four."
)


def metadata_of(
    architecture: Architecture,
    classes: Sequence[str],
    checkpoint: Checkpoint | None = None,
    *,
    preparation: str = PREPARATION,
) -> dict[str, str]:
    """Return what a file says beside its graph, by name, each value a text or JSON.

    Parameters
    ----------
    architecture : Architecture
    classes : sequence of str
        What each output stands for.
    checkpoint : Checkpoint, optional
        The story of a network for digits: recipe, temperature and rule of verdicts.
    preparation : str
        What its input is.
    """
    said = {
        "version": __version__,
        "architecture": architecture.name,
        "classes": json.dumps(list(classes)),
        "ink_version": str(INK_VERSION),
        "preparation": preparation,
    }
    if checkpoint is not None:
        said["recipe"] = checkpoint.recipe_name
        said["rule"] = json.dumps(asdict(checkpoint.rule))
        said["temperature"] = json.dumps(checkpoint.temperature)
    return {METADATA + name: text for name, text in said.items()}
