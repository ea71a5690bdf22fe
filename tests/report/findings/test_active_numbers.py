"""How many features describe an image is what was measured where a threshold decides it, and k elsewhere."""

from __future__ import annotations

from mousaic.report.findings.active_numbers import measured_active
from mousaic.said import told

SUMMARY = {"k": 50, "train": {"l0": 61.5}, "validation": {"l0": 28.25}}


def test_what_a_threshold_lets_through_is_that_of_held_out_images_where_there_are_any():
    for sparsity in ("jump-relu", "batch-top-k"):
        assert measured_active({"sparsity": sparsity}, SUMMARY) == (28.25, told("active_of_validation"))
        untested = SUMMARY | {"validation": {}}
        assert measured_active({"sparsity": sparsity}, untested) == (61.5, told("active_of_train"))


def test_of_other_codes_k_is_the_number():
    for model in ({}, {"sparsity": "top-k"}, {"sparsity": "omp"}, {"sparsity": "one from outside"}):
        assert measured_active(model, SUMMARY) is None
