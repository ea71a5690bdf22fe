"""A run in a few lines: of one member nothing is said of several."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from mousaic.images.layout import Layout
from mousaic.report.findings.run_readme import run_readme
from mousaic.report.findings.summary_text import summary_text
from tests.report.findings.test_methods_paragraph import SUMMARY, VERSIONS, changed

FIGURES = {"pearson": 0.9, "pearson_ensemble": 0.95, "reconstruction": 0.01, "dead_fraction": 0.1}
HELD_OUT = FIGURES | {"pearson": 0.8, "codes": {"topk": 0.7, "omp": 0.8}}


def summary(members: int) -> dict:
    baselines = {"train": FIGURES | {"pearson": 0.5}, "validation": FIGURES | {"pearson": 0.4}}
    return SUMMARY | {"members": members, "train": FIGURES, "validation": HELD_OUT, "baselines": baselines}


def lines(members: int, shape: Layout = Layout(1, 8, 8)) -> list[str]:  # noqa: B008
    run = SimpleNamespace(
        finished=True, summary=summary(members), path=Path("run"), learned_from=31, figures=Path("run/figures"),
        shape=shape,
    )  # fmt: skip
    return summary_text(run).splitlines()


def test_of_several_members_what_they_reach_together_is_a_column() -> None:
    found = lines(5)
    assert found[0].startswith("5 members of 64 features, k = 4, ")
    assert found[2].split() == ["Pearson", "r", "all", "members", "squared", "error", "dead"]
    assert found[3].split() == ["training", "0.900", "0.950", "0.01000", "10.0", "%"]


def test_of_one_member_there_is_no_such_column() -> None:
    found = lines(1)
    assert found[0].startswith("64 features, k = 4, learned from 31 of 39 images (186 with copies), 20 epochs in ")
    assert "member" not in "\n".join(found)
    assert found[2].split() == ["Pearson", "r", "squared", "error", "dead"]
    assert found[3].split() == ["training", "0.900", "0.01000", "10.0", "%"]
    assert found[4].split() == ["mean", "image", "instead", "0.500", "0.01000"]


@pytest.mark.parametrize("members", [1, 5])
def test_the_columns_stand_below_each_other(members: int) -> None:
    heading, training, mean = lines(members)[2:5]
    assert heading.index("squared error") + len("squared error") == training.index("0.01000") + 7 == len(mean)
    (other,) = (line for line in lines(members) if "one pass" in line)
    assert other.index("0.700") == training.index("0.900") and other.endswith("  (--codes topk)")
    assert other.index("(--codes") == len(heading) + 2


def test_the_readme_counts_members_only_where_there_are_several() -> None:
    record = {"config": changed(), "versions": VERSIONS, "class_names": [], "device": "cpu", "shape": [1, 64, 64]}
    one, five = (run_readme(record, summary(members), 31, Path("run")) for members in (1, 5))
    assert "A sparse autoencoder learned 64 features from 31 of 39 images." in one and "members" not in one
    assert "5 sparse autoencoders (members) each learned 64 features" in five and "(mean over members)" in five


def test_of_vectors_it_speaks_of_rows() -> None:
    found = lines(1, Layout(1, 1, 8))
    assert "from 31 of 39 rows (" in found[0] and "image" not in "\n".join(found)
    assert found[4].startswith("  mean row instead  ") and [len(line) for line in found] == [
        len(line) - (2 if number == 0 else 0) for number, line in enumerate(lines(1))
    ]
