"""Words on what is exported, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "export_without_parts": "Without parts, as the run keeps none yet; find them with: {command}",
    "export_pursuit_in_one_pass": (
        "This run's codes come from matching pursuit, which takes features one after another: the files hold its "
        "features and mean exactly, but the programs they are for find codes in one pass, by the k largest products, "
        "and rebuild images worse than the run does. mousaic export --to onnx holds the pursuit itself."
    ),
    "export_not_overcomplete": "For SAELens alone, as overcomplete has no thresholds like these.",
}
