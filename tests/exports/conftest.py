"""The run whose stacks are opened, by tifffile and by ImageJ."""

from __future__ import annotations

import pytest

import mousaic
from mousaic.cli import main
from mousaic.runs.run import Run
from tests.end_to_end.spots import draw_spots


@pytest.fixture(scope="session", params=["grey", "rgb"])
def spots_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two members of 16 features on 13 images of 24 pixels, with parts."""
    folder = tmp_path_factory.mktemp("data")
    draw_spots(folder / "spots", 13, 0)
    made = mousaic.train(
        folder / "spots", out=folder / "run", size=24, features=16, k=4, members=2, epochs=1, threads=1, report=False,
        augment="none", color=request.param,
    )  # fmt: skip
    main(["parts", str(folder / "run"), "--quiet"])
    return made
