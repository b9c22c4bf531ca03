"""The operations for one chunk of images, and the inner loops they are made of."""
