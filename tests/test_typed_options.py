"""What was typed and would do nothing is refused; what a training reads is not, and nothing that nobody typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.config import config_for, option_fields
from mousaic.errors import MousaicError
from mousaic.typed_options import check_given, leave_out

UNTYPED = st.sampled_from([None, False, "", (), []])
TYPED = st.one_of(st.integers(), st.floats(), st.just(True), st.text(min_size=1), st.just(("a",)))
NAMES = st.sampled_from(["k", "batch_size", "out", "single_file"])


@given(st.dictionaries(NAMES, UNTYPED), st.dictionaries(NAMES, TYPED))
def test_all_that_was_typed_is_named_and_nothing_else(untyped: dict[str, Any], typed: dict[str, Any]) -> None:
    options = untyped | typed
    if not typed:
        return leave_out("It has its own", options)
    with pytest.raises(MousaicError, match="It has its own: leave") as refused:
        leave_out("It has its own", options)
    named = str(refused.value).split(": leave ")[1].removesuffix(" out.").replace(" and ", ", ").split(", ")
    assert named == [f"--{name.replace('_', '-')}" for name in options if name in typed]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"learning_rate": 0.1}, "--learning-rate", "--learn topk"),
    ({"warmup": 0.0, "decay": 0.5}, "--warmup and --decay", "--learn topk"),
    ({"augment": "none", "rotation": 5.0}, "--rotation", "--augment none"),
    ({"augment": "none", "copies": 5}, "--copies", "--augment none"),
    ({"consistency": 0.1}, "--consistency", "--members 2"),
    ({"consistency_kind": "matched"}, "--consistency-kind", "--members 2"),
    ({"members": 2, "consistency_kind": "matched"}, "--consistency-kind", "--consistency 0.1"),
    ({"stride": 2}, "--stride", "--model conv"),
    ({"model": "conv", "features": 20}, "--features", "--filters"),
]


@pytest.mark.parametrize(("options", "flags", "remedy"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_would_do_nothing_is_refused(options: dict[str, Any], flags: str, remedy: str) -> None:
    with pytest.raises(MousaicError) as refused:
        check_given(options, config_for(**options))
    said = str(refused.value)
    assert flags in said and remedy in said and "\n" not in said


@pytest.mark.parametrize(
    "options",
    [
        {"learning_rate": 0.1, "learn": "topk"},
        {"decay": 0.1, "members": 2, "consistency": 0.1, "consistency_kind": "matched"},
        {"preset": "report", "learning_rate": 0.1, "consistency_kind": "matched", "rotation": 3.0},
        {"preset": "report", "members": 1},
        {"augment": "none", "rotation": 0.0, "consistency": 0.0},
        {"members": 1, "consistency": 0.1, "consistency_kind": "matched"},
        {"model": "conv", "filters": 3, "learning_rate": 0.1},
    ],
    ids=str,
)
def test_what_is_read_passes(options: dict[str, Any]) -> None:
    check_given({name: value for name, value in options.items() if name != "preset"}, config_for(**options))


def test_one_training_that_reads_it_will_do() -> None:
    default, report = config_for(), config_for("report")
    check_given({"learning_rate": 0.1, "consistency": 0.2}, default, report)
    with pytest.raises(MousaicError, match="learning-rate"):
        check_given({"learning_rate": 0.1}, default)


@pytest.mark.parametrize("preset", ["default", "report"])
def test_nothing_typed_nothing_refused(preset: str) -> None:
    for model in ("whole", "conv"):
        check_given(dict.fromkeys(option_fields()), config_for(preset, model=model, augment="none"))
