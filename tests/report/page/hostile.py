"""What the page is given of images with hostile names."""

from __future__ import annotations

from mousaic.report.tables.kept_uses import keep_use
from mousaic.runs.run import Run
from mousaic.said import told
from mousaic.words.sentences import sentence_json

HOSTILE = "</SCRIPT><img src=x onerror=alert(1)>"


def keep_uses(run: Run) -> None:
    """What both uses would keep, of images of hostile names; the page of one is gone."""
    line = {"representation": "recommended", "classifier": "logistic", "balanced_accuracy": 0.625, "low": 0.5}
    line |= {"high": 0.75, "auroc": 0.7, "brier": None, "p": 0.04}
    others = [{**line, "classifier": "svm", "balanced_accuracy": 0.111}, {**line, "representation": "light", "p": None}]
    gap = {"score": 0.625, "other": 0.5, "gap": 0.125, "low": -0.1, "high": 0.3}
    by, what = told("told_by_recommended"), told("told_what_classes")
    said = told("told_light_same", by=by, what=what, measure=told("told_accuracy"), **gap)
    page = run.path.with_name("told & more") / "classify.html"
    page.parent.mkdir()
    page.write_text("")
    keep_use(run, "classify", page, {"verdict": [sentence_json(said)], "lines": [line, *others]})
    standing = told("odd_standing", high=0, normal=19)
    said = told("odd_headline_none", count=0, images=3, level=0.05, path=HOSTILE, standing=standing, parts=None)
    part = told("odd_part_absent", part=told("part_named", part=7))
    one = {"path": HOSTILE, "label": "", "score": 2.5, "p": 0.05, "q": 0.15, "parts": [sentence_json(part)]}
    gone = run.path.with_name("gone") / "anomaly.html"
    keep_use(run, "anomaly", gone, {"verdict": sentence_json(said), "judged": 3, "oddest": [one]})
