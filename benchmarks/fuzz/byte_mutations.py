"""Changes to bytes that know nothing of what the bytes mean."""

import re
from collections.abc import Callable, Sequence
from random import Random

__all__ = ["EXTREMES", "Mutation", "changed_a_few_times", "mutated", "span"]

Mutation = Callable[[Random, bytes], bytes]

MOST_BYTES = 1 << 21
EXTREMES = (
    *(0, 1, 2, 3, 7, 8, 9, 10, 27, 29, 99, 100, 101, 127, 128, 255, 256, 257, 783, 784, 785, 1000),
    *(1023, 1024, 1025, 6324, 6325, 16383, 16384, 32767, 32768, 65535, 65536, 131_112, 1_000_000),
    *(40_000_000, 2**24 - 1, 2**24, 2**30, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 + 1),
    *(2**63 - 1, 2**63, 2**64 - 1),
)
ODD_TEXTS = (
    *(b"-1", b"-0", b"1e308", b"-1e400", b"nan", b"inf", b"-inf", b"0x10", b"1_0", b"+5", b"3.5"),
    *(b"9" * 400, b"0" * 400, b"", b" ", b"\t", b"\r", b"\n\n", b"\0", b'"', b"''", b",,", b";"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", "٣".encode(), "²".encode(), b"#", b"None"),
    *(b"\x1b[2J", b"../", b"\x85", "\u2028".encode()),
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


def span(rng: Random, content: bytes, most: int = 64) -> tuple[int, int]:
    """Return where a short random span begins and ends."""
    begin = rng.randrange(len(content) + 1)
    return begin, min(len(content), begin + rng.randint(1, most))


def mutated(
    rng: Random, content: bytes, others: Sequence[bytes], special: Sequence[Mutation] = ()
) -> bytes:
    """Return some content changed one to five times.

    Parameters
    ----------
    rng : random.Random
        Decides everything.
    content : bytes
        An honest example.
    others : sequence of bytes
        More of them, to splice with.
    special : sequence of callables
        Changes that know the format; they are taken half of the time.
    """
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
        if special and rng.random() < 0.5:
            content = rng.choice(special)(rng, content)
        elif rng.random() < 0.1:
            content = _spliced(rng, content, rng.choice(others))
        else:
            content = rng.choice(_ANYWHERE)(rng, content)
    return content[:MOST_BYTES]


def changed_a_few_times(rng: Random, content: bytes) -> bytes:
    """Return some content changed once or twice."""
    for _ in range(rng.choice((1, 1, 2))):
        content = rng.choice(_ANYWHERE)(rng, content)
    return content[:MOST_BYTES]


def _flip_a_bit(rng: Random, content: bytes) -> bytes:
    if not content:
        return b"\x01"
    place = rng.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << rng.randrange(8)]) + content[place + 1 :]


def _set_bytes(rng: Random, content: bytes) -> bytes:
    begin, end = span(rng, content, 8)
    return content[:begin] + rng.randbytes(end - begin) + content[end:]


def _delete(rng: Random, content: bytes) -> bytes:
    begin, end = span(rng, content)
    return content[:begin] + content[end:]


def _insert(rng: Random, content: bytes) -> bytes:
    begin, _ = span(rng, content)
    return content[:begin] + rng.randbytes(rng.randint(1, 32)) + content[begin:]


def _repeat(rng: Random, content: bytes) -> bytes:
    begin, end = span(rng, content)
    times = rng.choice((1, 1, 2, 10, 100)) if rng.random() < 0.98 else 10_000
    return content[:end] + content[begin:end] * times + content[end:]


def _cut_short(rng: Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _set_an_integer(rng: Random, content: bytes) -> bytes:
    size = rng.choice((1, 2, 2, 4, 4, 4, 8))
    if len(content) < size:
        return content
    # Where formats have their headers, half of the time.
    last = len(content) - size
    place = rng.randint(0, min(last, 64) if rng.random() < 0.5 else last)
    value = rng.choice(EXTREMES) % (1 << 8 * size)
    order = rng.choice(("little", "big"))
    return content[:place] + _as_bytes(value, size, order) + content[place + size :]


def _as_bytes(value: int, size: int, order: str) -> bytes:
    number = value.to_bytes(size, "big")
    return number if order == "big" else number[::-1]


def _set_a_written_number(rng: Random, content: bytes) -> bytes:
    # Text has its numbers anywhere; a search through all of them would take long.
    found = _NUMBER.search(content, rng.randrange(len(content) + 1) if rng.random() < 0.7 else 0)
    if found is None:
        return _put_an_odd_text(rng, content)
    written = str(rng.choice(EXTREMES)).encode()
    number = rng.choice(ODD_TEXTS) if rng.random() < 0.5 else written
    return content[: found.start()] + number + content[found.end() :]


def _put_an_odd_text(rng: Random, content: bytes) -> bytes:
    begin, _ = span(rng, content)
    return content[:begin] + rng.choice(ODD_TEXTS) + content[begin:]


def _exchange(rng: Random, content: bytes) -> bytes:
    one, other = sorted((span(rng, content), span(rng, content)))
    if one[1] > other[0]:
        return content
    middle = content[one[1] : other[0]]
    first, second = content[slice(*one)], content[slice(*other)]
    return content[: one[0]] + second + middle + first + content[other[1] :]


def _spliced(rng: Random, content: bytes, other: bytes) -> bytes:
    if rng.random() < 0.5:
        return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]
    place = rng.randrange(len(content) + 1)
    begin, end = span(rng, other, 256)
    return content[:place] + other[begin:end] + content[place + end - begin :]


_ANYWHERE: tuple[Mutation, ...] = (
    _flip_a_bit,
    _set_bytes,
    _delete,
    _insert,
    _repeat,
    _cut_short,
    _set_an_integer,
    _set_an_integer,
    _set_a_written_number,
    _put_an_odd_text,
    _exchange,
)
