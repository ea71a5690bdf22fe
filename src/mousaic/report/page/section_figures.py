"""The registered figures of a section, as its page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mousaic.report.page.elements import Html
from mousaic.report.page.subject import Subject


def section_figures(
    s: Subject, section: str, above: Mapping[str, Html] | None = None, without: Collection[str] = ()
) -> list[Html]:
    """All figures that are registered for a section and apply to this run, in the order of the registry.

    Args:
        above: what stands above a figure, by the figure's name.
        without: names of figures of which only that is shown.
    """
    shown = []
    for name, picture in s.figures.of(section, without).items():
        shown += [(above or {}).get(name, Html("")), picture]
    return shown
