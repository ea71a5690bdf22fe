"""A model survives the disk exactly; damaged and foreign files are refused in one sentence."""

from __future__ import annotations

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.store import Model, ModelCard, load_model, save_model
from mousaic.sealed import CHECKSUM, sealed


@pytest.fixture(params=[True, False])
def saved(tmp_path, request):
    mean = torch.rand(16) if request.param else None
    ensemble = Ensemble.of_rows(orthogonal(2, 6, 16, 0), 3, mean)
    card = ModelCard((1, 4, 4), 2, 6, 3, request.param, ImageOptions(size=4), (0.5, 900.0), (0.1, 2.0 / 3))
    model = Model(ensemble, card, torch.rand(16))
    save_model(tmp_path, model)
    return tmp_path, model


def test_what_is_read_is_what_was_written(saved):
    folder, model = saved
    read = load_model(folder)
    assert read.card == model.card
    assert torch.equal(read.training_mean, model.training_mean)
    x = torch.rand(5, 16)
    for ours, theirs in zip(read.ensemble(x)[0], model.ensemble(x)[0], strict=True):
        assert torch.equal(ours, theirs)
    assert torch.equal(read.ensemble(x)[1], model.ensemble(x)[1])


def test_the_same_model_gives_the_same_bytes(saved, tmp_path_factory):
    folder, model = saved
    again = tmp_path_factory.mktemp("again")
    save_model(again, model)
    for name in ("model.safetensors", "model.json"):
        assert (folder / name).read_bytes() == (again / name).read_bytes()


def damage_truncate(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-20])


def damage_foreign(folder):
    (folder / "model.safetensors").write_bytes(b"PK\x03\x04 this is a zip file")


def damage_pickle(folder):
    torch.save({"weight": torch.zeros(2, 6, 16)}, folder / "model.safetensors")


def damage_flip(folder):
    path = folder / "model.safetensors"
    raw = bytearray(path.read_bytes())
    raw[-3] ^= 1
    path.write_bytes(raw)


def damage_shape(folder):
    tensors = load_file(folder / "model.safetensors")
    save_file(tensors | {"weight": torch.zeros(2, 5, 16)}, folder / "model.safetensors")


def damage_nan(folder):
    tensors = load_file(folder / "model.safetensors")
    tensors["bias"][0, 0] = float("nan")
    save_file(tensors, folder / "model.safetensors")


def damage_schema(folder):
    data = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(data | {"schema": 99}))


def damage_json(folder):
    (folder / "model.json").write_text('{"schema": 1')


def damage_list(folder):
    (folder / "model.json").write_text("[1, 2]")


def damage_kind(folder):
    (folder / "model.json").write_text('{"architectures": ["Other"]}')


def damage_missing_field(folder):
    data = json.loads((folder / "model.json").read_text())
    del data["shape"]
    (folder / "model.json").write_text(json.dumps(data))


def damage_option(folder):
    data = json.loads((folder / "model.json").read_text())
    data["images"]["fit"] = "melt"
    (folder / "model.json").write_text(json.dumps(data))


def damage_no_weights(folder):
    (folder / "model.safetensors").unlink()


DAMAGES = [value for name, value in list(globals().items()) if name.startswith("damage_")]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_damaged_and_foreign_files_are_named_in_one_sentence(saved, damage):
    folder, _ = saved
    damage(folder)
    with pytest.raises(MousaicError) as caught:
        load_model(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder) in message


def test_a_model_of_an_earlier_version_has_no_thresholds_and_wrong_ones_are_refused(saved):
    folder, _ = saved
    data = json.loads((folder / "model.json").read_text())
    for wrong in ([0.1], [0.1, -1.0], [0.1, "many"]):
        (folder / "model.json").write_text(json.dumps(sealed(data | {"thresholds": wrong})))
        with pytest.raises(MousaicError, match="is damaged"):
            load_model(folder)
    for name in ("thresholds", CHECKSUM):
        del data[name]
    (folder / "model.json").write_text(json.dumps(data | {"schema": 1}))
    assert load_model(folder).card.thresholds is None


def test_a_card_of_today_without_its_checksum_is_refused(saved):
    folder, _ = saved
    data = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps({name: data[name] for name in data if name != CHECKSUM}))
    with pytest.raises(MousaicError, match="checksum"):
        load_model(folder)
