"""How well a network reads."""

from digit_recognizer.extras import require

require("train", "Measuring a network")
