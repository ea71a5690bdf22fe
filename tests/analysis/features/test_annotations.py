"""Names of features: read strictly, kept where the model is the same, carried over where it is another."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from mousaic.analysis.features.annotations import (
    Annotation,
    Annotations,
    annotations_json,
    carry_over,
    read_annotations,
)
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import Model, ModelCard

SHAPE = (1, 8, 8)


def model(weight: np.ndarray) -> Model:
    members, features, pixels = weight.shape
    ensemble = Ensemble.tied(torch.from_numpy(weight), torch.zeros(members, features), None, 2).requires_grad_(False)
    card = ModelCard(SHAPE, members, features, 2, False, ImageOptions(size=8))
    return Model(ensemble, card, torch.zeros(pixels))


def named(weight: np.ndarray, places: list[tuple[int, int]], digest: str = "a" * 64) -> Annotations:
    items = tuple(Annotation(m, h, f"name {m} {h}", "note", weight[m, h]) for m, h in places)
    return Annotations(digest, "old", SHAPE, items)


@pytest.fixture
def weight() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((2, 10, 64)).astype(np.float32)


def test_a_file_is_read_as_it_was_written(weight: np.ndarray, tmp_path: Path) -> None:
    made = named(weight, [(0, 3), (1, 9)])
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps(annotations_json(made)))
    found = read_annotations(path)
    assert found.model == made.model and found.run == "old" and found.shape == SHAPE
    for before, after in zip(made.items, found.items, strict=True):
        assert before[:4] == after[:4]
        assert np.abs(before.weights - after.weights).max() <= np.abs(before.weights).max() / 254 + 1e-7


def test_names_stay_in_the_same_model(weight: np.ndarray) -> None:
    made = named(weight, [(1, 2)])
    found = carry_over(made, model(weight), made.model)
    assert found.items == made.items and found.cosines == (1.0,) and found.lost == () and found.source == ""
    with pytest.raises(MousaicError, match="does not have"):
        carry_over(named(weight, [(1, 2)]), model(weight[:1]), made.model)


def test_names_follow_their_features_into_another_model(weight: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    order = rng.permutation(10)
    moved = weight[::-1][:, order] + 0.3 * rng.standard_normal(weight.shape).astype(np.float32)
    moved[0, 0] *= -1  # the same feature with light and dark exchanged
    moved[1, order.tolist().index(5)] = rng.standard_normal(64)  # not learned again
    places = [(m, h) for m in range(2) for h in range(10)]
    found = carry_over(named(weight, places), model(moved), "b" * 64)
    assert [item.name for item, _ in found.lost] == ["name 0 5"]
    assert found.lost[0][1] < 0.7 and found.source == "old"
    assert {item.name: (item.member, item.feature) for item in found.items} == {
        f"name {m} {h}": (1 - m, order.tolist().index(h)) for m, h in places if (m, h) != (0, 5)
    }
    assert sorted(found.cosines)[0] < -0.7 and sorted(found.cosines)[1] > 0.7


def test_matches_are_one_to_one_and_the_best_in_all(weight: np.ndarray) -> None:
    close = weight[0, 0] + 0.1 * weight[0, 1]
    made = Annotations(
        "a" * 64, "old", SHAPE, (Annotation(0, 0, "first", "", close), Annotation(0, 1, "second", "", weight[0, 0]))
    )
    found = carry_over(made, model(weight), "b" * 64)
    assert [item.name for item in found.items] == ["second"]
    assert [item.name for item, _ in found.lost] == ["first"]
    assert len({(item.member, item.feature) for item in found.items}) == len(found.items)


def test_unrelated_models_take_over_nothing(weight: np.ndarray) -> None:
    other = np.random.default_rng(5).standard_normal(weight.shape).astype(np.float32)
    found = carry_over(named(weight, [(0, h) for h in range(10)]), model(other), "b" * 64)
    assert found.items == () and len(found.lost) == 10
    only = carry_over(named(weight, [(1, 4)]), model(weight), "b" * 64, members=[0])
    assert only.items == ()
    empty = carry_over(named(weight, []), model(weight), "b" * 64)
    assert empty.items == () and empty.lost == ()


def test_another_size_is_refused(weight: np.ndarray) -> None:
    made = named(weight, [(0, 0)])._replace(shape=(1, 16, 16))
    with pytest.raises(MousaicError, match="shape"):
        carry_over(made, model(weight), "b" * 64)


def _damage() -> list[tuple[str, Any]]:
    return [
        ("kind", "else"),
        ("schema", 2),
        ("shape", [2, 8, 8]),
        ("shape", "abc"),
        ("model", 5),
        ("features", {}),
        ("features", [3]),
        ("member", -1),
        ("member", True),
        ("feature", 1.5),
        ("name", None),
        ("name", "x" * 201),
        ("note", 7),
        ("box", [0, 0, 9, 8]),
        ("box", [0, 0, 8]),
        ("scale", float("nan")),
        ("scale", 1e999),
        ("scale", -1),
        ("scale", "x"),
        ("weights", "!!!"),
        ("weights", "AAAA"),
        ("weights", 3),
    ]


@pytest.mark.parametrize("key, value", _damage())
def test_a_damaged_file_is_refused_in_one_sentence(weight: np.ndarray, tmp_path: Path, key: str, value: Any) -> None:
    data = copy.deepcopy(annotations_json(named(weight, [(0, 1)])))
    (data if key in data else data["features"][0])[key] = value
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps(data))
    with pytest.raises(MousaicError, match=r"annotations\.json"):
        read_annotations(path)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "annotations.json"
    path.write_text(text)
    with pytest.raises(MousaicError, match=r"annotations\.json"):
        read_annotations(path)
    with pytest.raises(MousaicError, match="cannot be read"):
        read_annotations(tmp_path / "none.json")


def test_a_feature_named_twice_is_refused(weight: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps(annotations_json(named(weight, [(0, 1), (0, 1)]))))
    with pytest.raises(MousaicError, match="twice"):
        read_annotations(path)


def test_what_cannot_be_written_or_compared_again_is_replaced_or_refused(weight: np.ndarray, tmp_path: Path) -> None:
    path, data = tmp_path / "annotations.json", annotations_json(named(weight, [(0, 3)]))
    data["features"][0]["name"] = "half a face \ud83d"
    path.write_text(json.dumps(data))
    (found,) = read_annotations(path).items
    assert found.name == "half a face ?"
    for scale in (1e308, 1e7, -1.0, float("nan")):
        data["features"][0]["scale"] = scale
        path.write_text(json.dumps(data))
        with pytest.raises(MousaicError, match="scale"):
            read_annotations(path)
    data["features"][0]["scale"] = 1e6
    path.write_text(json.dumps(data))
    assert np.isfinite(carry_over(read_annotations(path), model(weight), "b" * 64).cosines).all()
