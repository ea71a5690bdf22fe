"""What is said of a run whose members differ in kind: how they make one model, and how each of them was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mousaic.said import Said, told


def made_of(record: Mapping[str, Any]) -> list[Said]:
    """How the members make one model; nothing of a run whose members are of one kind.

    Args:
        record: what ``config.json`` says.
    """
    if "joined" in record:
        found = record["joined"]
        weights = [weight for one in found["runs"] for weight in one["weights"]]
        if found["how"] == "average":
            return [told("joined_average", members=len(weights))]
        return [told("joined_weighted", members=len(weights), weights=weights)]
    if "chain" in record:
        return [told("chained", members=len(record["chain"]) + 1)]
    return []


def trainings_of(
    record: Mapping[str, Any], summary: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The configuration of each run that the model was made from, and what its own summary said of its training.

    Args:
        summary: what ``summary.json`` of the whole says.
    """
    runs = record["joined"]["runs"] if "joined" in record else [*record["chain"], record]
    names = ("epochs", "epoch_kept", "training_images")
    return [(one["config"], dict(summary) | {name: one[name] for name in names if name in one}) for one in runs]
