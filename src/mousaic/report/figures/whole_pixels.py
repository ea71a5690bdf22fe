"""A picture as large as its figure, whose pixels go to the file as they are.

Imported where a sheet is drawn, as it needs matplotlib.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.transforms import IdentityTransform

from mousaic.arrays import Tile


class WholePixels(AxesImage):
    """Pixels (h, w, 3) that fill axes, which fill their figure.

    matplotlib would resample them to the same pixels, by way of floats, in several copies of the whole. It still does
    where the figure is drawn at another size, as on a screen.
    """

    def __init__(self, axes: Axes, pixels: Tile) -> None:
        height, width = pixels.shape[:2]
        super().__init__(axes, extent=(0, width, height, 0), interpolation="nearest", origin="upper")
        self.pixels = pixels
        self.set_data(pixels)

    def make_image(self, renderer: Any, magnification: float = 1.0, unsampled: bool = False) -> Any:
        """The picture, where its lower left corner lies, and how it is still to be moved."""
        height, width = self.pixels.shape[:2]
        if magnification != 1 or (getattr(renderer, "width", 0), getattr(renderer, "height", 0)) != (width, height):
            return super().make_image(renderer, magnification, unsampled)
        opaque = np.full((height, width, 4), 255, np.uint8)
        opaque[..., :3] = self.pixels[::-1]
        return opaque, 0.0, 0.0, IdentityTransform()
