"""Commands that must obey permissions, whoever runs the tests."""

import os
import shutil

import pytest

__all__ = ["obeying_permissions"]

POWERS = "-dac_override,-dac_read_search,-fowner"
"""What lets root read and write whatever it wants."""


def obeying_permissions() -> list[str]:
    """Return what has to stand before a command; skip the test where there is no way."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs permissions as POSIX has them")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root obeys no permissions, and there is no setpriv to make it do so")
    return ["setpriv", f"--bounding-set={POWERS}"]
