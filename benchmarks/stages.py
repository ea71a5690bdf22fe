"""Where the time of one whole training goes: run in a process of its own, which prints its stages as JSON.

The pipeline's functions are replaced from outside by timed ones. A stage's time does not include that of the stages
inside it: pictures drawn while finishing the run count as pictures.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WRAPPED = {
    "reading": ["mousaic.pipeline.training_run:load_images"],
    "initialisation": ["mousaic.training.fit:start_ensemble"],
    "augmentation": ["mousaic.training.data:make_copies"],
    "training": ["mousaic.training.fit:Loop.run"],
    "checkpoints": ["mousaic.pipeline.run_completion:save_checkpoint"],
    "pictures": [
        "mousaic.pipeline.run_outputs:draw",
        "mousaic.pipeline.run_outputs:figures.training_curves",
        "mousaic.pipeline.run_outputs:figures.save",
    ],
    "foretelling": ["mousaic.pipeline.run_completion:conclude"],
    "writing": [
        "mousaic.pipeline.training_run:create_run",
        "mousaic.pipeline.run_completion:write_epoch",
        "mousaic.pipeline.run_completion:finish_run",
    ],
    "analysis": ["mousaic.analysis.feature_analysis:analyse"],
    "tables": ["mousaic.report.tables.analysis_files:write_numbers"],
    "atlas": ["mousaic.report.atlas.atlas_files:write_atlas"],
    "figures": ["mousaic.report.page.drawn_figures:DrawnFigures.draw"],
    "halves": ["mousaic.pipeline.quick_check:_conclude"],
    "page": ["mousaic.report.page.report_page:write_report"],
}
"""Stage -> what it consists of, as module:name."""
STAGES = ("start", *WRAPPED, "compilation", "rest")


class Stages:
    """Seconds by stage; the innermost open stage gets the time."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._book()
        self._open.append(name)
        try:
            yield
        finally:
            self._book()
            self._open.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name):
                return function(*args, **kwargs)

        return inner

    def _book(self) -> None:
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


def wrap_all(stages: Stages) -> list[str]:
    """Replace what ``WRAPPED`` names; what is not there (any more) is returned."""
    missing = []
    for stage, places in WRAPPED.items():
        for place in places:
            module, _, path = place.partition(":")
            owner: Any = importlib.import_module(module)
            *parents, name = path.split(".")
            try:
                for parent in parents:
                    owner = getattr(owner, parent)
                setattr(owner, name, stages.timed(stage, getattr(owner, name)))
            except AttributeError:
                missing.append(place)
    return missing + _wrap_step(stages)


def _wrap_step(stages: Stages) -> list[str]:
    """Preparing the training step and calling it for the first time is where code is compiled or loaded."""
    from mousaic.training import division

    original = getattr(division, "make_step", None)
    if original is None:
        return ["mousaic.training.division:make_step"]

    def prepared(*args: Any, **kwargs: Any) -> Callable[..., Any]:
        with stages.stage("compilation"):
            step = original(*args, **kwargs)
        calls = iter([stages.timed("compilation", step)])
        return lambda *a, **k: next(calls, step)(*a, **k)

    division.make_step = prepared  # type: ignore[assignment]
    return []


def main(data: str, out: str, preset: str, report: str, threads: str, device: str, began: str) -> None:
    """Train and print. ``began`` is the time (seconds since 1970) when this process was asked for."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the command does
    from mousaic.pipeline import training_run

    stages = Stages()
    missing = wrap_all(stages)
    stages.seconds["start"] = time.time() - float(began)
    given = {"preset": preset, "threads": int(threads), "device": device, "report": report == "report"}
    with stages.stage("rest"):
        training_run.train(Path(data), out=out, **given)
    print(json.dumps({"seconds": stages.seconds, "missing": missing}))


if __name__ == "__main__":
    main(*sys.argv[1:])
