"""The layers, one idea a file."""

from digit_recognizer.nn.layers.activation import Tanh
from digit_recognizer.nn.layers.convolution import Convolution
from digit_recognizer.nn.layers.dense import Dense
from digit_recognizer.nn.layers.layer import Array, Layer, Parameters, Shape, ShapeError
from digit_recognizer.nn.layers.rbf import EuclideanRadialBasis
from digit_recognizer.nn.layers.subsampling import AverageSubsampling, TrainableSubsampling

__all__ = [
    "Array",
    "AverageSubsampling",
    "Convolution",
    "Dense",
    "EuclideanRadialBasis",
    "Layer",
    "Parameters",
    "Shape",
    "ShapeError",
    "Tanh",
    "TrainableSubsampling",
]
