"""``live.html``: a training as it goes, in a page that reloads itself; no server, no script, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from mousaic.arrays import Floats, Mask
from mousaic.files import write_text
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.model.ensemble import Ensemble
from mousaic.report.figures.shown_examples import choose_examples
from mousaic.report.page.charts import Line, line_chart
from mousaic.report.page.document import document
from mousaic.report.page.elements import Html, join, paragraph, tag
from mousaic.report.page.tile_images import photo
from mousaic.runs.run import Run
from mousaic.said import Said, told
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import pearson_r
from mousaic.words.put import put, say

FILE = "live.html"
EVERY = 2
"""Seconds between two looks at the file."""
SHOWN = 8
Rows = Sequence[Mapping[str, float]]


def write_live(
    run: Run,
    state: TrainingState,
    ensemble: Ensemble,
    images: ImageSet,
    held_out: Mask,
    status: str = "training",
    lang: str = "en",
) -> None:
    """Write the page anew; it looks for a newer one of itself every few seconds while ``status`` is "training".

    Args:
        ensemble: what describes the images by now.
        held_out: (N,) which of the images are not trained on.
        status: "training", "finished" or "stopped".
        lang: of the page: ``"en"`` or ``"zh"``.
    """
    rows, epochs = state.history, run.config.training.epochs
    title = say("live_title", lang, done=len(rows), epochs=epochs)
    again = [tag("meta", http_equiv="refresh", content=EVERY)] if status == "training" else []
    progress = tag("progress", title, max=epochs, value=len(rows), aria_label=title)
    name, place = shown(run.name), put(_heading(rows, epochs, status), lang)
    main = tag(
        "main",
        tag("p", say("live_kicker", lang), class_="kicker"),
        tag("h1", join(name, say("colon", lang), place)),
        tag("p", progress),
        paragraph(put(_numbers(rows), lang), "lead"),
        _charts(rows, epochs, lang) if rows else "",
        tag("h2", say("live_images", lang)),
        _pairs(ensemble, images, held_out, lang),
    )
    write_text(run.path / FILE, document(title, tag("body", main), lang, "Mousaic live page", *again))


def _heading(rows: Rows, epochs: int, status: str) -> Said:
    """How far it is."""
    if status == "training":
        return told("live_epoch", epoch=min(len(rows) + 1, epochs), epochs=epochs)
    return told(f"live_{status}", done=len(rows), epochs=epochs)


def _numbers(rows: Rows) -> Said:
    """The last epoch in words."""
    if not rows:
        return told("live_first")
    last = rows[-1]
    listed = [told("live_train", r=last["pearson"])]
    if "validation_pearson" in last:
        listed.append(told("live_held_out", r=last["validation_pearson"]))
    listed.append(told("live_dead", share=last["dead_fraction"]))
    return told("live_now", seconds=last["seconds"], listed=listed)


def _charts(rows: Rows, epochs: int, lang: str) -> Html:
    """r and error against the epoch, each beside its held-out twin, on an axis that has room for what is to come."""
    x, made = np.arange(1.0, len(rows) + 1), []
    for name, logarithmic in (("pearson", False), ("reconstruction", True)):
        columns = (("line_training", "c0", name), ("line_held_out", "c1 dashed", f"validation_{name}"))
        lines = [Line(say(key, lang), kind, _column(rows, column)) for key, kind, column in columns]
        drawn = [line for line in lines if np.isfinite(line.values).any()]
        title = say(f"live_{name}", lang)
        made.append(line_chart(say("epoch", lang), x, title, drawn, logarithmic=logarithmic, until=epochs))
    return tag("div", *made, class_="charts")


def _column(rows: Rows, name: str) -> Floats:
    """A column of the history; an error of 0 has no place on a logarithmic axis."""
    values = np.array([row.get(name, np.nan) for row in rows], dtype=np.float64)
    return np.where(values > 0, values, np.nan) if name.endswith("reconstruction") else values


@torch.no_grad()
def _pairs(ensemble: Ensemble, images: ImageSet, held_out: Mask, lang: str) -> Html:
    """Some images beside what the members make of them now, those held out first."""
    parts = ["validation" if out else "train" for out in held_out]
    chosen = choose_examples(images.labels, parts, per_class=4)[:SHOWN]
    before = images.pixels[chosen]
    x = torch.from_numpy(before).flatten(1)
    y = ensemble(x.to(ensemble.device))[1].mean(0).cpu()
    r = pearson_r(y, x).tolist()
    after = y.numpy().reshape(before.shape)
    cards = []
    for place, i in enumerate(chosen.tolist()):
        pictures = photo(before[place], say("original", lang)), photo(after[place], say("reconstructed", lang))
        words = say("live_pair", lang, r=r[place], part=told(f"part_{parts[i]}"))
        path = tag("span", shown(images.paths[i]), class_="faint")
        cards.append(tag("figure", tag("div", *pictures, class_="pair"), tag("figcaption", tag("span", words), path)))
    return tag("div", *cards, class_="triples")
