"""Training: recipes, the trainer and what it leaves behind."""

from digit_recognizer.extras import require

require("train", "Training")
