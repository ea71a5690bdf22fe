"""Error and r against the number of active features, with the model's own k marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.report.figures.curve_panels import log_ticks
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, TRAINING, VALIDATION, house_style
from mousaic.report.findings.feature_findings import sparsity_headline
from mousaic.words.put import put, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def active_features(analysis: FeatureAnalysis, lang: str = "en") -> Figure:
    """Two panels: squared error and Pearson r."""
    found = analysis.sparsity
    with house_style():
        titles = [say("sparsity_error", lang), say("sparsity_r", lang)]
        figure, axes = panels(2, put(sparsity_headline(found), lang), say("sparsity_caption", lang), titles)
        for each, values in zip(axes, (found.squared_error, found.pearson), strict=True):
            for part, row in zip(found.parts, values, strict=True):
                colour = VALIDATION if part == "validation" else TRAINING
                label = say(f"part_{part}", lang)
                each.plot(found.active, row, "o-", color=colour, markersize=3, label=label)
            each.axvline(found.k, color=FAINT, linestyle="--", linewidth=0.9, label=say("own_k", lang, k=found.k))
            each.set_xscale("log", base=2)
            ticks = [n for n in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024) if n <= found.active[-1]]
            each.set_xticks(ticks, [str(n) for n in ticks])
            each.minorticks_off()
            each.set_xlabel(say("axis_active", lang))
            each.legend()
        positive = found.squared_error[found.squared_error > 0]
        if len(positive):
            axes[0].set_yscale("log")
            levels = log_ticks(float(positive.min()), float(positive.max()))
            axes[0].set_yticks(levels, [f"{level:g}" for level in levels])
            axes[0].minorticks_off()
            axes[0].set_ylim(levels[0], levels[-1])
    return figure
