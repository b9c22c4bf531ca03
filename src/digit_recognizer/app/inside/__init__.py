"""Look inside: every layer of the network as it is at this moment."""
