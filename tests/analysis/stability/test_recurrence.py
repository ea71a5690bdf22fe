"""What other analyses read back is what the measurement wrote."""

from __future__ import annotations

import csv
import json
import shutil

import numpy as np
import pytest

import mousaic
from mousaic.analysis.stability.measurement import stability
from mousaic.analysis.stability.recurrence import BEFORE_TRAINING, COLUMNS, read_trust, stability_files
from mousaic.errors import MousaicError
from mousaic.report.tables.stability_files import unfinished, write_stability
from mousaic.runs.run import open_run
from mousaic.sealed import write_sealed


@pytest.fixture(scope="module")
def measured(small_set, tmp_path_factory):
    """A run, and what was measured of it; one of its features is made dead."""
    path = tmp_path_factory.mktemp("trust") / "run"
    run = mousaic.train(
        small_set, out=path, size=12, features=24, k=3, members=2, epochs=2, copies=2, threads=1, validation=0.0,
        learn="topk", report=False,
    )  # fmt: skip
    ensemble = run.model.ensemble
    ensemble.bias.data[1, 5] = -100.0
    return run, stability(run.load_images(small_set), run.config, ensemble, runs=2)


@pytest.fixture(scope="module")
def written(measured, tmp_path_factory):
    """A copy of the run with what was measured in it."""
    path = tmp_path_factory.mktemp("written") / "run"
    shutil.copytree(measured[0].path, path)
    copied = open_run(path)
    unfinished(copied).mkdir(parents=True)
    (unfinished(copied) / "again-0-0.safetensors").write_bytes(b"")
    write_stability(copied, measured[1], seed=0)
    return path


@pytest.fixture
def run(written, tmp_path):
    shutil.copytree(written, tmp_path / "run")
    return open_run(tmp_path / "run")


def test_read_back_as_written(measured, run):
    found, trust = measured[1], read_trust(run)
    assert trust is not None and trust.runs == 2 and trust.threshold == found.threshold
    assert (trust.found == found.found).all() and trust.found.dtype == np.int64
    assert (trust.living == found.living).all() and not trust.living[1, 5]
    np.testing.assert_allclose(trust.cosine, found.cosine.mean(-1), atol=1e-7)
    np.testing.assert_allclose(trust.chance_cosine, found.chance.mean(-1), atol=1e-7)
    np.testing.assert_allclose(trust.chance_found, 2 * (found.chance >= found.threshold).mean(-1))
    np.testing.assert_allclose(trust.own_start, found.own_start)
    assert trust.untrained is not None
    assert (trust.untrained.found == found.untrained_found).all()
    assert (trust.untrained.living == found.untrained_living).all()
    np.testing.assert_allclose(trust.untrained.cosine, found.untrained_cosine.mean(-1), atol=1e-7)
    assert trust.often.sum() == found.often and trust.often_by_chance.sum() == found.often_by_chance
    assert trust.often_untrained is not None and trust.often_untrained.sum() == found.often_untrained


def test_a_table_of_before_the_start_was_looked_for_is_read(run):
    table, summary = stability_files(run)
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    write_sealed(summary, json.loads(summary.read_text()) | {"table_sha256": ""})  # as tables of then had none
    with open(table, "w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    trust = read_trust(run)
    assert trust is not None and trust.untrained is None and trust.often_untrained is None and trust.runs == 2


def test_the_files_of_a_run(measured, run):
    found = measured[1]
    table, summary = stability_files(run)
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == COLUMNS + BEFORE_TRAINING and len(rows) == 48
    assert [(int(r["member"]), int(r["feature"])) for r in rows] == list(np.ndindex(2, 24))
    data = json.loads(summary.read_text())
    assert sum(data["living_by_times_found"]) == data["living"] == found.living.sum()
    assert data["pw_mcc"]["runs"]["living"] == found.agreements["runs"].living
    assert data["found_in_half"] == found.often and data["runs"] == 2 and data["members"] == 2
    assert (run.figures / "stability.png").is_file()
    assert not unfinished(run).exists()


def test_nothing_where_it_was_not_measured_to_its_end(run, measured):
    assert read_trust(measured[0]) is None
    stability_files(run)[1].unlink()
    assert read_trust(run) is None


def test_damage_and_another_model_are_said(run):
    table, summary = stability_files(run)
    whole = table.read_text()
    for damaged in (whole[: len(whole) // 2], whole.replace("\n0,3,", "\n0,4,"), "", whole.replace("living", "alive")):
        table.write_text(damaged)
        with pytest.raises(MousaicError, match=r"stability\.csv is damaged; measure again with: mousaic stability"):
            read_trust(run)
    table.write_text(whole)
    write_sealed(summary, json.loads(summary.read_text()) | {"model": "0"})
    with pytest.raises(MousaicError, match="was made for another model"):
        read_trust(run)
