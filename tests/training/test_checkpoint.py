"""A checkpoint is this run's, whole, and of a state that its training can be in; or it is refused in one sentence."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from mousaic.errors import MousaicError
from mousaic.files import whole_file
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.tensor_files import DIGEST, digest_of, of_the_system
from mousaic.training.checkpoint import Course, TrainingState, load_checkpoint, save_checkpoint

COURSE = Course("mine", epochs=9, batches=4, images=30)


def a_state() -> TrainingState:
    ensemble = Ensemble.of_rows(orthogonal(2, 6, 16, 0), 3, torch.rand(16)).requires_grad_(False)
    state = TrainingState.start(ensemble)
    state.epoch, state.batch, state.adam.steps, state.sums.images = 2, 1, 9, 8
    state.history = [{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25}]
    for tensor in (*state.adam.first.values(), *state.adam.second.values()):
        tensor.uniform_()
    return state


@pytest.fixture
def path(tmp_path) -> Path:
    save_checkpoint(tmp_path / "checkpoint" / "state.safetensors", a_state(), "mine")
    return tmp_path / "checkpoint" / "state.safetensors"


def opened(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    with safe_open(path, "pt") as file:
        return load_file(path), dict(file.metadata())


def rewrite(path, change=lambda tensors, rest: None, digest=True):
    """The same file of other contents, as somebody writes it who knows how the checksum is made."""
    tensors, notes = opened(path)
    rest = json.loads(notes["state"])
    change(tensors, rest)
    notes = {name: text for name, text in (notes | {"state": json.dumps(rest)}).items() if name != DIGEST}
    save_file(tensors, path, notes | ({DIGEST: digest_of(tensors, notes)} if digest else {}))


def refused(path: Path, words: str, course: Course = COURSE) -> None:
    with pytest.raises(MousaicError, match=words) as caught:
        load_checkpoint(path, a_state(), course)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_what_is_read_is_what_was_written(path):
    found = a_state()
    found.epoch, found.history = 0, []
    load_checkpoint(path, found, COURSE)
    assert (found.epoch, found.batch, found.adam.steps, found.sums.images) == (2, 1, 9, 8)
    tensors, _ = opened(path)
    assert torch.equal(found.adam.second["weight"], tensors["second.weight"])
    rewrite(path)
    load_checkpoint(path, a_state(), COURSE)  # what the tests below change is all that they change


def test_equal_states_have_equal_bytes(path):
    found = a_state()
    load_checkpoint(path, found, COURSE)
    before = path.read_bytes()
    for _ in range(5):
        save_checkpoint(path, found, "mine")
        assert path.read_bytes() == before


def test_every_flipped_bit_is_noticed(path):
    whole = path.read_bytes()
    for place in [*range(0, len(whole), 97), *range(8, 400, 7)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(MousaicError):
            load_checkpoint(path, a_state(), COURSE)


def test_of_no_other_run_and_with_its_checksum(path):
    refused(path, "another run's", COURSE._replace(run="theirs"))
    refused(path, "another run's", Course())
    rewrite(path, digest=False)
    refused(path, "checksum")
    rewrite(path, lambda tensors, rest: rest.pop("run"))
    refused(path, "another run's")


@pytest.mark.parametrize(
    "wrong",
    [{"epoch": -3}, {"epoch": 10}, {"epoch": 2.0}, {"epoch": True}, {"batch": 10**6}, {"batch": -1}, {"steps": -1},
     {"steps": 10**9}, {"images": 31}, {"seconds": -1.0}, {"seconds": "1"}, {"history": []}, {"history": {}},
     {"history": [{"epoch": 1}, {"epoch": 1}]}, {"history": [{"epoch": 1}, {"epoch": 2, "loss": None}]},
     {"history": [{"epoch": 1}, 2]}],
    ids=str,
)  # fmt: skip
def test_states_that_no_training_has(path, wrong):
    rewrite(path, lambda tensors, rest: rest.update(wrong))
    refused(path, "is damaged")


def test_numbers_that_are_none_and_kinds_and_shapes_of_others(path):
    rewrite(path, lambda tensors, rest: tensors["second.bias"].fill_(float("inf")))
    refused(path, "none")
    rewrite(path, lambda tensors, rest: tensors.update({"second.bias": torch.zeros(2, 6, dtype=torch.float64)}))
    refused(path, "does not fit")
    rewrite(path, lambda tensors, rest: tensors.update({"second.bias": torch.zeros(2, 5)}))
    refused(path, "does not fit")
    rewrite(path, lambda tensors, rest: tensors.update({"partners": torch.full((2, 6), 12)}))
    refused(path, "does not fit")


@pytest.mark.parametrize("since", [-1, 10])
def test_no_feature_rests_since_a_step_that_was_not(path, since):
    rewrite(path, lambda tensors, rest: tensors.update({"resting": torch.full((2, 6), 9)}))
    load_checkpoint(path, found := a_state(), COURSE)
    assert (found.adam.resting == 9).all()
    rewrite(path, lambda tensors, rest: tensors["resting"].view(-1)[3].fill_(since))
    refused(path, "does not fit")


def test_of_before_features_rested(path):
    tensors, notes = opened(path)
    notes = {name: text for name, text in notes.items() if name != DIGEST} | {"schema": "2"}
    save_file(tensors, path, notes | {DIGEST: digest_of(tensors, notes)})
    load_checkpoint(path, found := a_state(), COURSE)
    assert found.adam.resting is None and found.adam.steps == 9


def test_a_limit_on_files_is_one_sentence_and_the_old_one_stays(path):
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(MousaicError, match="larger than a file may be"):
            save_checkpoint(path, a_state(), "mine")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before and [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("number", "words"), [(28, "No space is left"), (27, "larger than"), (5, "cannot be written")])
def test_what_the_system_says_through_the_library_becomes_a_sentence(tmp_path, number, words):
    with pytest.raises(MousaicError, match=words), whole_file(tmp_path / "x"):
        raise of_the_system(SafetensorError(f"Error while serializing: I/O error: so it is (os error {number})"))
    assert of_the_system(error := SafetensorError("invalid header")) is error
