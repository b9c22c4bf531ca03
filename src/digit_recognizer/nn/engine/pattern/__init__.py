"""Pattern by pattern: one image at a time, its feature maps side by side in the lanes.

The rest of the engine lays images side by side, which leaves lanes empty when there is one image to
read, or when each is to change the weights before the next is seen, as in LeCun et al. 1998. Here a
vector holds one point of several feature maps, or several units. From the outside in:

- ``training.py``, ``reading.py``: what Python calls;
- ``compiler.py``: an architecture becomes a table of operations;
- ``steps.py``: forward, loss, backward and update, image after image, in compiled code;
- ``convolution.py``, ``subsampling.py``, ``dense.py``, ``outputs.py``: the operations.
"""
