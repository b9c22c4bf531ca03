"""The experiments and pictures of LeCun, Bottou, Bengio, Haffner 1998, each by one command.

- ``experiments.py``: which there are, and what the paper reports;
- ``runs.py``: one run with a seed, kept in a folder;
- ``table.py``: the paper's figures beside ours;
- ``figures/``: the paper's pictures, one a file.
"""
