"""What is sent back, and what strokes look like when they come: the shapes that OpenAPI shows."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["DigitAnswer", "NumberAnswer", "PagesAnswer", "Refusal", "Strokes"]

_Probability = Annotated[float, Field(ge=0, le=1)]
_Coordinate = Annotated[float, Field(allow_inf_nan=False)]


class Strokes(BaseModel):
    """Pen strokes: x to the right, y down, in any unit."""

    model_config = ConfigDict(extra="forbid", strict=True)

    strokes: list[list[tuple[_Coordinate, _Coordinate]]]
    pen_width: _Coordinate | None = None


class DigitAnswer(BaseModel):
    """One digit."""

    answer: int | None = Field(description="The digit; null where it is not sure.")
    likeliest: int | None
    confidence: _Probability
    verdict: Literal["digit", "not sure", "not a digit", "blank"]
    probabilities: list[_Probability]


class NumberAnswer(BaseModel):
    """One number, or one in each line."""

    text: str
    answer: str | None = Field(description="The text; null where it is not sure.")
    value: str | None
    confidence: _Probability
    verdict: Literal["number", "not sure", "not a number", "blank"]
    characters: list[dict[str, Any]]
    alternatives: list[dict[str, Any]]
    lines: list["NumberAnswer"] = []


class PagesAnswer(BaseModel):
    """The tables and fields of each page, as files of sheets in JSON have them."""

    pages: list[dict[str, Any]]


class Refusal(BaseModel):
    """Why there is no answer, and what to do."""

    reason: str
    remedy: str
