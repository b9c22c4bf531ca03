"""Networks to files that other programs read, and from them: what command and window call."""

from pathlib import Path

from digit_recognizer.data.files import read_whole
from digit_recognizer.data.packed_files import write_packed
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.extras import require
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint

__all__ = ["ENDINGS", "SEGMENTS", "SWEEP", "ExchangeError", "export_network", "import_network"]

ENDINGS = (".onnx", ".html")
"""What the name of an exported file ends in, and so says of what kind it is."""
SEGMENTS = "segments"
"""The network that reads the segments of numbers, which is no network for digits alone."""
SWEEP = "sweep"
"""The space displacement network, which reads a line of any width."""


class ExchangeError(DigitRecognizerError):
    """A network that cannot be written for another program, or cannot be taken from one."""


def export_network(source: Checkpoint | Path | str | None, path: Path) -> None:
    """Write a network as an ONNX file, for other programs, or as a page that reads by itself.

    Parameters
    ----------
    source : Checkpoint, Path or str, optional
        The network; or as ``find_checkpoint`` takes it, or ``"segments"`` or ``"sweep"``.
    path : Path
        Its ending says of what kind the file is.

    Raises
    ------
    ExchangeError
        If the ending is of no kind, or the file cannot be written.
    PageError
        If the network is too large for a page.
    CheckpointError
        If there is no such network.
    MissingExtraError
        If what writes such a file is not installed.
    """
    if path.suffix.lower() not in ENDINGS:
        raise ExchangeError(
            f"expected a name that ends in {' or '.join(ENDINGS)}, got {path.name!r}",
            "the ending says what is written",
        )
    content = _onnx(source) if path.suffix.lower() == ".onnx" else _page(source)
    with write_packed(path, "a network", ExchangeError) as file:
        file.write(content)


def import_network(path: Path, *, background: float = 0.0, ink: float = 1.0) -> Checkpoint:
    """Return the network that an ONNX file's graph computes.

    The file is read and followed, never run; it may come from anybody.

    Parameters
    ----------
    path : Path
        An ONNX file.
    background, ink : float
        What the model is given for a pixel of background and of ink, where its input is not bytes
        of 0 to 255.

    Raises
    ------
    ExchangeError
        If the file cannot be read, is none, or has a node that no layer of ours can stand for.
    MissingExtraError
        If what reads such a file is not installed.
    """
    require("export", "Reading ONNX files")
    from digit_recognizer.exchange.onnx_parsing import MOST_BYTES, OnnxError
    from digit_recognizer.exchange.onnx_reading import checkpoint_of

    try:
        content = read_whole(path, MOST_BYTES)
        return checkpoint_of(content, path.stem[:40] or "network", background=background, ink=ink)
    except OSError as error:
        raise ExchangeError(f"{path}: cannot be read: {error.strerror or error}") from error
    except OnnxError as error:
        raise ExchangeError(f"{path}: {error.reason}", error.remedy) from error


def _onnx(source: Checkpoint | Path | str | None) -> bytes:
    require("export", "Writing ONNX files")
    from digit_recognizer.exchange.onnx_names import LINE_PREPARATION, metadata_of
    from digit_recognizer.exchange.onnx_writing import onnx_file
    from digit_recognizer.numbers.patterns import DIGITS

    if source == SEGMENTS:
        from digit_recognizer.numbers.network import shipped_network
        from digit_recognizer.numbers.scorer import LABELS

        return onnx_file(shipped_network(), metadata_of(shipped_network().architecture, LABELS))
    if source == SWEEP:
        from digit_recognizer.numbers.scorer import LABELS
        from digit_recognizer.numbers.sweep import SIDE, shipped_sweeper, wide_network

        wide = wide_network(shipped_sweeper(), 2 * SIDE)
        return onnx_file(wide, metadata_of(wide.architecture, LABELS, preparation=LINE_PREPARATION))
    checkpoint = source if isinstance(source, Checkpoint) else find_checkpoint(source)
    network = checkpoint.network
    return onnx_file(network, metadata_of(network.architecture, DIGITS, checkpoint))


def _page(source: Checkpoint | Path | str | None) -> bytes:
    from digit_recognizer.exchange.html_page import html_page

    checkpoint = source if isinstance(source, Checkpoint) else find_checkpoint(source)
    return html_page(checkpoint, checkpoint.network.architecture.name).encode()
