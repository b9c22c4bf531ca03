"""Looking inside with pointer and keys, while the drawing goes on."""

from dataclasses import replace

import numpy as np
from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.window import MainWindow
from digit_recognizer.inspection import Unit
from tests.app.hand import ONE, QTest, draw, part
from tests.app.inside.conftest import named

C1 = Unit(1, 2, 5, 7)
OUTPUT = 7


def place_of(inside: InsidePage, unit: Unit) -> QPoint:
    return inside.view.arrangement.unit_rect(unit).center().toPoint()


def hover(inside: InsidePage, unit: Unit) -> None:
    # From somewhere else, as a pointer that is there already does not move.
    QTest.mouseMove(inside.view, QPoint(1, 1))
    QTest.mouseMove(inside.view, place_of(inside, unit))


def click(inside: InsidePage, unit: Unit) -> None:
    QTest.mouseClick(inside.view, Qt.MouseButton.LeftButton, pos=place_of(inside, unit))


def press(inside: InsidePage, key: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier
    held = modifier.ShiftModifier if shift else modifier.NoModifier
    QTest.keyClick(inside.view, key, held)


def test_hovering_a_unit_tells_its_sum(reading: InsidePage) -> None:
    hover(reading, C1)
    assert reading.state.unit == C1
    told = reading.card.accessibleDescription()
    assert told.startswith("C1, map 3, row 6, column 8: sees a 5×5 patch of the input; sum ")
    assert reading.view.accessibleDescription() == told


def test_between_the_maps_the_last_unit_stays(reading: InsidePage) -> None:
    hover(reading, C1)
    QTest.mouseMove(reading.view, QPoint(1, 1))
    assert reading.state.unit == C1


def test_arrow_keys_walk_units_and_layers(reading: InsidePage) -> None:
    hover(reading, C1)
    press(reading, Qt.Key.Key_Right)
    assert reading.state.unit == Unit(1, 2, 5, 8)
    press(reading, Qt.Key.Key_Down)
    assert reading.state.unit == Unit(1, 2, 6, 8)
    press(reading, Qt.Key.Key_Down, shift=True)
    assert reading.state.unit == Unit(1, 3, 6, 8)
    press(reading, Qt.Key.Key_PageDown)
    assert reading.state.unit == Unit(2, 3, 3, 4)
    press(reading, Qt.Key.Key_End)
    assert reading.state.unit.stage == OUTPUT
    press(reading, Qt.Key.Key_Home)
    assert reading.state.unit.stage == 0


def test_a_clicked_unit_stays_until_it_is_clicked_again(reading: InsidePage) -> None:
    click(reading, C1)
    hover(reading, Unit(3, 4, 2, 2))
    assert reading.state.unit == C1
    assert "pinned until Escape" in reading.card.accessibleDescription()
    click(reading, C1)
    hover(reading, Unit(3, 4, 2, 2))
    assert reading.state.unit == Unit(3, 4, 2, 2)


def test_after_walking_by_keys_the_pointer_leads_again(reading: InsidePage) -> None:
    press(reading, Qt.Key.Key_Right)
    hover(reading, C1)
    assert reading.state.unit == C1


def test_a_clicked_class_shows_what_speaks_for_it(reading: InsidePage, qtbot: QtBot) -> None:
    click(reading, Unit(OUTPUT, 4))
    qtbot.waitUntil(lambda: reading.state.evidence is not None)
    assert reading.state.evidence is not None
    assert reading.state.evidence.digit == 4
    assert "speaks for a 4" in reading.card.accessibleDescription()
    click(reading, Unit(OUTPUT, 4))
    assert reading.state.evidence is None


def test_a_class_is_asked_about_by_its_key_and_left_with_escape(
    reading: InsidePage, qtbot: QtBot
) -> None:
    press(reading, Qt.Key.Key_8)
    qtbot.waitUntil(lambda: reading.state.evidence is not None)
    assert reading.state.digit == 8
    press(reading, Qt.Key.Key_Escape)
    assert reading.state.digit is None
    assert reading.state.evidence is None


def test_return_asks_about_the_class_that_is_looked_at(reading: InsidePage) -> None:
    press(reading, Qt.Key.Key_End)
    press(reading, Qt.Key.Key_Return)
    assert reading.state.unit is not None
    assert reading.state.digit == reading.state.unit.channel


def test_keys_that_are_no_class_ask_nothing(reading: InsidePage) -> None:
    for text in ("²", "x", "-"):
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
        reading.view.keyPressEvent(event)
    assert reading.state.digit is None


def test_evidence_follows_the_drawing(reading: InsidePage, qtbot: QtBot) -> None:
    click(reading, Unit(OUTPUT, 4))
    qtbot.waitUntil(lambda: reading.state.evidence is not None)
    before = reading.state.evidence
    draw(reading.canvas, [[(0.2, 0.2), (0.8, 0.2)]])
    qtbot.waitUntil(lambda: reading.state.evidence not in (before, None))
    assert reading.state.digit == 4


def test_it_follows_what_is_drawn_in_it(inside: InsidePage, qtbot: QtBot) -> None:
    assert not inside.hint.isHidden()
    draw(inside.canvas, ONE)
    qtbot.waitUntil(lambda: not inside.state.is_blank)
    assert inside.hint.isHidden()
    before = inside.state.snapshot
    draw(inside.canvas, [[(0.2, 0.2), (0.8, 0.2)]])
    qtbot.waitUntil(lambda: inside.state.snapshot is not before)


def test_clearing_brings_back_a_blank_sheet_and_the_hint(reading: InsidePage, qtbot: QtBot) -> None:
    QTest.mouseClick(part(reading, QToolButton, "inside-clear"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reading.state.is_blank)
    assert not reading.hint.isHidden()
    assert "blank" in reading.view.accessibleDescription()


def test_on_a_blank_sheet_a_random_digit_can_be_taken(inside: InsidePage, qtbot: QtBot) -> None:
    button = part(inside, QPushButton, "take-random")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not inside.state.is_blank)
    assert inside.session.drawing.sheet.picture is not None


def test_a_blank_sheet_has_no_unit_to_look_at(inside: InsidePage) -> None:
    hover(inside, C1)
    click(inside, Unit(OUTPUT, 4))
    press(inside, Qt.Key.Key_Right)
    assert inside.state.unit is None
    assert inside.state.digit is None


def test_the_kernel_slides_over_the_whole_map(reading: InsidePage, qtbot: QtBot) -> None:
    hover(reading, Unit(4, 3, 2, 2))
    press(reading, Qt.Key.Key_Space)
    assert reading.state.unit == Unit(4, 3, 0, 0)
    assert reading.bar.sweep.isChecked()
    qtbot.waitUntil(lambda: not reading.state.is_sweeping)
    assert reading.state.unit == Unit(4, 3, 4, 4)
    assert not reading.bar.sweep.isChecked()


def test_the_kernel_stops_where_the_drawing_is_cleared(reading: InsidePage, qtbot: QtBot) -> None:
    hover(reading, C1)
    press(reading, Qt.Key.Key_Space)
    reading.session.drawing.clear()
    qtbot.waitUntil(lambda: not reading.state.is_sweeping)


def test_the_kernel_stops_where_the_pointer_goes_on(reading: InsidePage) -> None:
    hover(reading, C1)
    QTest.mouseClick(part(reading, QToolButton, "inside-play"), Qt.MouseButton.LeftButton)
    assert reading.state.is_sweeping
    hover(reading, Unit(2, 2, 5, 7))
    assert not reading.state.is_sweeping
    assert reading.state.unit == Unit(2, 2, 5, 7)


def test_what_is_not_seen_is_not_computed(
    window: MainWindow, reading: InsidePage, qtbot: QtBot
) -> None:
    window.show_page("Draw")
    before = reading.state.snapshot
    with qtbot.waitSignal(window.reader.read):
        draw(window.draw_page.canvas, ONE)
    qtbot.wait(30)
    assert reading.state.snapshot is before
    window.show_page("Look inside")
    qtbot.waitUntil(lambda: reading.state.snapshot is not before)


def test_a_drawing_made_elsewhere_is_there_on_entering(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("Draw")
    draw(window.draw_page.canvas, ONE)
    window.show_page("Look inside")
    place = window.page("Look inside")
    assert isinstance(place, InsidePage)
    qtbot.waitUntil(lambda: place.state.snapshot is not None and not place.state.is_blank)


def test_another_network_takes_its_place_at_once(reading: InsidePage, qtbot: QtBot) -> None:
    hover(reading, C1)
    reading.session.networks.use(named("lenet5-1998"))
    qtbot.waitUntil(lambda: reading.state.snapshot.stages[-1].kind == "distance")  # type: ignore[union-attr]
    assert reading.state.unit == C1
    hover(reading, Unit(OUTPUT, 4))
    assert "with the pattern of a 4; distance" in reading.card.accessibleDescription()


def test_every_unit_can_be_painted_in_both_themes_and_at_any_size(
    window: MainWindow, reading: InsidePage, qtbot: QtBot
) -> None:
    generator = np.random.default_rng(0)
    for architecture in ("lenet5", "lenet5-1998", "linear"):
        network = named(architecture)
        reading.session.networks.use(network)
        wanted = network.checkpoint.network
        qtbot.waitUntil(lambda: reading.state.snapshot.network is wanted)  # type: ignore[union-attr]  # noqa: B023
        assert reading.state.snapshot is not None
        for size in ((480, 400), (800, 600), (1600, 1000)):
            window.resize(*size)
            for stage, described in enumerate(reading.state.snapshot.stages):
                shape = described.shape
                unit = Unit(stage, *(int(generator.integers(length)) for length in shape))
                reading.state.look_at(unit)
                assert not reading.grab().isNull()


def test_everything_has_a_name_and_can_be_reached_by_key(reading: InsidePage) -> None:
    assert reading.view.focusPolicy() & Qt.FocusPolicy.TabFocus
    for button in reading.findChildren(QToolButton):
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for each in (reading.view, reading.card, reading.bar.legend):
        assert each.accessibleName()
        assert each.accessibleDescription()


def test_the_scale_is_shown_with_its_numbers(reading: InsidePage) -> None:
    told = reading.bar.legend.accessibleDescription()
    assert told == (
        "Blue is negative, down to −1.7; orange positive, up to 1.7; in between is zero."
    )


def use(inside: InsidePage, network: NamedNetwork, qtbot: QtBot) -> None:
    inside.session.networks.use(network)
    wanted = network.checkpoint.network
    qtbot.waitUntil(
        lambda: inside.state.snapshot is not None and inside.state.snapshot.network is wanted
    )


def test_a_linear_network_shows_its_templates_before_anything_is_drawn(
    inside: InsidePage, qtbot: QtBot
) -> None:
    use(inside, named("linear"), qtbot)
    assert inside.state.is_blank
    assert inside.hint.isHidden()
    image = inside.view.grab().toImage()
    for template in inside.view.arrangement.templates:
        place = template.toRect()
        across = range(place.left(), place.right(), 3)
        down = range(place.top(), place.bottom(), 3)
        assert len({image.pixel(x, y) for x in across for y in down}) > 50


def test_pointing_at_a_template_explains_its_class(reading: InsidePage, qtbot: QtBot) -> None:
    use(reading, named("linear"), qtbot)
    QTest.mouseMove(reading.view, QPoint(1, 1))
    QTest.mouseMove(reading.view, reading.view.arrangement.templates[6].center().toPoint())
    assert reading.state.unit == Unit(1, 6)
    told = reading.card.accessibleDescription()
    assert told.startswith("output, class 6: sees a 28×28 patch of the input; sum ")
    assert "softmax: e to the power of " in told


def test_the_temperature_of_the_network_that_reads_is_told(
    reading: InsidePage, qtbot: QtBot
) -> None:
    network = named("lenet5")
    checkpoint = replace(network.checkpoint, scores={"temperature": 1.37})
    use(reading, NamedNetwork("calibrated", checkpoint), qtbot)
    qtbot.waitUntil(lambda: reading.state.snapshot.posterior.temperature == 1.37)  # type: ignore[union-attr]
    hover(reading, Unit(OUTPUT, 4))
    assert "a division by the temperature, 1.37" in reading.card.accessibleDescription()
