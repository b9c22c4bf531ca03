"""The ten patterns of LeNet-5's output units: stylised digits of 7 by 12 pixels.

Figure 3 of LeCun et al. 1998 shows such a set, the printable characters. These are drawn for this
project after the same idea: digits that look alike have patterns that are close.
"""

__all__ = ["DIGIT_BITMAPS", "bitmap"]

_DRAWINGS = """
.#####.  ...#...  .#####.  .#####.  ....##.
#.....#  ..##...  #.....#  #.....#  ...#.#.
#.....#  .#.#...  ......#  ......#  ..#..#.
#.....#  ...#...  ......#  ......#  .#...#.
#.....#  ...#...  .....#.  ......#  #....#.
#.....#  ...#...  ....#..  ..####.  #....#.
#.....#  ...#...  ...#...  ......#  #######
#.....#  ...#...  ..#....  ......#  .....#.
#.....#  ...#...  .#.....  ......#  .....#.
#.....#  ...#...  #......  #.....#  .....#.
.#####.  .#####.  #######  .#####.  .....#.
.......  .......  .......  .......  .......

#######  ..####.  #######  .#####.  .#####.
#......  .#.....  ......#  #.....#  #.....#
#......  #......  ......#  #.....#  #.....#
#......  #......  .....#.  #.....#  #.....#
#......  #......  .....#.  #.....#  #.....#
######.  ######.  ....#..  .#####.  .######
......#  #.....#  ....#..  #.....#  ......#
......#  #.....#  ...#...  #.....#  ......#
......#  #.....#  ...#...  #.....#  ......#
#.....#  #.....#  ..#....  #.....#  .....#.
.#####.  .#####.  ..#....  .#####.  .####..
.......  .......  .......  .......  .......
"""


def _patterns() -> tuple[tuple[float, ...], ...]:
    patterns = []
    for block in _DRAWINGS.strip().split("\n\n"):
        rows = [row.split() for row in block.splitlines()]
        for digit in range(5):
            pixels = "".join(row[digit] for row in rows)
            patterns.append(tuple(1.0 if pixel == "#" else -1.0 for pixel in pixels))
    return tuple(patterns)


DIGIT_BITMAPS = _patterns()
"""For each digit 84 values, +1 for ink and -1 for background, row by row."""


def bitmap(digit: int) -> tuple[tuple[float, ...], ...]:
    """Return the pattern of a digit as 12 rows of 7 values."""
    pattern = DIGIT_BITMAPS[digit]
    return tuple(pattern[row * 7 : row * 7 + 7] for row in range(12))
