"""Records are brought from any known schema to the newest, step by step, and the given one stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mousaic.errors import MousaicError
from mousaic.schemas import migrated

STEPS = {
    2: lambda record: record | {"path": record.pop("file"), "steps": [2]},
    3: lambda record: record | {"steps": [*record["steps"], 3]},
}


def read(record, newest=4, steps=STEPS):
    return migrated(Path("some/record.json"), record, newest, steps)


def test_every_step_is_taken_in_its_order_from_where_the_record_stands():
    assert read({"schema": 2, "file": "a"}) == {"schema": 4, "path": "a", "steps": [2, 3]}
    assert read({"schema": 3, "steps": []}) == {"schema": 4, "steps": [3]}
    assert read({"schema": 4, "x": 1}) == {"schema": 4, "x": 1}


def test_the_given_record_is_not_changed_even_inside():
    given = {"schema": 1, "inside": {"names": ["a"]}}
    read(given, 2, {1: lambda record: record["inside"]["names"].append("b") or record})
    assert given == {"schema": 1, "inside": {"names": ["a"]}}


@pytest.mark.parametrize("schema", [5, 99])
def test_a_newer_one_asks_for_a_newer_program(schema):
    with pytest.raises(MousaicError, match=rf"record.json .*newer Mousaic \(schema {schema}, this one reads 2 to 4\)"):
        read({"schema": schema})


@pytest.mark.parametrize("schema", [1, 0, -3, None, "4", 2.0, True])
def test_any_other_is_not_called_newer(schema):
    with pytest.raises(MousaicError, match="this one reads 2 to 4: open it with the Mousaic that wrote it") as caught:
        read({"schema": schema})
    assert "newer" not in str(caught.value)


def test_where_only_one_is_known_it_is_named_alone():
    with pytest.raises(MousaicError, match="reads 1: open"):
        read({}, 1, {})
