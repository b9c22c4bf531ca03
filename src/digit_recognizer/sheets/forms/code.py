"""The square code on each page of a form: a description of the form, and which page it is.

It begins with ``DR1``; the rest is JSON, packed. Where the texts make it too long to be read in a
small photograph, it has the numbers alone, from which follows where every box is, and a hash of the
description, by which the texts are found again.
"""

import hashlib
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import Any

from digit_recognizer.sheets.forms.form import Entry, Form, FormError, FormTable
from digit_recognizer.sheets.forms.placing import place

__all__ = [
    "CodeOfPage",
    "decode",
    "described_form",
    "encode",
    "form_described",
    "holds_texts",
    "identity",
]

LOST = "*"
"""What stands for a label that the code has no room for."""

_BEGIN = b"DR1"
_MOST_BYTES = 213  # of version 10, level M: 57 modules across
_LONGEST = 100_000
_MOST_PAGES = 99
_IDENTITY = re.compile("[0-9a-f]{16}")
_WORDS = (
    b'"","digits:2","digits:3","digits:4","integer","decimal","amount","date:dmy","time","total"'
)
"""What zlib may refer to without it being there."""


@dataclass(frozen=True)
class CodeOfPage:
    """What a code says.

    Attributes
    ----------
    form : Form
        With all texts, or with none.
    page : int
        From 0.
    identity : str
        Of the whole form; see ``identity``.
    is_whole : bool
        Whether the texts are there.
    """

    form: Form
    page: int
    identity: str
    is_whole: bool


def identity(form: Form) -> str:
    """Return the hash of a form's description: 16 hexadecimal digits."""
    return hashlib.sha256(_packed_json(described_form(form))).hexdigest()[:16]


def encode(form: Form, page: int) -> bytes:
    """Return the content of the code on a page, counted from 0.

    Raises
    ------
    FormError
        If there is too much on the form to be described.
    """
    for described in (form, without_texts(form)):
        packed = _packed(form, described, page)
        if len(packed) <= _MOST_BYTES:
            return packed
    raise FormError(
        "expected a form that its code can describe, got too many fields or columns",
        "make two forms of it",
    )


def holds_texts(form: Form) -> bool:
    """Return whether the codes of a form have room for its texts."""
    return len(_packed(form, form, _MOST_PAGES)) <= _MOST_BYTES


def _packed(form: Form, described: Form, page: int) -> bytes:
    content = [page, identity(form), described == form, described_form(described)]
    packer = zlib.compressobj(9, wbits=-15, zdict=_WORDS)
    return _BEGIN + packer.compress(_packed_json(content)) + packer.flush()


def decode(content: bytes) -> CodeOfPage | None:
    """Return what a code says; None for a code that is not of a form of ours.

    A code corrects its own errors, so one that begins as ours and goes on otherwise is another's.
    """
    if not content.startswith(_BEGIN):
        return None
    try:
        unpacker = zlib.decompressobj(wbits=-15, zdict=_WORDS)
        page, name, is_whole, described = json.loads(
            unpacker.decompress(content[len(_BEGIN) :], _LONGEST)
        )
        form = form_described(described)
        pages = len(place(form))
    except (zlib.error, ValueError, TypeError, RecursionError, FormError):
        return None
    named = isinstance(name, str) and _IDENTITY.fullmatch(name)
    if (
        type(page) is not int
        or not 0 <= page < pages
        or not named
        or not isinstance(is_whole, bool)
    ):
        return None
    return CodeOfPage(form, page, name, is_whole)


def without_texts(form: Form) -> Form:
    """Return the form with its numbers alone; a column of labels stays, without its texts."""
    return Form(
        "",
        tuple(replace(field, name="") for field in form.fields),
        tuple(
            FormTable(
                "",
                tuple(replace(column, name="") for column in table.columns),
                tuple(LOST if table.has_labels else "" for _ in table.rows),
            )
            for table in form.tables
        ),
        form.paper,
    )


def _packed_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def described_form(form: Form) -> list[Any]:
    """Return a form as values that JSON has."""
    return [
        form.title,
        form.paper,
        [_entry(field) for field in form.fields],
        [
            [table.name, [_entry(column) for column in table.columns], _rows(table)]
            for table in form.tables
        ],
    ]


def _entry(entry: Entry) -> list[Any]:
    """Return name, format and width; what is as usual is left out."""
    if entry.width != Entry("", entry.format).width:
        return [entry.name, entry.format, entry.width]
    return [entry.name, entry.format] if entry.format else [entry.name]


def _rows(table: FormTable) -> int | list[str]:
    """Return the labels; the number of rows that have none; and it negative for lost labels."""
    if not table.has_labels:
        return len(table.rows)
    return -len(table.rows) if set(table.rows) == {LOST} else list(table.rows)


def form_described(described: Any) -> Form:
    """Return the form of such values; raises ``ValueError``, ``TypeError`` or ``FormError``."""
    title, paper, fields, tables = described
    return Form(
        title,
        tuple(Entry(*each) for each in fields),
        tuple(
            FormTable(name, tuple(Entry(*each) for each in columns), _row_labels(rows))
            for name, columns, rows in tables
        ),
        paper,
    )


def _row_labels(rows: Any) -> tuple[str, ...]:
    if type(rows) is int and abs(rows) < 10_000:
        return ("" if rows > 0 else LOST,) * abs(rows)
    return tuple(rows)
