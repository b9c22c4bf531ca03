"""Where the networks lie that a user has stored, each in a file of its name."""

import os
from pathlib import Path

__all__ = ["ENVIRONMENT_VARIABLE", "SUFFIX", "networks_folder", "stored_file", "stored_networks"]

ENVIRONMENT_VARIABLE = "DIGIT_RECOGNIZER_NETWORKS"
SUFFIX = ".safetensors"


def networks_folder() -> Path:
    """Give the folder of stored networks: the environment's, else the platform's for data."""
    if from_environment := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(from_environment)
    import platformdirs

    return platformdirs.user_data_path("digit-recognizer", appauthor=False) / "networks"


def stored_file(name: str, folder: Path | None = None) -> Path:
    """Return the file of the stored network called ``name``, whether it is there or not."""
    return (folder or networks_folder()) / f"{name}{SUFFIX}"


def stored_networks(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the stored networks; none where the folder is not there."""
    try:
        entries = list((folder or networks_folder()).iterdir())
    except OSError:
        return ()
    names = (entry.name.removesuffix(SUFFIX) for entry in entries if entry.name.endswith(SUFFIX))
    return tuple(sorted(name for name in names if not name.startswith(".")))
