"""The figures of ``mousaic classify``, by name, each with what it needs: a new one is a function and a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from mousaic.registry import Registry
from mousaic.report.figures.drawn import Drawn
from mousaic.uses.classify.classification import Classification


class DrawUse(Protocol):
    """Draws a figure in a language, with heading and caption in the picture or without them."""

    def __call__(self, found: Classification, lang: str = "en", framed: bool = True) -> Drawn: ...


class UseFigure(NamedTuple):
    """One of the figures that apply."""

    name: str
    draw: DrawUse
    wide: bool


NEEDS: dict[str, Callable[[Classification], bool]] = {
    "classes": lambda found: found.outcome.kind == "classes",
    "numbers": lambda found: found.outcome.kind == "numbers",
    "parts": lambda found: found.deciding is not None and len(found.deciding.chosen.part) > 0,
}
"""What a figure may name as a capability, and whether a classification has it; ``wide`` says how it is shown."""

USE_FIGURES: Registry[DrawUse] = Registry("figure")
"""In the order in which they are written and shown."""


def use_figures(found: Classification) -> list[UseFigure]:
    """Those that this classification has something for."""
    return [
        UseFigure(name, USE_FIGURES.load(name), "wide" in USE_FIGURES[name].capabilities)
        for name in USE_FIGURES
        if all(NEEDS[need](found) for need in USE_FIGURES[name].capabilities if need in NEEDS)
    ]


_HERE = "mousaic.report.figures.studies"
USE_FIGURES.register("confusion", f"{_HERE}.told_pictures:confusion", "confusion_heading", ["classes"])
USE_FIGURES.register("foretold", f"{_HERE}.told_pictures:foretold", "foretold_heading", ["numbers"])
USE_FIGURES.register(
    "deciding_parts", f"{_HERE}.deciding_parts_sheet:deciding_parts_sheet", "decides_heading", ["parts", "wide"]
)
