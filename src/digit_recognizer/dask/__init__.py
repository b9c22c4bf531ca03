"""Archives of pictures, read on a Dask cluster: bags, data frames and folders to answers."""

from digit_recognizer.extras import require

require("dask", "Reading on a cluster")

from digit_recognizer.dask.bags_and_frames import read_bag, read_dataframe  # noqa: E402
from digit_recognizer.dask.folder import Archive, ArchiveError, PartDone, read_folder  # noqa: E402

__all__ = ["Archive", "ArchiveError", "PartDone", "read_bag", "read_dataframe", "read_folder"]
