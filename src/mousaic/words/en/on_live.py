"""Words on the page that shows a training as it goes, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "live_kicker": "Mousaic training",
    "live_title": "{done} of {epochs} epochs \u00b7 Mousaic",
    "live_epoch": "epoch {epoch} of {epochs}",
    "live_finished": "finished after {done} epochs",
    "live_stopped": "stopped after {done} of {epochs} epochs",
    "live_first": "The first epoch is under way; this page renews itself.",
    "live_now": "After {seconds:,.0f} s: {listed:; |}.",
    "live_train": "r = {r:.3f} on training images",
    "live_held_out": "r = {r:.3f} on held-out images",
    "live_dead": "{share:.0%} of the features fire on no training original",
    "live_pearson": "Pearson r with the image (1 is perfect)",
    "live_reconstruction": "Reconstruction error (mean square, logarithmic)",
    "live_images": "Images, and the reconstructions as they are now",
    "live_pair": "r = {r:.2f}, {part}",
}
