from pathlib import Path

import pytest

from digit_recognizer.data.handwriting import HANDWRITING, PENDIGITS, USPS, find_handwriting
from digit_recognizer.data.locations import DataNotFoundError


def test_a_set_is_found_in_its_subfolder_or_in_the_folder_itself(tmp_path: Path) -> None:
    (tmp_path / "zip.train").touch()
    assert find_handwriting(USPS, tmp_path) == tmp_path / "zip.train"
    (tmp_path / "usps").mkdir()
    (tmp_path / "usps" / "zip.train.gz").touch()
    assert find_handwriting(USPS, tmp_path) == tmp_path / "usps" / "zip.train.gz"


def test_the_folder_of_the_environment_is_looked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    (tmp_path / "pendigits-orig.tra").touch()
    assert find_handwriting(PENDIGITS) == tmp_path / "pendigits-orig.tra"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        DataNotFoundError, match=r"expected zip.train.gz there or in the subfolder usps"
    ):
        find_handwriting(USPS, tmp_path)


def test_what_may_only_be_measured_on_is_never_offered_for_training() -> None:
    assert [each.name for each in HANDWRITING if each.may_train] == ["pendigits", "swiss", "unipen"]


@pytest.mark.parametrize("handwriting", HANDWRITING, ids=lambda each: each.name)
def test_the_real_sets_are_found(handwriting, shared_data: Path) -> None:  # type: ignore[no-untyped-def]
    assert find_handwriting(handwriting, shared_data).is_file()
