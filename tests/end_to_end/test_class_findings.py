"""A difference planted in files is named by ``mousaic features`` and the report, with its place in the files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import analyse
from mousaic.report.tables.class_tables import class_rows
from mousaic.runs.run import open_run
from tests.end_to_end.running import run_command


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """28 frames of 96 x 64; those of one class have a cross near x = 32, y = 40. File numbers tell nothing."""
    folder = tmp_path_factory.mktemp("crosses")
    draw = np.random.default_rng(0)
    for number in range(28):
        pixels = draw.normal(90, 8, (64, 96))
        pixels[10:16, 50:56] += 80
        if number % 2:
            x, y = 32 + draw.integers(-2, 3), 40 + draw.integers(-2, 3)
            pixels[y - 5 : y + 6, x - 1 : x + 2] += 110
            pixels[y - 1 : y + 2, x - 5 : x + 6] += 110
        place = folder / ("cross" if number % 2 else "none")
        place.mkdir(exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(place / f"{number:02d}.png")
    out = tmp_path_factory.mktemp("run") / "run"
    mousaic.train(folder, out=out, report=True, size=32, features=16, k=4, epochs=1, threads=1)
    return out


def rows_of(run: Path) -> list[dict[str, str]]:
    with open(run / "analysis" / "class_findings.csv", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.painted
def test_the_first_row_is_the_cross_and_its_box_holds_it(run, capsys):
    out, _ = run_command(capsys, "features", run)
    first = rows_of(run)[0]
    assert list(first)[:14] == [
        "rank", "kind", "member", "part", "class", "effect", "low", "high", "p", "p_corrected", "x0", "y0", "x1", "y1",
    ]  # fmt: skip
    assert first["rank"] == "1" and first["class"] == "cross" and first["kind"] in ("presence", "pixel")
    x0, y0, x1, y1 = (float(first[name]) for name in ("x0", "y0", "x1", "y1"))
    assert x0 < 32 < x1 and y0 < 40 < y1 and x1 - x0 < 60
    assert float(first["p"]) <= float(first["p_corrected"]) <= 0.05
    assert out.startswith("The classes differ (primary test") and "cross" in out.splitlines()[1]
    found = json.loads((run / "analysis" / "findings.json").read_text())
    assert found["primary"]["p"] <= 0.05 and found["headlines"][0]["topic"] == "primary"
    with Image.open(run / "figures" / "class_findings.png") as image:
        assert image.width > 800 and np.asarray(image.convert("L")).std() > 20


def test_the_report_answers_before_it_claims_more(run):
    page = (run / "report.html").read_text()
    classes = page[page.index('id="classes"') :]
    assert (
        classes.index("The classes differ (primary test")
        < classes.index("Further claims")
        < classes.index("mean of none")
    )
    assert "What differs between the classes" in classes
    assert "The classes differ" in page[page.index('id="short"') : page.index('id="images"')]


def test_the_same_seed_gives_the_same_findings(run, capsys):
    run_command(capsys, "features", run)
    before = (run / "analysis" / "class_findings.csv").read_bytes()
    run_command(capsys, "features", run)
    assert before == (run / "analysis" / "class_findings.csv").read_bytes()


def test_a_feature_that_differs_elsewhere_has_its_home(run):
    """Its middle and spread, in pixels of the files: here of all features, as if no finding had named them before."""
    a = analyse(open_run(run))
    passed = a.differences._replace(p_family=np.zeros_like(a.differences.p_family))
    rows = class_rows(a._replace(differences=passed, classes=None), a.evidence.model.card.images)
    assert len(rows) == a.evidence.members * a.evidence.features and rows[0]["rank"] == 1
    for row in rows:
        own = row["member"], row["part"]
        x, y, spread = (64 * float(getattr(a.shape, name)[own]) for name in ("column", "row", "spread"))
        left, top = 16 + x - 0.5, y - 0.5  # of 96 x 64 pixels the middle 64 are seen
        sides = [left - spread, top - spread, left + spread, top + spread]
        assert [row[name] for name in ("x0", "y0", "x1", "y1")] == pytest.approx(sides, abs=1e-4)
