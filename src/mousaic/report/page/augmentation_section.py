"""How the augmentation was chosen, where trials chose it: what each gave, on held-out images of the training part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mousaic.report.page.elements import Html, details, grid_table, join, paragraph, tag
from mousaic.report.page.subject import Subject


def chosen_augmentation(s: Subject) -> Html:
    """A sentence and the table of what was tried, or nothing."""
    found = s.run.record.get("augmentation_chosen")
    if not found:
        return Html("")
    name = s.say("tried_name", strength=_strength(s, found), flips=_flips(s, found))
    if not found["trials"]:
        return paragraph(s.say("augmentation_untried", name=name, groups=found["groups"]))
    said = s.say("augmentation_chosen", name=name, folds=found["folds"], epochs=found["epochs"])
    head = [s.say("tried"), s.say("held_out_r"), s.say("behind_best"), ""]
    rows = [_row(s, trial) for trial in found["trials"] if trial["question"] == "strength"]
    rows += [_row(s, trial) for trial in found["trials"] if trial["question"] == "flips"][1:]
    table = grid_table(head, rows)
    return join(
        paragraph(said), details(s.say("augmentations_tried"), table, paragraph(s.say("tried_explained"), "hint"))
    )


def _row(s: Subject, trial: Mapping[str, Any]) -> list[str]:
    name = s.say("tried_name", strength=_strength(s, trial), flips=_flips(s, trial))
    chosen = s.run.record["augmentation_chosen"]
    taken = (trial["strength"], trial["flips"]) == (chosen["strength"], chosen["flips"])
    return [
        tag("b", name) if taken else name,
        f"{trial['pearson']:.3f} \u00b1 {trial['standard_error']:.3f}",
        f"{trial['behind']:.3f} \u00b1 {trial['behind_error']:.3f}" if trial["behind"] else "",
        s.say("taken") if taken else "",
    ]


def _strength(s: Subject, found: Mapping[str, Any]) -> str:
    return s.say(f"strength_{found['strength']}")


def _flips(s: Subject, found: Mapping[str, Any]) -> str:
    return s.say("flips_" + found["flips"].split()[0].replace("-", "_"))
