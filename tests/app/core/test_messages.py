"""One queue of messages: the latest first, one of each topic, states behind all."""

from digit_recognizer.app.core.messages import Messages
from digit_recognizer.app.core.networks import Networks


def test_the_latest_is_shown_and_the_others_wait() -> None:
    messages = Messages()
    assert (messages.text, messages.waiting) == ("", 0)
    messages.about("Draw").ask("one")
    messages.about("Train").ask("two")
    assert (messages.text, messages.waiting) == ("two", 1)
    messages.close()
    assert (messages.text, messages.waiting) == ("one", 0)


def test_of_one_topic_there_is_one_message() -> None:
    messages = Messages()
    draw = messages.about("Draw")
    draw.ask("one")
    messages.about("Train").ask("two")
    draw.ask("three")
    assert (messages.text, messages.waiting) == ("three", 1)
    draw.clear()
    assert (messages.text, messages.waiting) == ("two", 0)
    draw.clear()
    assert messages.text == "two"


def test_news_makes_room_for_what_comes_after_it() -> None:
    messages = Messages()
    messages.about("Draw").news("copied")
    messages.about("Train").news("saved")
    assert (messages.text, messages.waiting) == ("saved", 0)
    assert messages.shown is not None
    assert messages.shown.fades


def test_a_state_stays_until_it_is_no_longer_true() -> None:
    messages = Messages()
    messages.state("drawing", "The drawing cannot be saved.")
    messages.close()
    messages.act()
    messages.end("drawing")
    assert messages.text == "The drawing cannot be saved."
    messages.about("Draw").ask("one")
    assert (messages.text, messages.waiting) == ("one", 1)
    messages.close()
    messages.state("settings", "The settings cannot be saved.")
    assert messages.text.splitlines() == [
        "The drawing cannot be saved.",
        "The settings cannot be saved.",
    ]
    messages.state("drawing", None)
    assert messages.text == "The settings cannot be saved."
    messages.state("settings", None)
    assert messages.shown is None


def test_a_button_acts_after_its_message_is_gone() -> None:
    messages = Messages()
    seen: list[str] = []
    messages.about("Train").ask("deleted", "Undo", lambda: seen.append(messages.text))
    messages.act()
    assert seen == [""]


def test_it_tells_of_changes_and_only_of_changes() -> None:
    messages = Messages()
    heard: list[str] = []
    messages.changed.connect(lambda: heard.append(messages.text))
    draw = messages.about("Draw")
    draw.clear()
    messages.close()
    messages.state("drawing", None)
    assert heard == []
    draw.ask("one")
    messages.state("drawing", "not saved")
    messages.state("drawing", "not saved")
    draw.clear()
    assert heard == ["one", "one", "not saved"]


def test_a_signal_reaches_a_topic_that_nobody_else_holds() -> None:
    messages, failing = Messages(), Networks()
    failing.failed.connect(messages.about("networks").ask)
    failing.failed.emit("It is broken.")
    assert messages.text == "It is broken."
    failing.close()
