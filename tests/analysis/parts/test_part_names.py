"""Names that people gave to parts: they stand in figures and sentences of these parts, and of no others."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mousaic.analysis.parts.part_findings import findings_of
from mousaic.analysis.parts.part_names import key_of, named
from mousaic.analysis.parts.part_set import learn_parts
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.part_title import part_title
from mousaic.runs.run import Run


@pytest.fixture(scope="module")
def findings():
    images = ImageSet.from_arrays(np.random.default_rng(0).random((6, 20, 20)))
    return findings_of(learn_parts(images, 3), images)


def kept(folder, entries):
    data = {"kind": "mousaic annotations", "schema": 1, "model": "0" * 64, "run": "r", "shape": [1, 4, 4],
            "features": [], "parts": entries}  # fmt: skip
    (folder / "annotations.json").write_text(json.dumps(data))
    return Run(folder, {})


def test_names_are_those_of_these_parts(findings, tmp_path):
    key = key_of(findings.parts)
    run = kept(tmp_path, [{"part": 1, "name": "nose\u202e", "key": key}, {"part": 0, "name": "old", "key": "f" * 16},
                          {"part": 99, "name": "none", "key": key}])  # fmt: skip
    found = named(findings, run)
    assert dict(found.names) == {1: "nose\u202e"}
    assert part_title(found, 1, "en").startswith("nose") and "\u202e" not in part_title(found, 1, "en")
    assert part_title(found, 0, "en") == "part 0" and part_title(found, 2, "zh") == "部件 2"


def test_without_names_nothing_changes(findings, tmp_path):
    assert named(findings, Run(tmp_path, {})) is findings
