"""The command's manual page."""

from tools.man_page import PAGE, current_text


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == current_text(), "run python -m tools.man_page"


def test_it_has_every_command_and_no_line_that_man_would_take_for_one_of_its_own() -> None:
    lines = current_text().splitlines()
    assert any(line.startswith(r".SS digit\-recognizer form new ") for line in lines)
    requests = {line.split()[0] for line in lines if line.startswith((".", "'"))}
    assert requests == {".TH", ".SH", ".SS", ".PP", ".TP", ".B"}
