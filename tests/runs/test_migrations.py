"""A run's record is read whatever schema wrote it, or refused with what can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mousaic.config import config_for, option_fields
from mousaic.errors import MousaicError
from mousaic.images.intake_report import intake_from_dict
from mousaic.presets import BEFORE
from mousaic.runs.migrations import MIGRATIONS, SCHEMA, from_1_to_2, read_record
from mousaic.said import said_from_json
from mousaic.sealed import sealed
from mousaic.words.put import put

OLD = Path(__file__).parents[1] / "old_runs"
FIRST = {
    *("size", "color", "fit", "background", "depth_range", "augment", "copies", "rotation", "flip_horizontal"),
    *("flip_vertical", "shift", "perspective", "crop", "brightness", "contrast", "border", "members", "features"),
    *("k", "center", "epochs", "batch_size", "learning_rate", "warmup", "decay", "consistency", "validation"),
    *("early_stop", "seed", "device", "threads", "picture_every"),
}
"""The options that every run names, since the first."""


def test_every_option_that_a_run_may_lack_has_a_value_from_before_it_existed():
    assert set(BEFORE) == set(option_fields()) - FIRST
    config_for("report", **BEFORE)
    config_for("default", **BEFORE)


def test_there_is_a_step_from_every_schema_to_the_newest():
    assert list(MIGRATIONS) == list(range(1, SCHEMA))


def test_a_step_leaves_a_record_of_today_alone():
    record = json.loads((OLD / "default" / "config.json").read_text())
    once = from_1_to_2(json.loads(json.dumps(record)))
    assert once != record and from_1_to_2(json.loads(json.dumps(once))) == once
    assert from_1_to_2({"config": {}, "backend": "compiled"}) == {"config": {}, "backend": "compiled"}


def test_sentences_of_the_first_schema_are_said_as_they_stand():
    record = from_1_to_2(json.loads((OLD / "default" / "config.json").read_text()))
    found = intake_from_dict(record["intake"])
    assert put(found.skipped[0][1], "zh") == "damaged: begins as a PNG file but cannot be read as one"
    assert {put(what, "zh"): names for what, names in found.treatments.items()} == {
        "16-bit depth kept": ("standing/04.png",),
        "colour made grey": ("lying/03.png",),
        "cut to the central square": ("lying/11.png",),
    }
    assert {put(depth, "zh"): count for depth, count in found.depths.items()}["16-bit grey"] == 1
    assert put(found.warnings[0], "zh") == "no image of class other can be read"
    sentence = record["augmentation_chosen"]["sentence"]
    assert sentence["text"] == put(said_from_json(sentence), "zh") and sentence["text"].startswith("Augmentation: ")


def write(folder, record):
    """As its schema has it: of today with its checksum."""
    (folder / "config.json").write_text(json.dumps(sealed(record) if record.get("schema") == SCHEMA else record))
    return folder


RUN = {"kind": "mousaic run", "schema": SCHEMA, "config": {}}


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (RUN | {"schema": SCHEMA + 1}, f"newer Mousaic (schema {SCHEMA + 1}, this one reads 1 to {SCHEMA})"),
        (RUN | {"schema": 0}, f"has schema 0, and this one reads 1 to {SCHEMA}"),
        (RUN | {"schema": "1"}, "has schema '1'"),
        (RUN | {"schema": None}, "has schema None"),
        (RUN | {"kind": "something"}, "something else's"),
        ({"kind": "mousaic run", "schema": 1}, "is damaged"),
        (RUN | {"config": []}, "is damaged"),
        (RUN | {"schema": 1, "intake": {"skipped": [{"path": "a.png"}]}}, "is damaged"),
        (RUN | {"config": {"model": {"k": 3, "depth": 2}}}, "'depth'"),
        (RUN | {"config": {"model": {"k": 0}}}, "--k must be at least 1"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_folder(tmp_path, record, words):
    with pytest.raises(MousaicError) as caught:
        read_record(write(tmp_path, record))
    assert words in str(caught.value) and str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)


def test_the_file_is_not_rewritten(tmp_path):
    path = write(tmp_path, json.loads((OLD / "default" / "config.json").read_text())) / "config.json"
    before = path.read_bytes()
    assert read_record(tmp_path)["schema"] == SCHEMA
    assert path.read_bytes() == before


def test_a_record_of_today_without_its_checksum_is_refused(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(RUN))
    with pytest.raises(MousaicError, match="checksum"):
        read_record(tmp_path)
