"""The public face: a picture, an array or pen strokes in, the digit out."""

from digit_recognizer.recognizer.recognition import Recognition
from digit_recognizer.recognizer.recognizer import Recognizer

__all__ = ["Recognition", "Recognizer"]
