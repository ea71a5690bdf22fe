"""What every figure function returns: the picture, and the words that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Drawn(NamedTuple):
    """A figure and its words.

    A figure that is a file of its own has to say everything itself: it is drawn *framed*, with heading and caption in
    the picture. A page sets both as real text around the picture, and asks for it without (``framed=False``).
    """

    figure: Figure
    heading: str
    """Its title, one line; "" where it has none."""
    caption: str
    """How to read it."""
    alt: str
    """What is plotted, with the main values, for readers who do not see it."""
