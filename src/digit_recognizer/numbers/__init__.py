"""Strings of digits, read by a graph (LeCun et al. 1998, sections IV to VIII).

``graph`` and ``paths`` know nothing of ink: arcs, costs, best paths and sums over all of them.
``grammar``, ``patterns`` and ``formats`` say which strings may be; ``criteria`` what to learn.
"""
