"""What several test files share."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import settings
from jaxtyping import install_import_hook
from PIL import Image

if TYPE_CHECKING:
    from mousaic.analysis.evidence import Evidence

CHECKED = (
    "mousaic.analysis",
    "mousaic.demo",
    "mousaic.estimators.coded_rows",
    "mousaic.estimators.kept_training",
    "mousaic.estimators.row_layout",
    "mousaic.estimators.training_options",
    "mousaic.images.array_set",
    "mousaic.images.image_set",
    "mousaic.images.looks",
    "mousaic.images.near_duplicates",
    "mousaic.images.prepare",
    "mousaic.images.scaling",
    "mousaic.images.splits",
    "mousaic.model.fast.encoding",
    "mousaic.model.fast.selection",
    "mousaic.report",
    "mousaic.runs",
    "mousaic.stats",
    "mousaic.uses",
)
"""Where each call's hints are checked, shapes of arrays included, in every test. Not in what numba compiles."""
install_import_hook(CHECKED, "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))")

# No test is about how long an example takes, and other work may share the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def on_the_processor() -> Iterator[None]:
    """What ``auto`` means in every test, and in every process that one begins, whatever this machine has.

    The tests know what comes out on a processor; those of a GPU name it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUDA_VISIBLE_DEVICES", "")
        patch.setattr("torch.cuda.is_available", lambda: False)
        patch.setattr("torch.backends.mps.is_available", lambda: False)
        yield


@pytest.fixture(scope="module")
def few_windows() -> Iterator[None]:
    """Parts are chosen from few windows, so that tests are quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mousaic.analysis.parts.part_set.CANDIDATES", 48)
        yield


@pytest.fixture(autouse=True)
def chinese_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no font has Chinese characters, boxes stand for them: the tests look at words, not at their shapes."""
    from mousaic.report.figures import fonts

    if fonts.chinese_font() is None:
        monkeypatch.setattr(fonts, "chinese_font", lambda: "DejaVu Sans")


UNPAINTED = {"end_to_end", "exports", "pipeline", "recipes", "runs", "uses"}


@pytest.fixture(scope="module", autouse=True)
def white_paper(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Figures are laid out, but saved as white paper of their size: most of a report's time is its paint.

    So it is in the rooms of ``UNPAINTED``, which look at files, words and numbers, but for the files and tests that are
    marked ``painted``. Yields what paints, or None where that is what saves already.
    """
    room = request.path.relative_to(Path(__file__).parent).parts[0]
    if room not in UNPAINTED or request.node.get_closest_marker("painted"):
        yield None
        return
    from matplotlib.figure import Figure

    from mousaic.report.figures.style import dots

    def white(figure: Figure, file: Any, **_: Any) -> None:
        width, height = dots(figure)
        file.write(b"\xff" * (4 * width * height))

    paint = Figure.savefig
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", white)
        yield paint


@pytest.fixture(autouse=True)
def painted_test(request: pytest.FixtureRequest, white_paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test that is marked ``painted``, in a file that is not."""
    if white_paper is not None and request.node.get_closest_marker("painted"):
        monkeypatch.setattr("matplotlib.figure.Figure.savefig", white_paper)


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets how many numbers work takes at a time, where nothing else is said: as little as many images would be."""
    from mousaic.memory import row_blocks

    return lambda most: monkeypatch.setattr(row_blocks, "__defaults__", (most,))


@pytest.fixture
def peak_of() -> Callable[[Callable[[], object]], float]:
    """MiB that work needs at its peak, beyond what the process had: as the system counts them, torch included.

    Pages of program code that the system had taken back count as well, once: on a crowded machine ask a second time.
    """
    from mousaic.memory import give_back

    anew, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not os.access(anew, os.W_OK):
        pytest.skip("needs Linux, whose count of the peak can begin anew")

    def largest() -> int:
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:"))

    def measured(work: Callable[[], object]) -> float:
        gc.collect()
        give_back()
        anew.write_text("5")
        before = largest()
        work()
        return (largest() - before) / 1024

    return measured


SHARED = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_mice() -> Path:
    """39 real images in two classes, kept beside the project."""
    if not (SHARED / "mice").is_dir():
        pytest.skip(f"the real mice are not here ({SHARED / 'mice'})")
    return SHARED / "mice"


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 images of 20x20 pixels in two classes: bars that lie and bars that stand, with noise."""
    folder = tmp_path_factory.mktemp("data") / "bars"
    rng = np.random.default_rng(0)
    for number in range(12):
        name = "lying" if number % 2 else "standing"
        pixels = rng.integers(0, 60, (20, 20))
        pixels[3 + number : 6 + number] += 180
        (folder / name).mkdir(parents=True, exist_ok=True)
        pixels = pixels if number % 2 else pixels.T
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / name / f"{number:02d}.png")
    return folder


@pytest.fixture(scope="session")
def make_evidence() -> Callable[..., Evidence]:
    """Evidence without a training: an untrained ensemble, or the ``weight`` given, on random or given images."""
    return _make_evidence


def _make_evidence(
    images: int = 16, members: int = 2, features: int = 12, k: int = 3, shape: tuple[int, int, int] = (1, 6, 6),
    seed: int = 0, center: bool = True, pixels: Any = None, weight: Any = None, labels: Any = None,
    groups: Any = None, parts: Any = None, names: tuple[str, ...] = ("first", "second"),
) -> Evidence:  # fmt: skip
    import torch

    from mousaic.analysis.evidence import evidence_of
    from mousaic.config import ImageOptions
    from mousaic.images.image_set import ImageSet
    from mousaic.model.ensemble import Ensemble
    from mousaic.model.store import Model, ModelCard

    rng = np.random.default_rng(seed)
    pixels = np.asarray(rng.random((images, *shape)) if pixels is None else pixels, np.float32)
    images, shape = len(pixels), tuple(pixels.shape[1:])
    if weight is None:  # rows of about length 1
        weight = rng.normal(size=(members, features, int(np.prod(shape)))) / np.prod(shape) ** 0.5
    members, features, _ = weight.shape
    labels = np.arange(images) % 2 if labels is None else np.asarray(labels)
    paths = [f"{label}/img{i:03d}.png" for i, label in enumerate(labels)]
    options = ImageOptions(size=max(4, shape[1]))
    flat = torch.from_numpy(pixels.reshape(images, -1))
    mean = flat.mean(0)
    ensemble = Ensemble.tied(
        torch.tensor(weight, dtype=torch.float32), torch.tensor(rng.normal(size=(members, features)) / 9).float(),
        mean.expand(members, -1).clone() if center else None, k,
    ).requires_grad_(False)  # fmt: skip
    card = ModelCard(shape, members, features, k, center, options)
    given = pixels[:, 0, 0] if shape[1] == 1 else np.moveaxis(pixels, 1, 3)  # vectors, or images
    kept = ImageSet.from_arrays(given, labels, paths if groups is None else groups, class_names=names, paths=paths)
    return evidence_of(Model(ensemble, card, mean), kept, tuple(parts or ["train"] * images))
