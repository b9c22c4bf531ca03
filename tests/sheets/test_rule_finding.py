import numpy as np
import pytest

from digit_recognizer.sheets.rule_finding import find_rules, with_faint_rules
from digit_recognizer.sheets.rules import Rule, darkness
from tests.sheets.drawn import Picture, blank, write

ROWS, COLUMNS = [200, 300, 400, 500], [150, 400, 700]


def noisy(page: Picture, noise: float) -> Picture:
    random = np.random.default_rng(3)
    return np.clip(page + random.normal(0, noise, page.shape), 0, 255).astype(np.uint8)


def ruled(contrast: int) -> Picture:
    page = blank(700, 900)
    for y in ROWS:
        page[y - 1 : y + 2, COLUMNS[0] : COLUMNS[-1] + 1] = 240 - contrast
    for x in COLUMNS:
        page[ROWS[0] : ROWS[-1] + 1, x - 1 : x + 2] = 240 - contrast
    return page


def rules(page: Picture) -> tuple[list[Rule], list[Rule]]:
    dark = darkness(page, 1 / 130)
    return with_faint_rules(dark, *find_rules(dark))


def near(found: list[Rule], place: int, start: int, stop: int) -> bool:
    """Tell whether rules at a place cover most of the way."""
    inked = np.zeros(stop - start, bool)
    for rule in found:
        if abs(float(np.median(rule.course)) - place) < 4:
            inked[max(0, rule.start - start) : max(0, rule.stop - start)] = True
    return bool(inked.mean() > 0.9)


@pytest.mark.parametrize("noise", [0, 4, 9])
def test_rules_as_pale_as_the_noise_are_found(noise: float) -> None:
    level, upright = rules(noisy(ruled(14), noise))
    assert all(near(level, y, COLUMNS[0], COLUMNS[-1]) for y in ROWS)
    assert all(near(upright, x, ROWS[0], ROWS[-1]) for x in COLUMNS)


def test_noise_alone_has_no_rules() -> None:
    assert rules(noisy(blank(700, 900), 9)) == ([], [])


def test_a_row_of_pen_strokes_is_no_rule() -> None:
    page = blank(700, 900)
    write(page, "7252735227257", 60, 300, 60)
    level, upright = rules(noisy(page, 4))
    longest = max((rule.length for rule in (*level, *upright)), default=0)
    assert longest < 120


def test_a_rule_that_is_strong_in_part_and_pale_in_part_is_found_whole() -> None:
    page = ruled(14)
    page[299:302, 150:420] = 120
    level, _ = rules(noisy(page, 6))
    assert near(level, 300, COLUMNS[0], COLUMNS[-1])
