"""``live.html``: a training as it goes, in a page that reloads itself; no server, no script, no network."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from mousaic.files import write_text
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.model.ensemble import Ensemble
from mousaic.report.atlas.atlas_page import csp_source, web_text
from mousaic.report.figures.shown_examples import choose_examples
from mousaic.runs.run import Run
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import pearson_r

FILE = "live.html"
EVERY = 2
"""Seconds between two looks at the file."""
SHOWN = 8
WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 30
Rows = Sequence[Mapping[str, float]]

STYLE = """
.row { display: grid; gap: 1.6rem; margin-top: 1.2rem; }
.row { grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); }
svg { width: 100%; height: auto; }
svg text { fill: var(--faint); font-size: 13px; }
.grid { stroke: var(--line); }
.train { stroke: var(--c0); fill: none; stroke-width: 2.5; }
.held { stroke: var(--c1); fill: none; stroke-width: 2.5; stroke-dasharray: 7 4; }
.key { display: inline-flex; gap: 0.4rem; align-items: center; margin-right: 1.2rem; }
.key svg { width: 34px; height: 8px; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 1rem; margin-top: 0.6rem; }
.pairs div { display: grid; grid-template-columns: 1fr 1fr; gap: 3px; }
.pairs img { width: 100%; border-radius: 4px; }
figcaption { font-size: 0.8rem; color: var(--faint); overflow-wrap: anywhere; }
progress { width: min(100%, 30rem); accent-color: var(--accent); }
"""


def write_live(
    run: Run, state: TrainingState, images: ImageSet, held_out: NDArray[np.bool_], status: str = "training"
) -> None:
    """Write the page anew; it looks for a newer one of itself every few seconds while ``status`` is "training".

    Args:
        status: "training", "finished" or "stopped".
    """
    rows, epochs = state.history, run.config.training.epochs
    style = web_text("base.css") + STYLE
    policy = f"default-src 'none'; style-src {csp_source(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    again = f'<meta http-equiv="refresh" content="{EVERY}">' if status == "training" else ""
    body = [
        f"<h1>{escape(shown(run.path.resolve().name))}: {_heading(rows, epochs, status)}</h1>",
        f'<p><progress max="{epochs}" value="{len(rows)}">{len(rows)} of {epochs}</progress></p>',
        f'<p class="lead">{_numbers(rows)}</p>',
        _keys(rows) if rows else "",
        '<div class="row">',
        _curve(rows, "pearson", "Pearson r with the image (1 is perfect)", epochs),
        _curve(rows, "reconstruction", "Reconstruction error (mean square, logarithmic)", epochs, logarithmic=True),
        "</div>",
        _pairs(state.ensemble, images, held_out),
    ]
    write_text(
        run.path / FILE,
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{len(rows)} of {epochs} epochs · Mousaic</title><style>{style}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n",
    )


def _heading(rows: Rows, epochs: int, status: str) -> str:
    if status == "finished":
        return f"finished after {len(rows)} epochs"
    if status == "stopped":
        return f"stopped after {len(rows)} of {epochs} epochs"
    return f"epoch {len(rows) + 1} of {epochs}"


def _numbers(rows: Rows) -> str:
    """The last epoch in words."""
    if not rows:
        return "The first epoch is under way; this page renews itself."
    last = rows[-1]
    said = [f"After {last['seconds']:.0f} s: r = {last['pearson']:.3f} on training images"]
    if "validation_pearson" in last:
        said.append(f"r = {last['validation_pearson']:.3f} on held-out images")
    said.append(f"{last['dead_fraction']:.0%} of the features fired on no training image")
    return "; ".join(said) + "."


def _keys(rows: Rows) -> str:
    names = [("train", "training")] + ([("held", "held out")] if "validation_pearson" in rows[-1] else [])
    line = '<svg viewBox="0 0 34 8" aria-hidden="true"><path class="{0}" d="M0 4h34"/></svg>'
    return "<p>" + "".join(f'<span class="key">{line.format(kind)}{name}</span>' for kind, name in names) + "</p>"


def _curve(rows: Rows, column: str, title: str, epochs: int, logarithmic: bool = False) -> str:
    """A column of the history, and its validation twin, against the epoch."""
    series = {kind: [(r["epoch"], r.get(name, math.nan)) for r in rows] for kind, name in _kinds(column)}
    values = [v for points in series.values() for _, v in points if math.isfinite(v) and (v > 0 or not logarithmic)]
    if not values:
        return ""
    low, high = (min(values) / 1.2, max(values) * 1.2) if logarithmic else (min(0.0, *values), 1.0)
    scale = math.log if logarithmic else float

    def x(epoch: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (epoch - 1) / max(1, epochs - 1)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (scale(value) - scale(low)) / (scale(high) - scale(low))

    marks = [low, math.sqrt(low * high) if logarithmic else (low + high) / 2, high]
    parts = [
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text x="{LEFT - 6}" y="{y(v) + 4:.1f}" text-anchor="end">{v:.2g}</text>'
        for v in marks
    ]
    for kind, points in series.items():
        line = [f"{x(e):.1f},{y(v):.1f}" for e, v in points if math.isfinite(v) and (v > 0 or not logarithmic)]
        parts.append(f'<polyline class="{kind}" points="{" ".join(line)}"/>' if line else "")
        parts += [f'<circle class="{kind}" cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="2"/>' for p in line[-1:]]
    ends = ((LEFT, "start", "epoch 1"), (WIDTH - RIGHT, "end", str(epochs)))
    parts += [f'<text x="{at}" y="{HEIGHT - 8}" text-anchor="{anchor}">{text}</text>' for at, anchor, text in ends]
    return (
        f'<figure><h2>{title}</h2><svg role="img" aria-label="{title}: now {values[-1]:.3g}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg></figure>'
    )


def _kinds(column: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("train", column), ("held", f"validation_{column}")


@torch.no_grad()
def _pairs(ensemble: Ensemble, images: ImageSet, held_out: NDArray[np.bool_]) -> str:
    """Some images beside what the members make of them now, those held out first."""
    chosen = choose_examples(images.labels, ["validation" if out else "train" for out in held_out], per_class=4)[:SHOWN]
    x = torch.from_numpy(images.pixels[chosen]).flatten(1)
    y = ensemble(x.to(ensemble.device))[1].mean(0).cpu()
    r = pearson_r(y, x).tolist()
    figures = [
        f"<figure><div>{_image(x[i], images, 'image')}{_image(y[i], images, 'reconstruction')}</div>"
        f"<figcaption>{escape(shown(images.paths[n]))}, {'held out' if held_out[n] else 'trained on'}, "
        f"r = {r[i]:.2f}</figcaption></figure>"
        for i, n in enumerate(chosen.tolist())
    ]
    return f'<h2>Images, and the reconstructions as they are now</h2><div class="pairs">{"".join(figures)}</div>'


def _image(pixels: Any, images: ImageSet, what: str) -> str:
    from PIL import Image

    levels = (pixels.view(images.shape).clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
    stream = io.BytesIO()
    Image.fromarray(levels[..., 0] if levels.shape[2] == 1 else levels).save(stream, "PNG")
    return f'<img alt="{what}" src="data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}">'
