"""What an installation may lack: the extras, and the line that installs each."""

from importlib.util import find_spec

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["EXTRAS", "MissingExtraError", "require"]

EXTRAS = {
    "train": (*("llvmlite", "matplotlib", "numba", "pandas", "requests", "scipy", "urllib3"),),
    "parquet": ("pyarrow",),
    "export": ("onnx",),
    "sklearn": ("sklearn",),
    "forms": ("reportlab", "segno"),
    "serve": ("fastapi", "httptools", "uvicorn", "uvloop"),
    "dask": ("dask", "distributed", "pandas"),
    "app": ("PyQt6",),
}
"""The packages of each extra, by the names that they are imported by."""


class MissingExtraError(DigitRecognizerError, ImportError):
    """Packages of an extra that are not installed."""


def require(extra: str, purpose: str) -> None:
    """Check that the packages of an extra are installed, before the first of them is imported.

    Parameters
    ----------
    extra : str
        One of ``EXTRAS``.
    purpose : str
        What needs them, as the subject of the message.

    Raises
    ------
    MissingExtraError
        If one is missing; names the extra and the line that installs it.
    """
    if missing := [name for name in EXTRAS[extra] if find_spec(name) is None]:
        raise MissingExtraError(
            f"{purpose} needs packages that are not installed: expected those of the extra "
            f"{extra!r}, found no {', '.join(missing)}",
            f"type: pip install 'digit-recognizer[{extra}]'",
        )
