"""Learning a hand: a profile beside the network, which is never changed.

A ``Profile`` holds the digits learned of one person; ``Teacher`` finds what reads them better,
prototypes at once, refined last layers and a second look at leisure, and keeps it only where it
harms nobody; ``hand_reader`` reads with it. ``HandLibrary`` stores profiles.
"""
