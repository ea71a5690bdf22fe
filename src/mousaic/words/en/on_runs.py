"""Words on the course of a run, told while it goes on, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "run_complete": "{path} is complete already: nothing to do.",
    "no_validation_part": "Too few originals (or groups) to hold any out: training on all of them.",
    "watch_live": "Watch the training in {page} (double click).",
    "compiled_anew": (
        "Compiled code could not be kept, as no folder for it can be written, so each run compiles anew, for some "
        "seconds. NUMBA_CACHE_DIR may name a folder."
    ),
    "epoch_of": "epoch {epoch}/{epochs}",
    "epoch_learned": "loss {loss:.4f}  r {r:.3f}",
    "epoch_held_out": "held-out r {r:.3f}",
    "epoch_speed": "{images:.0f} images/s",
    "stage_reading": "Reading the images",
    "stage_images": "Reading and encoding the images",
    "stage_of": "Analysing: {title}",
    "stage_tables": "Writing the tables",
    "stage_figures": "Drawing the figures",
    "stage_atlas": "Making the atlas",
    "stage_report": "Making the report: {section}",
    "stage_figure": "Drawing: {title}",
    "stage_training": "Training {number} of {of}",
    "stage_task": "Task {number} of {of}",
    "tasks_stopped": "Stopped; {done} of {tasks} tasks are kept in {folder}: the same command goes on from there.",
    "stage_comparing": "Comparing the dictionaries",
    "stage_parts": "Learning the parts",
    "stage_places": "Looking for the parts in {count:,} images",
    "report_begins": "Analysing the features, for report and atlas ...",
    "quick_begins": "Training on halves of the images, to see whether they teach the same (about {seconds:.0f} s) ...",
    "trained_on": "{count} of these {of} images were trained on: the figures flatter the model.",
    "report_too_large": (
        "No report was made, as it would need more than {gigabytes:.0f} GB of memory. The run is complete; try again "
        "with: {command}"
    ),
    "weights_found": (
        "Weights of the members: {weights:, |.2f}. On held-out images r is {r:.4f} with them and {equal:.4f} with "
        "equal weights."
    ),
    "support": "Of {features:,} features kept, found in so many of {members} members: {shares:, |}.",
    "support_little": (
        "Of {features:,} features kept, found in so many of {members} members: {shares:, |}. Most are in a single one: "
        "the members agree on little, and a consensus of them means little."
    ),
    "support_share": "{count:,} in {members}",
}
