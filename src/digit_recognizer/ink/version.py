"""The version of the pipeline, stored with every checkpoint that was trained on what it makes."""

__all__ = ["INK_VERSION"]

INK_VERSION = 2
