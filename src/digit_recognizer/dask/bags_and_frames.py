"""Bags and data frames of pictures to bags and data frames of answers, as lazy as Dask is."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import pandas as pd

from digit_recognizer.dask.reading import Kind, Reading, Row
from digit_recognizer.ink import PictureLike, Polarity

if TYPE_CHECKING:
    from dask.bag import Bag
    from dask.dataframe import DataFrame

__all__ = ["read_bag", "read_dataframe"]

_OF_PANDAS = {"int8": "Int8", "int32": "Int32", "double": "float64", "string": "string"}


def read_bag(
    pictures: "Bag",
    kind: Kind = "digits",
    *,
    network: str | None = None,
    polarity: Polarity = "auto",
    format: str | None = None,  # noqa: A002
) -> "Bag":
    """Return what is read in a bag of pictures, as a bag of rows.

    Parameters
    ----------
    pictures : dask.bag.Bag
        Of paths that every worker sees, or of bytes or arrays; of paths where they are sheets.
    kind, network, polarity, format
        As ``Reading`` takes them.

    Returns
    -------
    dask.bag.Bag
        Of dict: one for each picture, or for each cell of a sheet, with the columns of ``COLUMNS``.
        What cannot be read has a ``problem``.
    """
    reading = Reading(kind, network, polarity, format)
    return pictures.map_partitions(partial(_rows, reading))


def read_dataframe(
    frame: "DataFrame",
    column: str,
    kind: Kind = "digits",
    *,
    network: str | None = None,
    polarity: Polarity = "auto",
    format: str | None = None,  # noqa: A002
) -> "DataFrame":
    """Return what is read in the pictures that a column of a data frame names.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
    column : str
        Holds the paths of pictures, which every worker sees.
    kind, network, polarity, format
        As ``Reading`` takes them.

    Returns
    -------
    dask.dataframe.DataFrame
        With the columns of ``COLUMNS``, and the index of the picture in ``frame``.
    """
    reading = Reading(kind, network, polarity, format)
    types = {
        name: "object" if kind.startswith("list") else _OF_PANDAS[kind]
        for name, kind in reading.columns.items()
    }
    meta = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
    paths = frame[column]
    return paths.map_partitions(partial(_table, reading, types), meta=meta)


def _rows(reading: Reading, pictures: Iterable[PictureLike]) -> Iterator[Row]:
    return chain.from_iterable(reading(pictures))


def _table(reading: Reading, types: dict[str, str], paths: "pd.Series[Any]") -> pd.DataFrame:
    found = list(reading(map(str, paths)))
    index = paths.index.repeat([len(rows) for rows in found])
    rows = pd.DataFrame(list(chain.from_iterable(found)), index, columns=list(types))
    return rows.astype(types)
