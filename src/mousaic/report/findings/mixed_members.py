"""What is said of a run whose members differ in kind: how they make one model, and how each of them was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

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


class Trained(NamedTuple):
    """A run that the model was made from."""

    numbers: str
    """Of its members in the whole, from 1: ``"2"``, or ``"2-4"``."""
    config: Mapping[str, Any]
    summary: Mapping[str, Any]
    """What its own summary said of its training, and what the whole's says otherwise."""


def trainings_of(record: Mapping[str, Any], summary: Mapping[str, Any]) -> list[Trained]:
    """The runs that the model was made from, in the order of their members.

    Args:
        summary: what ``summary.json`` of the whole says.
    """
    runs = record["joined"]["runs"] if "joined" in record else [*record["chain"], record]
    names, found, first = ("epochs", "epoch_kept", "training_images"), [], 1
    for one in runs:
        last = first + len(one.get("weights", [1.0])) - 1
        own = dict(summary) | {name: one[name] for name in names if name in one}
        found.append(Trained(str(first) if first == last else f"{first}-{last}", one["config"], own))
        first = last + 1
    return found
