"""What the window has to say: one queue, which every page and service puts its messages in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

__all__ = ["Message", "Messages", "Topic"]


@dataclass(frozen=True)
class Message:
    """One message.

    Parameters
    ----------
    text
        What happened, and what to do.
    topic
        What it is about. Of one topic there is never more than one message.
    button, action
        What a button offers, and what it does; no button where the text is empty.
    fades
        Whether it goes by itself, as it asks for nothing.
    closes
        Whether one can close it; a state goes when it is no longer true.
    """

    text: str
    topic: str = ""
    button: str = ""
    action: Callable[[], object] | None = None
    fades: bool = False
    closes: bool = True


class Messages(QObject):
    """The messages that were not seen yet; the latest is shown, the others wait behind it."""

    changed = pyqtSignal()
    """Another message is shown, or none, or another number of them waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: list[Message] = []
        self._states: dict[str, str] = {}
        self._topics: dict[str, Topic] = {}

    @property
    def shown(self) -> Message | None:
        """The message that is shown; a state only where nothing else is."""
        if self._queue:
            return self._queue[-1]
        text = "\n".join(self._states.values())
        return Message(text, closes=False) if text else None

    @property
    def text(self) -> str:
        """The text that is shown; empty where none is."""
        return "" if self.shown is None else self.shown.text

    @property
    def waiting(self) -> int:
        """How many messages wait behind the one that is shown."""
        return max(0, len(self._queue) - 1 + bool(self._states and self._queue))

    def about(self, topic: str) -> Topic:
        """Return the door for messages about one thing, such as a page."""
        # Signals that are connected to its methods do not keep it.
        return self._topics.setdefault(topic, Topic(self, topic))

    def put(self, message: Message) -> None:
        """Show a message, in place of an earlier one of its topic and of earlier news."""
        self._queue = [
            other for other in self._queue if other.topic != message.topic and not other.fades
        ]
        self._queue.append(message)
        self.changed.emit()

    def state(self, key: str, text: str | None) -> None:
        """Say, as long as it is true, what ``text`` says; None ends it.

        Parameters
        ----------
        key
            Names what is true, so that it can be ended.
        text
            What is true, and what to do.
        """
        before = dict(self._states)
        self._states.pop(key, None)
        if text:
            self._states[key] = text
        if self._states != before:
            self.changed.emit()

    def close(self) -> None:
        """Close the message that is shown."""
        if self._queue:
            self._queue.pop()
            self.changed.emit()

    def act(self) -> None:
        """Close the message that is shown, and do what its button says."""
        action = self.shown.action if self.shown is not None else None
        self.close()
        if action is not None:
            action()

    def end(self, topic: str) -> None:
        """Take back the message about ``topic``: what it was about is over."""
        left = [message for message in self._queue if message.topic != topic]
        if len(left) < len(self._queue):
            self._queue = left
            self.changed.emit()


class Topic:
    """The door for messages about one thing.

    Parameters
    ----------
    messages
        Where they go.
    name
        What they are about.
    """

    def __init__(self, messages: Messages, name: str) -> None:
        self._messages = messages
        self._name = name

    def news(self, text: str) -> None:
        """Say something that asks for nothing; it fades after four seconds."""
        self._messages.put(Message(text, self._name, fades=True))

    def ask(self, text: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """Say something that asks for something; it stays until it is answered or over.

        Parameters
        ----------
        text
            What happened, and what to do.
        button, action
            What a button offers, and what it does.
        """
        self._messages.put(Message(text, self._name, button, action))

    def clear(self) -> None:
        """Take back what was said: it is over."""
        self._messages.end(self._name)
