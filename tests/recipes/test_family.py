"""Every part that the package has beside the standard ones goes through every command, interruption included."""

from __future__ import annotations

import json

import pytest

from mousaic.cli import main
from mousaic.model.member_parts import DECODERS, ENCODERS, SPARSITIES

PARTS = [
    {"decoder": "untied", "sparsity": "top-k-magnitudes"},
    {"decoder": "untied", "model": "windows"},
    {"decoder": "sigmoid", "sparsity": "top-k-nonnegative"},
    {"encoder": "deep-2"},
    {"encoder": "deep-3", "decoder": "nonlinear", "revive": 0.9},
    {"encoder": "deep-3", "decoder": "tied-deep"},
    {"sparsity": "batch-top-k"},
    {"sparsity": "jump-relu"},
    {"encoder": "deep-2", "decoder": "sigmoid", "sparsity": "jump-relu", "objective": "nested", "consistency": 0.1},
    {"decoder": "nonlinear", "sparsity": "batch-top-k", "lang": "zh"},
]


@pytest.mark.parametrize("options", PARTS, ids=lambda options: "-".join(map(str, options.values())))
def test_through_the_commands(through_the_commands, options):
    run = through_the_commands(**options)
    card = json.loads((run / "model.json").read_text())
    named = {name: value for name, value in options.items() if name in ("encoder", "decoder", "sparsity")}
    assert {name: card[name] for name in named} == named
    summary = json.loads((run / "summary.json").read_text())
    assert summary["validation"]["pearson"] > -1
    text = (run / "README.md").read_text()
    assert all(f"the {name} {value}" in text for name, value in named.items())
    assert ("active features." in text) != (options.get("sparsity") in ("batch-top-k", "jump-relu"))


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--encoder", "deep-4"], "There is no encoder 'deep-4'; did you mean 'deep-3'"),
        (["--decoder", "untide"], "There is no decoder 'untide'; did you mean 'untied'"),
        (
            ["--sparsity", "nope"],
            "(known: top-k, top-k-magnitudes, top-k-nonnegative, batch-top-k, jump-relu, omp, omp-",
        ),
        (["--local", "0.5"], "--local must be one side in pixels or several, as in 12,24,48,96, not '0.5'"),
        (["--model", "conv", "--filter-sizes", "7.5"], "--filter-sizes must be an odd number of pixels"),
        (["--model", "conv", "--features", "30"], "with --model conv give --filters in its place"),
        (["--filters", "4"], "leave --filters out, or add --model conv"),
        (["--filter-sizes", "5"], "leave --filter-sizes out, or add --model conv"),
        (["--epochs", "2.5"], "--epochs must be an integer, not '2.5'"),
        (["--sparsity", "jumprelu"], "There is no sparsity 'jumprelu'; did you mean 'jump-relu'"),
        (["--encoder", "deep-2", "--model", "windows"], "add --model whole"),
        (["--decoder", "nonlinear", "--local", "6"], "add --model whole"),
        (["--encoder", "linear", "--decoder", "tied-deep"], "tied-deep does not go with linear"),
        (["--learn", "omp", "--decoder", "untied"], "use --learn topk"),
        (["--learn", "omp", "--sparsity", "batch-top-k"], "leave one of them out"),
        (["--decoder", "untied", "--sparsity", "omp-foretold"], "choose other parts"),
        (["--sparsity", "jump-relu", "--backend", "compiled"], "--backend autograd"),
    ],
)
def test_what_cannot_be_is_one_sentence_with_a_remedy(small_set, tmp_path, capsys, flags, words):
    with pytest.raises(SystemExit) as stopped:
        main(["train", str(small_set), "--out", str(tmp_path / "run"), "--size", "12", "--k", "4", *flags])
    said = capsys.readouterr().err
    assert stopped.value.code == 2 and words in said and said.count("\n") <= 1
    assert not (tmp_path / "run").exists()


def test_the_help_names_every_part(capsys):
    main(["train", "--help"])
    words = " ".join(capsys.readouterr().out.replace("│", " ").split())
    for registry in (ENCODERS, DECODERS, SPARSITIES):
        assert all(name in words for name in registry if name != "omp-foretold")
