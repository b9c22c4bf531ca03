"""Digits of a hand from whole numbers: a picture whose text is known, a sheet that was checked."""

from functools import lru_cache, partial

from digit_recognizer.hands.profile import Profile
from digit_recognizer.ink import PictureLike, Polarity
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.sheets.crops import cut_out, page_picture, scaled
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["learn_number", "learn_sheet"]

_CELL = 120  # pixels high: enough for every stroke
_INSIDE = -0.1  # of the cell's height: its rules stay outside


def learn_number(
    recognizer: Recognizer,
    profile: Profile,
    picture: PictureLike,
    text: str,
    *,
    polarity: Polarity = "auto",
    origin: str = "",
) -> Profile:
    """Return the profile with the digits of a number whose text is known.

    The ink is cut as the text demands; nothing is learned where it cannot be, and no digit twice.

    Parameters
    ----------
    recognizer : Recognizer
        What cuts.
    profile : Profile
        The hand that wrote it.
    picture, polarity
        As ``Recognizer.recognize_number`` takes them.
    text : str
        Digits and signs, in one line.
    origin : str
        Where it comes from, for people.

    Raises
    ------
    PictureError, PatternError
        Where the picture cannot be opened, or the text has other characters.
    HandError
        If the profile is full.
    """
    pattern = "".join(f"[{each}]" if each in DIGITS else each for each in text)
    read = recognizer.recognize_number(picture, format=pattern, polarity=polarity)
    if read.text == text and not read.lines:
        known = {(each.label, each.image.tobytes()) for each in profile.digits}
        for each in read.digits:
            if (int(each.text), each.network_input.tobytes()) not in known:
                profile = profile.learn_input(each.network_input, int(each.text), origin=origin)
    return profile


def learn_sheet(recognizer: Recognizer, profile: Profile, sheet: Sheet) -> Profile:
    """Return the profile with the digits of the cells that a person has answered.

    Parameters
    ----------
    recognizer : Recognizer
        What cuts.
    profile : Profile
        The hand that filled in the sheet.
    sheet : Sheet
        With answers; its file is opened again.

    Raises
    ------
    SheetError, PictureError
        If the file cannot be opened any more.
    HandError
        If the profile is full.
    """
    name, picture = sheet.path.name, lru_cache(maxsize=1)(partial(page_picture, sheet.path))
    for place in sheet.places():
        cell, page = sheet.cell(place), sheet.pages[place.page]
        if cell.was_answered and cell.state == "number":
            seen = picture(page.number)
            crop = cut_out(seen, scaled(cell.box, seen, page), _CELL, around=_INSIDE)
            profile = learn_number(
                recognizer, profile, crop, cell.text, polarity="dark-on-light", origin=name
            )
    return profile
