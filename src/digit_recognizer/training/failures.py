"""What can go wrong with a training, in words."""

from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "DivergedError",
    "NoRunError",
    "RunBusyError",
    "RunExistsError",
    "RunFolderError",
    "TrainingRunError",
    "storing_error",
]


class TrainingRunError(DigitRecognizerError):
    """A training that cannot be started, stored, or gone on with."""


class RunFolderError(TrainingRunError):
    """A folder that a training cannot have.

    Parameters
    ----------
    reason, remedy : str
        What is wrong, and what to do.
    folder : Path
        The folder.
    """

    def __init__(self, reason: str, remedy: str, folder: Path) -> None:
        super().__init__(reason, remedy)
        self.folder = folder


class RunExistsError(RunFolderError):
    """A folder that holds a training already."""


class NoRunError(RunFolderError):
    """A folder that holds no training."""


class RunBusyError(RunFolderError):
    """A folder in which a training is at work."""


class DivergedError(TrainingRunError):
    """A training whose loss or weights are no longer numbers.

    Attributes
    ----------
    passes : float
        Passes over the training images until then.
    """

    def __init__(self, passes: float, rate: float) -> None:
        self.passes = passes
        super().__init__(
            f"The training went astray after {passes:.2f} passes: its loss is no longer a number.",
            f"Take a smaller learning rate than {rate:.4g}, a tenth of it for example, and start "
            "again.",
        )


def storing_error(path: Path, error: OSError) -> TrainingRunError:
    """Return what there is to say where a training cannot be written."""
    return TrainingRunError(
        f"The training cannot be stored: {path}: {error.strerror or error}. Expected a folder that "
        "can be written to",
        "free some space, mend its permissions, or choose another folder",
    )
