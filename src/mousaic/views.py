"""How results show themselves in a notebook: as pictures, as HTML, and as frames of pandas.

What draws stands in the report, above everything that has results, and is found by name when it is asked for; neither
matplotlib nor pandas is imported before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mousaic.extras import needed
from mousaic.registry import Registry
from mousaic.said import Said

VIEWS: Registry[Callable[..., Any]] = Registry("view")
VIEWS.register("run_html", "mousaic.report.notebook.run_card:run_html")
VIEWS.register("run", "mousaic.report.notebook.result_plots:plot_run")
VIEWS.register("comparison", "mousaic.report.notebook.result_plots:plot_comparison")
VIEWS.register("chosen_k", "mousaic.report.notebook.result_plots:plot_chosen_k")
VIEWS.register("reconstructed", "mousaic.report.notebook.result_plots:plot_reconstructed")


def view(name: str, *given: Any, **options: Any) -> Any:
    """What the view of that name makes of a result."""
    return VIEWS.load(name)(*given, **options)


def frame(rows: Iterable[Mapping[str, Any]], columns: Iterable[str] | None = None) -> Any:
    """A pandas DataFrame of these rows; what is said stands there in English words.

    Raises:
        MousaicError: pandas is not installed.
    """
    pandas = needed("pandas", "pandas")
    plain = [{name: str(v) if isinstance(v, Said) else v for name, v in row.items()} for row in rows]
    return pandas.DataFrame(plain, columns=None if columns is None else list(columns))
