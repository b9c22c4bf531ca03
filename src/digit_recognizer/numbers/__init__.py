"""Strings of digits, read by a graph (LeCun et al. 1998, sections IV to VIII).

``graph`` and ``paths`` know nothing of ink: arcs, costs, best paths and sums over all of them.
``grammar``, ``patterns`` and ``formats`` say which strings may be; ``criteria`` what to learn.

``stroke_pieces`` and ``picture_pieces`` (by ``cuts``) cut ink into a ``line`` of pieces;
``candidates`` joins neighbours and asks a ``network``, for which ``segment_labels`` say what is a
character; ``geometry`` and ``scorer`` say what each costs as each character, which ``learning``
learned through the graph, many lines at once (``lattice``); ``reading`` finds the best path and how
sure it is; ``reader`` is the way through it all.
"""
