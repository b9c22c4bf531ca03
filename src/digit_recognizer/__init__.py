"""Digit Recognizer: LeNet-5 from scratch, from ink to digit.

The public names stand in ``__init__.pyi``, where type checkers read them too. Each is imported when
it is first used, so that importing the package loads nothing heavy.
"""

import lazy_loader

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
