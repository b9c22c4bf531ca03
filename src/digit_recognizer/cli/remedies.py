"""What to do about a failure, in the terms of the command: its options and sub-commands."""

import shlex

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["explanation"]


def explanation(error: DigitRecognizerError) -> str:
    """Return what went wrong and what to type."""
    remedy = _remedy(error)
    return str(error) if remedy is None else str(DigitRecognizerError(error.reason, remedy))


def _remedy(error: DigitRecognizerError) -> str | None:
    # What an extra brings is looked at only where it raised the error.
    home = type(error).__module__.removeprefix("digit_recognizer.")
    if home.startswith("training."):
        return _remedy_of_training(error)
    if home == "data.download" and error.remedy:
        return f"{error.remedy.rstrip('.')} by --data FOLDER."
    if home == "answers.answer_file" and type(error).__name__ == "UnfinishedError":
        return "go on with it by --resume, or remove it to begin anew"
    from digit_recognizer.data.locations import DataNotFoundError, PublicDataNotFoundError

    match error:
        case PublicDataNotFoundError(dataset=dataset, folder=folder):
            into = f" --data {shlex.quote(str(folder))}" if folder is not None else ""
            return f"copy them there, or run: digit-recognizer data fetch {dataset}{into}"
        case DataNotFoundError() if error.remedy:
            return f"{error.remedy}, by --data"
    return None


def _remedy_of_training(error: DigitRecognizerError) -> str | None:
    from digit_recognizer.training.failures import NoRunError, RunBusyError, RunExistsError

    match error:
        case RunExistsError(folder=folder):
            here = shlex.quote(str(folder))
            return f"go on with it by --resume --out {here}, or name another folder by --out"
        case NoRunError():
            return "name the run's folder by --out, or start one without --resume"
        case RunBusyError():
            return "wait until it has ended, or name another folder by --out"
    return None
