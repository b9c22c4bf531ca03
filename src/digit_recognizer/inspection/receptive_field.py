"""What a unit sees: of the stage right below it, and through all stages down to the input."""

from dataclasses import dataclass

from digit_recognizer.inspection.stages import Stage, Unit
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    TrainableSubsampling,
)

__all__ = ["Patch", "receptive_fields", "receptive_patch"]


@dataclass(frozen=True)
class Patch:
    """The same rectangle in some of a stage's maps.

    Attributes
    ----------
    channels : tuple of int
        Which maps, in ascending order.
    top, left, height, width : int
        The rectangle, in units.
    """

    channels: tuple[int, ...]
    top: int
    left: int
    height: int
    width: int

    @property
    def rows(self) -> slice:
        """The rows it covers."""
        return slice(self.top, self.top + self.height)

    @property
    def columns(self) -> slice:
        """The columns it covers."""
        return slice(self.left, self.left + self.width)


def receptive_patch(stages: tuple[Stage, ...], unit: Unit) -> Patch | None:
    """Return what a unit sees of the stage right below it; None for a unit of the input."""
    fields = receptive_fields(stages, unit)
    return fields[-1] if fields else None


def receptive_fields(stages: tuple[Stage, ...], unit: Unit) -> tuple[Patch, ...]:
    """Return what can change a unit's value in each stage below it, from the input upwards.

    The first entry is its receptive field in the input, the last what it sees directly. Stages
    of the whole network and one of its units go in.
    """
    patch = Patch((unit.channel,), unit.row, unit.column, 1, 1)
    fields: list[Patch] = []
    for stage in reversed(stages[1 : unit.stage + 1]):
        patch = _seen_through(stage, patch)
        fields.append(patch)
    return tuple(reversed(fields))


def _seen_through(stage: Stage, patch: Patch) -> Patch:
    """Return what the units of a patch see of the stage below theirs."""
    layer = stage.layer
    match layer:
        case None:
            return patch
        case Convolution(kernel_size=size, connection_table=table):
            if table is None:
                channels = tuple(range(stage.input_shape[0]))
            else:
                channels = tuple(sorted({seen for each in patch.channels for seen in table[each]}))
            reach = size - 1
            return Patch(channels, patch.top, patch.left, patch.height + reach, patch.width + reach)
        case AverageSubsampling(size=size) | TrainableSubsampling(size=size):
            return Patch(
                patch.channels,
                patch.top * size,
                patch.left * size,
                patch.height * size,
                patch.width * size,
            )
        case _:
            channels_below, height, width = stage.input_shape
            return Patch(tuple(range(channels_below)), 0, 0, height, width)
