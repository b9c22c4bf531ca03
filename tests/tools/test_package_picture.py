"""The picture of the packages."""

from tools.package_picture import DOCUMENT, current_text, picture


def test_the_picture_in_the_architecture_is_current() -> None:
    drawn = DOCUMENT.read_text(encoding="utf-8")
    assert drawn == current_text(), (
        "expected the current picture; run python -m tools.package_picture"
    )


def test_an_import_that_a_longer_chain_implies_has_no_arrow() -> None:
    drawn = picture({"top": {"middle", "bottom"}, "middle": {"bottom"}, "bottom": set()})
    assert "top --> middle" in drawn
    assert "middle --> bottom" in drawn
    assert "top --> bottom" not in drawn


def test_a_circle_keeps_all_its_arrows() -> None:
    drawn = picture({"top": {"a", "b"}, "a": {"b"}, "b": {"a"}})
    assert {"top --> a", "top --> b", "a --> b", "b --> a"} <= {
        line.strip() for line in drawn.splitlines()
    }
