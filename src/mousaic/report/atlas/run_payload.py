"""The numbers of the atlas, taken from the analysis of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mousaic.analysis.classes.class_differences import ClassDifferences
from mousaic.analysis.classes.shortcuts import Shortcuts
from mousaic.analysis.evidence import Evidence
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.feature_shape import KINDS, RULE, FeatureShape
from mousaic.analysis.features.importance import FeatureUse
from mousaic.analysis.stability.recurrence import Trust
from mousaic.arrays import Singles
from mousaic.command_lines import command_line
from mousaic.images.image_set import ImageSet
from mousaic.images.mapped import blocks
from mousaic.images.ranges import fitting
from mousaic.images.shown_pictures import picture_shape
from mousaic.model.member_parts import LINEAR_DECODER
from mousaic.model.store import ModelCard, digest_of_model
from mousaic.report.atlas.packing import packed
from mousaic.report.atlas.part_payload import part_payload
from mousaic.runs.run import Run
from mousaic.version import __version__

SCHEMA = 1


def run_payload(run: Run, analysis: FeatureAnalysis, members: Sequence[int], names: dict[str, Any]) -> dict[str, Any]:
    """The script ``data.js``: everything but the dictionaries.

    Args:
        members: which members the atlas shows; arrays hold one row for each of these.
        names: the page's names and notes to begin with, and what became of those carried over.
    """
    card, shown = analysis.evidence.model.card, list(members)
    placing, images = card.placing, analysis.evidence.images
    return {
        "schema": SCHEMA,
        "version": __version__,
        "run": run.name,
        "title": (run.data and run.data.stem) or "images",
        "model": digest_of_model(run.path),
        "shape": list(card.shape),
        "pictures": None if images.pictures is None else list(picture_shape(images)),
        "membersInAll": card.members,
        "members": shown,
        "features": analysis.evidence.features,
        "middle": None if placing is None else list(placing.middle),
        "k": card.k,
        "parts": _parts(analysis.evidence),
        "commands": _commands(run.place),
        "seed": run.config.training.seed,
        "epochs": run.summary["epoch_kept"],
        "preset": run.config.preset,
        "figures": _figures(run.summary),
        "prepare": {
            "size": card.images.size,
            "color": {1: "grey", 3: "rgb"}.get(card.shape[0]),
            "fit": card.images.fit,
            "background": card.images.background,
            "limits": {white: _limits(card, white) for white in (255, 65535)},
        },
        "images": _images(analysis.evidence, shown),
        "use": _use(analysis.use, shown),
        "shapes": None if analysis.shape is None else _shapes(analysis.shape, shown),
        "differences": None if analysis.differences is None else _differences(analysis.differences, shown),
        "shortcuts": _shortcuts(analysis.shortcuts, shown),
        "trust": None if analysis.trust is None else _trust(analysis.trust, shown),
        "places": None if analysis.parts is None else part_payload(analysis.parts),
        "names": names,
    }


def _limits(card: ModelCard, white: int) -> list[float] | None:
    """What becomes 0 and 1 in a picture of 8 or 16 bits that is dropped on the page; None: nobody knows."""
    ends = (0.0, float(white))
    if card.ranges is None:
        return list(card.limits or ends)
    found = fitting(ends, card.ranges, ends)
    return None if found is None else [found.low, found.high]


def _commands(place: Path) -> dict[str, str]:
    """What does elsewhere what the page cannot."""
    return {
        "encode": command_line("encode", place, "my_images/", "--out", "codes.npz"),
        "names": command_line("atlas", place, "--names", "annotations.json"),
        "report": command_line("report", place),
        "stability": command_line("stability", place),
    }


def _parts(evidence: Evidence) -> dict[str, Any]:
    """What the model is put together from, and whether a reconstruction is the sum of its features' pictures."""
    ensemble = evidence.model.ensemble
    names = dict(zip(("encoder", "decoder", "sparsity"), ensemble.parts.names, strict=True))
    return {**names, "linear": LINEAR_DECODER in ensemble.capabilities}


def _figures(summary: dict[str, Any]) -> dict[str, Any]:
    """Pearson r of training and validation images, and that of the mean image; None where there is none."""
    return {
        "train": summary["train"].get("pearson"),
        "validation": summary["validation"].get("pearson"),
        "mean": summary["baselines"].get("validation", summary["baselines"]["train"]).get("pearson"),
    }


def _images(evidence: Evidence, members: list[int]) -> dict[str, Any]:
    images = evidence.images
    return {
        "paths": list(images.paths),
        "labels": images.labels.tolist(),
        "classes": list(images.class_names),
        "independence": None if images.independence is None else images.independence.key,
        "heldOut": [part == "validation" for part in evidence.parts],
        "pixels": packed(_seen(images), "u1"),
        "pearson": packed(_pearson(evidence, members), "f4"),
    }


def _seen(images: ImageSet) -> NDArray[Any]:
    """What the page shows of the images, 0 to 255."""
    if images.pictures is not None:
        return images.pictures
    seen = np.empty(images.pixels.shape, np.uint8)
    for part in blocks(seen):
        seen[part] = np.rint(images.pixels[part].clip(0, 1) * 255)
    return seen


def _pearson(evidence: Evidence, members: list[int]) -> Singles:
    """r of each image with the reconstruction by each of these members (m, N); 0 where one of them is flat."""
    import torch

    from mousaic.training.metrics import pearson_r

    found = np.empty((len(members), len(evidence.images)), np.float32)
    for part in evidence.blocks(evidence.images.D * (1 + len(members))):
        x, y = (torch.from_numpy(a) for a in (evidence.flat[part], evidence.reconstruction[part][:, members]))
        found[:, part] = pearson_r(y, x[:, None]).T.numpy()
    return found


def _use(use: FeatureUse, members: list[int]) -> dict[str, Any]:
    return {
        "firing": _floats(use.firing_rate[members]),
        "strength": _floats(use.mean_active[members]),
        "importance": _floats(use.importance[members]),
        "share": _floats(use.share[members]),
        "tops": use.top_images.shape[2],
        "topImages": packed(use.top_images[members] + 1, "u4"),  # 0: no more images
    }


def _shapes(shape: FeatureShape, members: list[int]) -> dict[str, Any]:
    names = ("area", "row", "column", "orientation", "frequency", "coherence")
    kinds = np.array([[KINDS.index(kind) for kind in row] for row in shape.kind[members].tolist()])
    found = {name: _floats(getattr(shape, name)[members]) for name in names}
    return found | {"kinds": list(KINDS), "kind": packed(kinds, "u1"), "rule": RULE}


def _differences(found: ClassDifferences, members: list[int]) -> dict[str, Any]:
    return {
        "effect": _floats(found.effect[members]),
        "rate": _floats(found.rate_difference[members]),
        "low": _floats(found.low[members]),
        "high": _floats(found.high[members]),
        "p": _floats(found.p[members]),
        "family": _floats(found.p_family[members]),
        "q": _floats(found.q[members]),
        "best": packed(found.best_class[members] + 1, "u2"),  # 0: none
        "tested": packed(found.tested[members], "u1"),
        "byResponse": packed(found.by_response[members], "u1"),
        "floor": float(found.floor),
        "labelings": found.labelings,
        "passed": int(found.passed.sum()),
    }


def _shortcuts(found: Shortcuts, members: list[int]) -> dict[str, Any]:
    """Of each feature the property that it follows, or comes closest to."""
    features = found.features.shape[1]
    closest = [[found.closest(m, h) for h in range(features)] for m in members] if found.names else []
    return {
        "names": list(found.names),
        "closest": packed(np.array([[found.names.index(c.name) for c in row] for row in closest]), "u1"),
        "r": _floats(np.array([[c.r for c in row] for row in closest])),
        "within": _floats(np.array([[c.within for c in row] for row in closest])),
        "follows": packed(np.array([[c.follows for c in row] for row in closest]), "u1"),
    }


def _trust(trust: Trust, members: list[int]) -> dict[str, Any]:
    return {
        "runs": trust.runs,
        "threshold": trust.threshold,
        "found": _floats(trust.found[members]),
        "cosine": _floats(trust.cosine[members]),
        "chanceFound": _floats(trust.chance_found[members]),
        "chanceCosine": _floats(trust.chance_cosine[members]),
        **({} if trust.untrained is None else {"untrainedFound": _floats(trust.untrained.found[members])}),
    }


def _floats(array: NDArray[Any]) -> dict[str, str]:
    return packed(array, "f4")
