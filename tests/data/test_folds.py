"""Every writer is in one part of three, with all that they wrote."""

import pytest

from digit_recognizer.data.folds import FOLDS, FOLDS_BY, FoldBy, writers_of_fold

UNIPEN = tuple(
    f"{laboratory}-w{number:04}"
    for laboratory in ("apa", "apb", "ape", "cea", "ceb", "ced", "gmd", "new", "val")
    for number in range(8)
)


def folds(collection: str, writers: tuple[str, ...], by: FoldBy) -> list[tuple[str, ...]]:
    return [writers_of_fold(collection, writers, fold, by) for fold in range(FOLDS)]


@pytest.mark.parametrize("by", FOLDS_BY)
@pytest.mark.parametrize("collection", ["unipen", "notes"])
def test_every_writer_is_in_one_part_whatever_their_order(collection: str, by: FoldBy) -> None:
    parts = folds(collection, UNIPEN, by)
    assert sorted(writer for part in parts for writer in part) == sorted(UNIPEN)
    assert parts == folds(collection, UNIPEN[::-1], by)


@pytest.mark.parametrize("by", FOLDS_BY)
def test_writers_are_dealt_evenly_where_nothing_is_known_of_them(by: FoldBy) -> None:
    assert folds("notes", tuple("abcdefg"), by) == [("a", "d", "g"), ("b", "e"), ("c", "f")]


@pytest.mark.parametrize("by", FOLDS_BY)
def test_a_writer_of_unipen_is_in_the_same_part_in_every_file(by: FoldBy) -> None:
    whole = folds("unipen", UNIPEN, by)
    some = folds("unipen", UNIPEN[::5], by)
    assert all(set(few) <= set(all_) for few, all_ in zip(some, whole, strict=True))


def test_whole_laboratories_are_left_out() -> None:
    laboratories = [
        {writer[:3] for writer in part} for part in folds("unipen", UNIPEN, "laboratory")
    ]
    assert sum(map(len, laboratories)) == len(set.union(*laboratories)) == 9


@pytest.mark.parametrize("by", FOLDS_BY)
def test_laboratories_that_share_writers_are_never_divided(by: FoldBy) -> None:
    for pair in ({"apb", "ape"}, {"cea", "ceb"}):
        having = [part for part in folds("unipen", UNIPEN, by) if pair & {w[:3] for w in part}]
        assert len(having) == 1


def test_one_person_with_two_laboratories_is_in_one_part() -> None:
    writers = ("apa-w0021", "ced-w0021", "xyz-w0021")
    assert sorted(map(len, folds("unipen", writers, "writer"))) == [0, 0, 3]
