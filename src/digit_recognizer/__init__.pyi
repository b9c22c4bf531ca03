from .errors import DigitRecognizerError
from .extras import MissingExtraError
from .hands.last_layers import HandError
from .hands.profile import Profile
from .ink.picture import PictureError
from .lenet.architectures import architecture, lenet5, lenet5_1998
from .networks.checkpoint import (
    Checkpoint,
    Network,
    find_checkpoint,
    load_checkpoint,
    save_checkpoint,
)
from .networks.network_tensors import CheckpointError
from .nn.architecture import Architecture
from .recognizer import Recognition, Recognizer
from .recognizer.sheet_reading import read_sheet
from .training.by_recipe import train
from .training.recipe import Recipe
from .training.recipes import RECIPES, recipe

__version__: str

__all__ = [
    "RECIPES",
    "Architecture",
    "Checkpoint",
    "CheckpointError",
    "DigitRecognizerError",
    "HandError",
    "MissingExtraError",
    "Network",
    "PictureError",
    "Profile",
    "Recipe",
    "Recognition",
    "Recognizer",
    "__version__",
    "architecture",
    "find_checkpoint",
    "lenet5",
    "lenet5_1998",
    "load_checkpoint",
    "read_sheet",
    "recipe",
    "save_checkpoint",
    "train",
]
