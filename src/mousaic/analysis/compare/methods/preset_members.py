"""The two presets as compared methods."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows, rows_of_both_codes
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_report(part: Part) -> list[Fitted]:
    """The preset ``report``: the experiment this tool began as."""
    title = told("method_preset", preset="report")
    return member_rows(part, "report", title, part.trainings.members(part.report), part.report)


def fit_default(part: Part) -> list[Fitted]:
    """The preset ``default``, with its own codes of one pass and with better ones."""
    ensemble = part.trainings.members(part.config)
    title = told("method_preset", preset="default")
    return rows_of_both_codes(part, "default", title, ensemble, part.config, start="start")
