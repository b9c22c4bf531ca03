"""Hand damaged, hostile and odd inputs to everything that reads one, and count what comes of it.

``target.py`` says what a target is, ``table.py`` lists them all; ``runner.py`` runs them in worker
processes (``worker.py``) under limits of time and memory.
"""
