from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.config import Config, config_for, config_from_json, option_fields
from mousaic.errors import MousaicError


def test_the_report_preset_is_the_experiment():
    flat = config_for("report").flat()
    expected = {
        "size": 64,
        "color": "grey",
        "augment": "fixed",
        "copies": 5,
        "rotation": 15.0,
        "flip_horizontal": 0.5,
        "flip_vertical": 0.5,
        "shift": 0.1,
        "perspective": 0.2,
        "brightness": 0.2,
        "contrast": 0.2,
        "members": 5,
        "features": 1024,
        "k": 50,
        "center": False,
        "epochs": 20,
        "batch_size": 16,
        "learning_rate": 1e-3,
        "warmup": 0.0,
        "decay": 0.0,
        "consistency": 0.1,
        "validation": 0.0,
    }
    assert {name: flat[name] for name in expected} == expected


def test_a_preset_changes_only_what_was_not_typed():
    assert config_for("report", center=True, epochs=None).model.center is True
    assert config_for("report", epochs=None).training.epochs == 20


@pytest.mark.parametrize("preset", ["default", "report"])
def test_json_round_trip(preset):
    config = config_for(preset, seed=2**62, size=32)
    assert config_from_json(json.loads(json.dumps(dataclasses.asdict(config)))) == config


def test_option_names_are_unique_across_groups():
    names = [f.name for group in ("images", "augmentation", "model", "training") for f in _fields(group)]
    assert len(names) == len(set(names)) == len(option_fields())


def _fields(group):
    return dataclasses.fields(getattr(Config(), group))


def test_one_word_makes_members_of_filters():
    config = config_for(model="conv", size=128)
    parts = config.model.encoder, config.model.decoder, config.model.sparsity, config.model.learn
    assert parts == ("convolutional", "transposed", "winners", "topk") and config.training.batch_size == 16
    assert config.filter_sides == (15,) and config.sides == ()
    assert config.by_gradients and config_for(model="conv", learn="omp").by_gradients
    assert config_for(model="conv", learn="omp").model.sparsity == "omp-filters"
    assert config_for(model="conv", size=8, k=300).filter_sides == (7,)
    assert config_for(model="conv", filter_sizes="7,15").filter_sides == (7, 15)
    assert config_from_json(json.loads(json.dumps(dataclasses.asdict(config)))) == config


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"k": 0}, "--k must be at least 1, not 0"),
        ({"model": "conv", "filter_sizes": 17, "size": 16}, "too large for images of 16 pixels"),
        ({"model": "conv", "k": 513, "filters": 2, "size": 16}, "cannot exceed the 512 that 2 filters at all places"),
        ({"model": "conv", "filter_sizes": 8}, "--filter-sizes must be an odd number of pixels"),
        ({"model": "conv", "filter_sizes": "7,a"}, "--filter-sizes must be an odd number of pixels"),
        ({"model": "conv", "neighbourhood": 4}, "--neighbourhood must be an odd number of places, not 4"),
        ({"model": "conv", "local": 8}, "with --model conv give --filter-sizes"),
        ({"model": "conv", "learn": "omp", "sparsity": "winners"}, "--learn omp does not go with"),
        ({"model": "conv", "encoder": "linear"}, "--model conv brings its own encoder: leave --encoder linear out"),
        ({"model": "conv", "decoder": "tied"}, "--model conv brings its own decoder: leave --decoder tied out"),
        ({"model": "conv", "sparsity": "omp"}, "with --model conv give --learn omp in its place"),
        (
            {"encoder": "convolutional"},
            "--encoder convolutional is a part of filters that may lie anywhere: give --model",
        ),
        (
            {"decoder": "transposed"},
            "--decoder transposed is a part of filters that may lie anywhere: give --model conv",
        ),
        ({"sparsity": "winners"}, "--sparsity winners is a part of filters that may lie anywhere: give --model conv"),
        ({"model": "conv", "filter_sizes": "7.5"}, "--filter-sizes must be an odd number of pixels"),
        ({"local": "0.5"}, "--local must be one side in pixels or several"),
        ({"local": 0.5}, "--local must be a whole number, or several with commas, not 0.5"),
        ({"model": "conv", "revive": 0.5}, "leave it out with --model conv"),
        ({"model": "conv", "consistency": 0.1, "consistency_kind": "matched"}, "with --model conv use latent"),
        ({"k": 1025}, "k = 1025 active features cannot exceed features = 256"),
        ({"batch_size": 0}, "--batch-size must be at least 1"),
        ({"batch_size": 2.5}, "--batch-size must be an integer"),
        ({"epochs": True}, "--epochs must be an integer"),
        ({"augment": "frsh"}, "did you mean 'fresh'?"),
        ({"fit": "melt"}, "choose from crop, letterbox, stretch"),
        ({"learning_rate": float("nan")}, "--learning-rate must be a number"),
        ({"learning_rate": 0}, "--learning-rate must be at least"),
        ({"validation": 0.95}, "--validation must be at most 0.9"),
        ({"center": 1}, "--center must be true or false"),
        ({"early_stop": 2, "validation": 0.0}, "--early-stop needs a validation part"),
        ({"warmup": 0.6, "decay": 0.6}, "exceed the whole training"),
        ({"feature": 3}, "There is no option 'feature'; did you mean 'features'?"),
        ({"seed": -1}, "--seed must be at least 0"),
    ],
)
def test_wrong_values_are_named_with_a_remedy(options, words):
    with pytest.raises(MousaicError) as caught:
        config_for("default", **options)
    assert words in str(caught.value)


def test_an_unknown_preset_names_the_nearest():
    with pytest.raises(MousaicError, match="did you mean 'report'"):
        config_for("repot")


@given(st.sampled_from(sorted(option_fields())), st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5)))
def test_any_value_gives_a_config_or_one_sentence(name, value):
    try:
        config = config_for("default", **{name: value})
    except MousaicError as error:
        assert "\n" not in str(error).replace(repr(value), "")
    else:
        assert value is None or config.flat()[name] == value
