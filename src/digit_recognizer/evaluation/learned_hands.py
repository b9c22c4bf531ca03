"""How much better people are read once some of their digits were corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.hands.fit import Level
from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import LearnedDigit, Profile
from digit_recognizer.hands.reading import hand_reader
from digit_recognizer.nn.reader import Reader

__all__ = ["Learned", "after_corrections", "after_stream", "learned_table"]


@dataclass(frozen=True)
class Learned:
    """One writer's digits that were not learned, before and after others were.

    Attributes
    ----------
    writer : str
    corrections : int
        How many digits were learned.
    level : {"none", "prototypes", "refined"}
        What read in the end.
    digits : int
        How many were read.
    before, at_once, after : int
        How many of them were misread: by the shipped network, by level one alone, and in the end.
        In a stream, where each correction is learned in turn, the last two are the same.
    profile : Profile
        What was learned in the end.
    """

    writer: str
    corrections: int
    level: Level
    digits: int
    before: int
    at_once: int
    after: int
    profile: Profile


def after_corrections(
    teacher: Teacher, digits: WrittenDigits, of_each: int, generator: np.random.Generator
) -> Iterator[Learned]:
    """Correct so many digits of each class, drawn at random, and read the others of the writer.

    Parameters
    ----------
    teacher : Teacher
        Of a network that knows none of the writers.
    digits : WrittenDigits
        Of any number of writers; all of a class are learned where there are no more.
    of_each : int
        How many of each class.
    generator : numpy.random.Generator
        Draws which.

    Yields
    ------
    Learned
        One for each writer of whom digits are left.
    """
    for writer in digits.all_writers:
        own = digits.only([writer])
        order = generator.permutation(len(own.labels))
        chosen = np.concatenate(
            [order[own.labels[order] == digit][:of_each] for digit in range(10)]
        )
        rest = np.setdiff1d(order, chosen)
        if len(rest):
            yield _learned(teacher, own, chosen, rest)


def after_stream(
    teacher: Teacher, digits: WrittenDigits, following: int, generator: np.random.Generator
) -> Iterator[Learned]:
    """Read each writer's digits one after another, and correct those that are misread.

    After each correction the better level is found, as the window does while the next digit is
    written. What is learned of a writer goes on to the end; the digits that are counted are the
    last ones.

    Parameters
    ----------
    teacher, digits, generator
        As ``after_corrections`` takes them.
    following : int
        How many of the last digits are counted; half of the writer's where there are fewer than
        twice as many.
    """
    for writer in digits.all_writers:
        own = digits.only([writer])
        own = own.chosen(generator.permutation(len(own.labels)))
        start = max(len(own.labels) - following, len(own.labels) // 2)
        shipped = Reader(teacher.layers.network)
        said = shipped.probabilities(own.images).argmax(axis=1)
        profile, reader = Profile(writer or "?"), shipped
        after = 0
        level: Level = "none"
        said_now = said
        for place, label in enumerate(own.labels.tolist()):
            if said_now[place] == label:
                continue
            after += place >= start
            profile = teacher.at_leisure(profile.learn_input(own.images[place], label))
            assert profile.fit is not None
            level = profile.fit.level
            reader = hand_reader(teacher, profile)
            said_now = said_now.copy()
            said_now[place:] = reader.probabilities(own.images[place:]).argmax(axis=1)
        before = int((said != own.labels)[start:].sum())
        yield Learned(
            writer,
            len(profile.digits),
            level,
            len(own.labels) - start,
            before,
            after,
            after,
            profile,
        )


def learned_table(teacher: Teacher, digits: WrittenDigits, of_each: Sequence[int]) -> list[str]:
    """Return the lines of a table: what is misread after so many corrections of each digit.

    Parameters
    ----------
    teacher, digits
        As ``after_corrections`` takes them.
    of_each : sequence of int
        The numbers of corrections.
    """
    lines = [f"{'corrections':<12}{'digits':>9}{'before':>10}{'at once':>10}{'in the end':>12}"]
    for count in of_each:
        found = list(after_corrections(teacher, digits, count, np.random.default_rng(count)))
        whole = sum(each.digits for each in found)
        wrong = np.array([(each.before, each.at_once, each.after) for each in found])
        before, once, after = (
            f"{100 * each:.2f} %" for each in wrong.reshape(-1, 3).sum(axis=0) / max(whole, 1)
        )
        lines.append(f"{count:<12}{whole:>9,}{before:>10}{once:>10}{after:>12}")
    return lines


def _learned(
    teacher: Teacher, own: WrittenDigits, chosen: NDArray[np.int64], rest: NDArray[np.int64]
) -> Learned:
    profile = Profile("writer").with_digits(
        [LearnedDigit(own.images[place], int(own.labels[place])) for place in chosen]
    )
    read, labels = own.images[rest], own.labels[rest]

    def misread(reader: Reader) -> int:
        return int((reader.probabilities(read).argmax(axis=1) != labels).sum())

    shipped = Reader(teacher.layers.network)
    first = hand_reader(teacher, teacher.at_once(profile))
    taught = teacher.at_leisure(profile)
    assert taught.fit is not None
    return Learned(
        own.all_writers[0],
        len(chosen),
        taught.fit.level,
        len(rest),
        misread(shipped),
        misread(first),
        misread(hand_reader(teacher, taught)),
        taught,
    )
