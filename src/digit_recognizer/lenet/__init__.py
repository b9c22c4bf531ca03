"""LeNet-5 and its relatives, each a short list of layers, and the bitmaps of the outputs."""
