"""Patterns that name groups, and those that name none."""

from __future__ import annotations

import pytest

from mousaic.errors import MousaicError
from mousaic.images.grouping.group_pattern import by_pattern

PATHS = ["wt/smear03_cell1.png", "wt/smear03_cell2.png", "mut/smear4_cell1.png", "mut/overview.png"]


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        (r"(smear\d+)", ["smear03", "smear03", "smear4", None]),
        (r"smear(\d*)", ["03", "03", "4", None]),
        ("smear*_*", ["smear03", "smear03", "smear4", None]),
        ("*_cell*.png", ["smear03_cell", "smear03_cell", "smear4_cell", None]),
        ("smear??_*", ["smear03", "smear03", None, None]),
        ("smear[0-9]_*", [None, None, "smear4", None]),
        ("*/smear*_*", ["wt/smear03", "wt/smear03", "mut/smear4", None]),
        ("(?:wt|mut)/([a-z]+)", ["smear", "smear", "smear", "overview"]),
    ],
)  # fmt: skip
def test_groups_of_paths(pattern, groups):
    assert by_pattern(pattern, PATHS) == groups


@pytest.mark.parametrize("pattern", ["(x", "(a)(b)", "abc", "smear?", "(?:a)", r"(brain\d)", "*.tif", "[", "(?P<x", ""])
def test_a_pattern_that_names_none_is_refused_in_one_sentence(pattern):
    with pytest.raises(MousaicError) as refused:
        by_pattern(pattern, PATHS)
    assert str(refused.value).startswith("--groups") and str(refused.value).endswith(".")


def test_a_star_stays_in_its_folder():
    assert by_pattern("*/smear*_*", [*PATHS, "deep/wt/smear5_1.png"])[-1] is None
