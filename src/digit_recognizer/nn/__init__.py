"""The network, from scratch: layers, losses, initializers, optimizers, schedules.

Arrays inside the network are ``(channels, height, width, batch)``, batch last, so that the images
of a batch lie side by side and every operation is the same arithmetic on all of them.
"""
