"""What a run of members side by side leaves in its folder, which has no history of its own."""

from __future__ import annotations

from pathlib import Path

from mousaic.arrays import Mask
from mousaic.files import write_text
from mousaic.images.image_set import ImageSet
from mousaic.model.store import Model, save_model
from mousaic.pipeline.run_outputs import README, baselines_of, draw, measured
from mousaic.report.findings.run_readme import run_readme
from mousaic.runs.run import Run
from mousaic.sealed import write_sealed
from mousaic.training.data import TrainingData


def finish_joined(run: Run, place: Path, model: Model, data: TrainingData, images: ImageSet, held_out: Mask) -> None:
    """All of a finished run of members side by side, which is not trained any more: no history and no checkpoint.

    Args:
        place: where the run will be once it is whole.
    """
    save_model(run.path, model)
    runs = run.record["joined"]["runs"]
    epoch = max(one["epochs"] for one in runs)
    draw(run, model.ensemble, epoch, data, images, held_out)
    summary = {
        "originals": len(data.originals) + len(data.validation),
        "training_images": data.images_per_epoch,
        "members": 1,
        "features": model.card.features,
        "k": model.card.k,
        "epochs": epoch,
        "epoch_kept": epoch,
        "seconds": sum(one["seconds"] for one in runs),
        **measured(model.ensemble, data, epoch),
        "baselines": baselines_of(model, data, epoch),
    }
    write_text(run.path / README, run_readme(run.record, summary, len(data.originals), place))
    write_sealed(run.path / "summary.json", summary)
