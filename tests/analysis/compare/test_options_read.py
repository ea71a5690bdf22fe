"""A comparison refuses options that none of its methods reads."""

from __future__ import annotations

from typing import Any

import pytest

from mousaic.analysis.compare.options_read import check_read
from mousaic.analysis.compare.rival_methods import usual_methods
from mousaic.config import config_for
from mousaic.errors import MousaicError


def check(options: dict[str, Any], *names: str) -> None:
    plain = {name: value for name, value in options.items() if name not in ("filters", "stride", "local")}
    config = config_for(**plain)
    conv = config_for(**plain | {"model": "conv", "init": "windows"})
    check_read(options, names or usual_methods(), config, config_for("report", **plain), conv)


def refused(options: dict[str, Any], *names: str) -> str:
    with pytest.raises(MousaicError) as caught:
        check(options, *names)
    return str(caught.value)


def test_what_one_method_reads_passes() -> None:
    check({"learning_rate": 0.1, "local": 5, "consistency": 0.1, "epochs": 2, "k": 3})
    check({"filters": 4, "stride": 2}, "pca", "conv")
    check({"filters": 4}, "start-conv")
    check({"learning_rate": 0.1}, "conv")
    check({"learning_rate": 0.1}, "untied")
    check({"augment": "none", "rotation": 9.0}, "pca-tuned")


def test_what_none_reads_is_refused_with_a_remedy() -> None:
    assert "leave --filters and --stride out, or name one of them, as in --methods pca,default,conv" in refused(
        {"filters": 4, "stride": 2}
    )
    assert "leave --local out, or name one" in refused({"local": 5}, "pca", "default")
    assert "leave --learning-rate out" in refused({"learning_rate": 0.1}, "pca", "default")
    assert "leave --consistency out" in refused({"consistency": 0.1}, "default")
    assert "leave --rotation out" in refused({"augment": "none", "rotation": 9.0}, "default")
