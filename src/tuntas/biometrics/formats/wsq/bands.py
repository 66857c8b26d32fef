"""Where the 64 subbands of WSQ lie, and which regions are split to reach them.

The tree of IAFIS-IC-0110 (WSQ Gray-scale Fingerprint Image Compression Specification), figure 5:
the image is split into four, its low quarter again, and so on; the highest quarter (60 to 63) is
never coded. In a half that holds high frequencies the spectrum is reversed, so there the high-pass
output comes first.

>>> tree = Tree.of(512, 512)
>>> len(tree.bands), tree.bands[0], tree.bands[51]
(60, Region(x=0, y=0, width=16, height=16, right=False, below=False), \
Region(x=128, y=128, width=128, height=128, right=True, below=True))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CODED: Final = 60
SECOND_BLOCK: Final = 19
THIRD_BLOCK: Final = 52


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of coefficients; *right* and *below*: which halves of its parent it is."""

    x: int
    y: int
    width: int
    height: int
    right: bool = False
    below: bool = False

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def quarters(self) -> tuple[Region, Region, Region, Region]:
        """Upper left, upper right, lower left, lower right."""
        left = self.width // 2 if self.right else (self.width + 1) // 2
        upper = self.height // 2 if self.below else (self.height + 1) // 2
        columns = ((self.x, left, False), (self.x + left, self.width - left, True))
        rows = ((self.y, upper, False), (self.y + upper, self.height - upper, True))
        one, two, three, four = (
            Region(x, y, width, height, right, below)
            for y, height, below in rows
            for x, width, right in columns
        )
        return one, two, three, four


@dataclass(frozen=True, slots=True)
class Tree:
    """*splits*: the 20 regions that are split, parents first. *bands*: the 60 coded subbands."""

    splits: tuple[Region, ...]
    bands: tuple[Region, ...]

    @staticmethod
    @lru_cache(maxsize=8)
    def of(width: int, height: int) -> Tree:
        image = Region(0, 0, width, height)
        low, right, below, _uncoded = image.quarters()
        low_low, low_right, low_below, low_high = low.quarters()
        lowest = low_low.quarters()
        seconds = low_right.quarters()
        thirds = low_below.quarters()
        core = lowest[0].quarters()
        deep = [band for region in lowest for band in region.quarters()][1:]
        bands = (
            *core[0].quarters(),
            *deep,
            *(band for region in seconds for band in region.quarters()),
            *(band for region in thirds for band in region.quarters()),
            low_high,
            *right.quarters(),
            *below.quarters(),
        )
        splits = (
            *(image, low, right, below, low_right, low_below),
            *(*seconds, *thirds, low_low, *lowest, core[0]),
        )
        return Tree(splits, bands)
