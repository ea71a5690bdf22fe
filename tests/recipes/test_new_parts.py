"""A new encoder, decoder and sparsity: one class each, registered here, without a change in the package."""

from __future__ import annotations

import json

import pytest
import torch
from torch import Tensor

from mousaic.cli import main
from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.encoders.linear import Linear
from mousaic.model.member_parts import (
    DECODERS,
    ENCODERS,
    SPARSITIES,
    TOP_K,
    Decoder,
    Encoder,
    Parameters,
    Size,
    Sparsity,
)
from mousaic.model.unit_responses import unit_responses
from tests.recipes.conftest import registered


class Gained(Linear):
    """The linear encoder with a learned gain for each feature; it still has rows, so the tied decoder goes with it."""

    capabilities = Linear.capabilities - {"linear_encoder", "renewable"}

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return super().start(rows, seed) | {"gain": rows.new_ones(rows.shape[:2])}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return super().shapes(size) | {"gain": (size.members, size.features)}

    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        return super().preactivations(p, seen) * p["gain"][:, None]


class Deep(Encoder):
    """One hidden layer. It has no rows, so it needs a decoder with pictures of its own."""

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        source = torch.Generator().manual_seed(seed)
        into = torch.randn(len(rows), 8, rows.shape[2], generator=source) / rows.shape[2] ** 0.5
        return {"into": into, "out": torch.randn(len(rows), rows.shape[1], 8, generator=source)}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"into": (size.members, 8, size.pixels), "out": (size.members, size.features, 8)}

    def features(self, p: Parameters) -> int:
        return p["out"].shape[1]

    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        return torch.bmm(torch.bmm(seen, p["into"].transpose(1, 2)).tanh(), p["out"].transpose(1, 2))


class Bent(Decoder):
    """Rows of its own, and a bend behind their sum: its features have no pictures but their responses."""

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"own": rows.clone()}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"own": tuple(size)}

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        y = summed_rows(p["own"], codes, None).tanh()
        return y + p["center"][:, None] if "center" in p else y

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        one = {name: tensor[member : member + 1] for name, tensor in p.items()}
        places = torch.arange(p["own"].shape[1]) if chosen is None else chosen
        return unit_responses(lambda codes: self.decode(one, codes), places)


class Positive(Sparsity):
    """The k largest that are above 0."""

    capabilities = frozenset({TOP_K})

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        values, indices = a.topk(k, dim=-1)
        return Codes(values.relu(), indices)


def card(run):
    return json.loads((run / "model.json").read_text())


def test_a_new_encoder(through_the_commands, small_set, tmp_path):
    with registered(ENCODERS, "gained", Gained()):
        run = through_the_commands(encoder="gained")
        assert card(run)["encoder"] == "gained"
        main(["compare", str(small_set), "--out", str(tmp_path / "compared"), "--quiet", "--folds", "2",
              "--methods", "pca,default", "--encoder", "gained", "--size", "12", "--features", "24", "--k", "4",
              "--members", "1", "--epochs", "2"])  # fmt: skip
        assert "preset default" in (tmp_path / "compared" / "comparison.txt").read_text()


def test_a_new_decoder(through_the_commands):
    with registered(DECODERS, "bent", Bent()):
        run = through_the_commands(decoder="bent", model="whole")
        assert card(run)["decoder"] == "bent"


def test_a_new_encoder_with_a_new_decoder(through_the_commands):
    with registered(ENCODERS, "deep", Deep()), registered(DECODERS, "bent", Bent()):
        run = through_the_commands("zh", encoder="deep", decoder="bent", model="whole")
        assert (card(run)["encoder"], card(run)["decoder"]) == ("deep", "bent")


def test_a_new_sparsity(through_the_commands):
    with registered(SPARSITIES, "positive", Positive()):
        run = through_the_commands(sparsity="positive")
        assert card(run)["sparsity"] == "positive"


def test_parts_that_do_not_go_together_are_one_sentence_and_leave_nothing(small_set, tmp_path, capsys):
    with registered(ENCODERS, "deep", Deep()), pytest.raises(SystemExit) as stopped:
        main(["train", str(small_set), "--out", str(tmp_path / "run"), "--encoder", "deep", "--k", "4"])
    assert stopped.value.code == 2 and not (tmp_path / "run").exists()
    assert "tied does not go with deep" in capsys.readouterr().err
