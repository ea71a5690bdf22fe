"""The analysis of a run's features as tables: what ``RUN/analysis/*.csv`` holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.feature_shape import KINDS
from mousaic.files import write_csv
from mousaic.report.findings.feature_findings import headlines
from mousaic.words.sentences import sentence_json


class Table(NamedTuple):
    """One CSV file."""

    name: str
    columns: list[str]
    rows: Iterator[dict[str, Any]]


def write_tables(folder: Path, analysis: FeatureAnalysis, raw: bool = False) -> list[str]:
    """Write every table into ``folder`` and return their names."""
    names = []
    for table in tables(analysis):
        write_csv(folder / table.name, table.columns, table.rows, raw)
        names.append(table.name)
    return names


def tables(analysis: FeatureAnalysis) -> list[Table]:
    """All tables that this analysis has something for."""
    found = [_features(analysis), _images(analysis), _by_class(analysis), _sparsity(analysis), _pairs(analysis)]
    if analysis.differences is not None:
        found.append(_differences(analysis))
    if analysis.shortcuts.names:
        found.append(_shortcuts(analysis))
    more = {name: measured.columns for name, measured in analysis.more.items() if measured.columns}
    return found + [_columns(f"{name}.csv", dict(columns)) for name, columns in more.items()]


def findings(analysis: FeatureAnalysis) -> dict[str, Any]:
    """The sentences and the numbers behind them, for programs; their text is English."""
    a, d, s = analysis, analysis.differences, analysis.shortcuts
    grid = a.evidence.images.shape.is_grid
    found: dict[str, Any] = {
        "headlines": [{"topic": line.topic} | sentence_json(line.said, grid) for line in headlines(a)],
        "images": len(a.evidence.images),
        **({} if a.evidence.sample_of is None else {"sample_of": len(a.evidence.sample_of)}),
        "features": int(a.use.dead.size),
        "firing": int((~a.use.dead).sum()),
        "kinds": {} if a.shape is None else {k: int((a.shape.kind[~a.use.dead] == k).sum()) for k in KINDS},
        "shortcuts": {
            name: {"auc": float(s.auc[i]), "p": float(s.p[i]), "p_family": float(s.p_family[i])}
            for i, name in enumerate(s.names)
        },
        "best_active_features": dict(zip(a.sparsity.parts, a.sparsity.best.tolist(), strict=True)),
    }
    if a.classes is not None:
        found["primary"] = {
            "p": a.classes.answer.p_primary,
            "asked": len(a.classes.answer.kind),
            "floor": a.classes.answer.floor,
            "findings": len(a.classes.findings),
        }
    if d is not None:
        found["classes"] = {
            "tested": int(d.tested.sum()),
            "passed": int(d.passed.sum()),
            "discovered": int((d.q[d.tested] <= 0.05).sum()),
            "floor": d.floor,
            "least_effect": d.least_effect if np.isfinite(d.least_effect) else None,
            "labelings": d.labelings,
            "exact": d.exact,
        }
    return found


def _columns(name: str, columns: dict[str, Sequence[Any]]) -> Table:
    rows = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return Table(name, list(columns), rows)


SHAPE = ("area", "row", "column", "spread", "orientation", "frequency", "coherence", "structure", "kind")
"""Columns that vectors have not."""


def _features(a: FeatureAnalysis) -> Table:
    """Every feature: use, shape, nearest neighbour, what it follows, and trust where that is known."""
    member, feature = (index.ravel() for index in np.indices(a.use.dead.shape))
    paths = np.array([*a.evidence.images.paths, ""], dtype=object)
    columns: dict[str, Sequence[Any]] = {"member": member.tolist(), "feature": feature.tolist()}
    for name in ("firing_rate", "mean_active", "importance", "share", "dead", "always_on"):
        columns[name] = getattr(a.use, name).ravel().astype(float if name[0] in "fmis" else int).tolist()
    columns["top_image"] = paths[a.use.top_images[:, :, 0].ravel()].tolist()
    if a.shape is not None:
        for name in SHAPE:
            columns[name] = getattr(a.shape, name).ravel().tolist()
    known = a.redundancy.nearest.ravel() >= 0
    for name, values in (("nearest", a.redundancy.nearest), ("nearest_cosine", a.redundancy.cosine)):
        columns[name] = [v if k else "" for v, k in zip(values.ravel().tolist(), known.tolist(), strict=True)]
    for i, name in enumerate(a.shortcuts.names):
        columns[f"r_{name}"] = a.shortcuts.features[..., i].ravel().tolist()
    if a.trust is not None:
        for name in ("found", "cosine", "chance_found", "chance_cosine"):
            columns[name] = getattr(a.trust, name).ravel().tolist()
        if a.trust.untrained is not None:
            columns["untrained_found"] = a.trust.untrained.found.ravel().tolist()
    return _columns("features.csv", columns)


def _differences(a: FeatureAnalysis) -> Table:
    """Every feature that fires, the clearest difference first."""
    d = a.differences
    assert d is not None
    order = [(int(m), int(h)) for m, h in d.ranked() if d.best_class[m, h] >= 0]
    at = tuple(np.array(order, dtype=np.int64).reshape(-1, 2).T)
    columns: dict[str, Sequence[Any]] = {"member": at[0].tolist(), "feature": at[1].tolist()}
    columns["best_class"] = [a.evidence.images.class_names[c] for c in d.best_class[at]]
    columns["clearer"] = ["response" if by else "activation" for by in d.by_response[at]]
    names = ("effect", "activation_effect", "response_effect", "rate_difference", "low", "high", "p", "p_member")
    for name in (*names, "p_family", "q"):
        columns[name] = getattr(d, name)[at].tolist()
    columns["tested"] = d.tested[at].astype(int).tolist()
    return _columns("class_differences.csv", columns)


def _shortcuts(a: FeatureAnalysis) -> Table:
    s, names = a.shortcuts, a.evidence.images.class_names
    columns: dict[str, Sequence[Any]] = {
        "property": s.names,
        "best_class": [names[c] if c >= 0 else "" for c in s.best_class],
        "auc": s.auc.tolist(),
        "p": s.p.tolist(),
        "p_family": s.p_family.tolist(),
        "largest_r_of_a_feature": np.abs(s.features).max((0, 1)).tolist(),
    }
    return _columns("shortcuts.csv", columns)


def _images(a: FeatureAnalysis) -> Table:
    """Every image, the worst reconstruction first, with its properties."""
    images, order = a.evidence.images, a.by_class.order
    labels = [images.class_names[label] if label >= 0 else "" for label in images.labels[order]]
    columns: dict[str, Sequence[Any]] = {
        "path": [images.paths[i] for i in order],
        "label": labels,
        "group": [images.groups[i] for i in order],
        "part": [a.evidence.parts[i] for i in order],
        "pearson": a.by_class.pearson[order].tolist(),
        "squared_error": a.by_class.squared_error[order].tolist(),
    }
    for i, name in enumerate(a.shortcuts.names):
        columns[name] = a.shortcuts.values[order, i].tolist()
    return _columns("images.csv", columns)


def _by_class(a: FeatureAnalysis) -> Table:
    columns: dict[str, Sequence[Any]] = {
        name: [getattr(row, name) for row in a.by_class.rows] for name in ("class_name", "part", "images", "groups")
    }
    for name in ("pearson", "squared_error"):
        for i, end in enumerate(("", "_low", "_high")):
            columns[name + end] = [getattr(row, name)[i] for row in a.by_class.rows]
    return _columns("reconstruction_by_class.csv", columns)


def _sparsity(a: FeatureAnalysis) -> Table:
    s = a.sparsity
    columns: dict[str, Sequence[Any]] = {"active": s.active.tolist()}
    for i, part in enumerate(s.parts):
        columns[f"{part}_squared_error"] = s.squared_error[i].tolist()
        columns[f"{part}_pearson"] = s.pearson[i].tolist()
    return _columns("active_features.csv", columns)


def _pairs(a: FeatureAnalysis) -> Table:
    names = ["member", "first", "second", "together", "expected", "q"]
    pairs = (*a.coactivation.together, *a.coactivation.apart)
    return Table("coactivation.csv", names, (pair._asdict() for pair in pairs))
