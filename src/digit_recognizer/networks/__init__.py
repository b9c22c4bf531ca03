"""Networks as files: checkpoints, the network library, shipped weights, the verdict rule."""
