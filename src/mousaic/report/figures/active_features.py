"""Error and r against the number of active features, with the model's own k marked."""

from __future__ import annotations

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.sparsity import Sparsity
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, TRAINING, VALIDATION, house_style
from mousaic.report.figures.ticks import log_ticks
from mousaic.report.findings.feature_findings import sparsity_headline
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say


def active_features(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """Two panels: squared error and Pearson r."""
    found = analysis.sparsity
    heading, caption = put(sparsity_headline(found), lang), say("sparsity_caption", lang)
    with house_style():
        figure, axes = panels(heading, caption, [say("sparsity_error", lang), say("sparsity_r", lang)], framed=framed)
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
    return Drawn(figure, heading, caption, put_all(_alt(found), lang))


FIGURE = FeatureFigure(active_features, "reconstruction")


def _alt(found: Sparsity) -> list[Said]:
    """Of each part the values at the fewest, the model's own and the most active features."""
    own = found.active.tolist().index(found.k)
    said = [told("alt_sparsity", first=int(found.active[0]), last=int(found.active[-1]))]
    for part, error, r in zip(found.parts, found.squared_error, found.pearson, strict=True):
        said.append(
            told("alt_sparsity_part", part=told(f"part_{part}"), first=int(found.active[0]), first_r=float(r[0]),
                 first_error=float(error[0]), k=found.k, r=float(r[own]), error=float(error[own]),
                 last=int(found.active[-1]), last_r=float(r[-1]), last_error=float(error[-1]))
        )  # fmt: skip
    return said
