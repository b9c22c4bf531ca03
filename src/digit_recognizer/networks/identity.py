"""Which network it is: a hash of what decides its answers."""

import hashlib

from digit_recognizer.nn.network import Network

__all__ = ["network_identity"]


def network_identity(network: Network) -> str:
    """Return the SHA-256 (hexadecimal) of a network's weights and layers."""
    digest = hashlib.sha256(network.parameters.tobytes())
    digest.update(str(network.architecture).encode())
    return digest.hexdigest()
