"""The parts of a run for the atlas: what each looks like, where its home is, where it is in every image."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from mousaic.analysis.parts.homes import COST, REACH
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.analysis.parts.part_names import key_of
from mousaic.report.atlas.packing import packed


def part_payload(findings: PartFindings) -> dict[str, Any]:
    """All that the page shows of P parts in N images, and needs to find them in a reader's own."""
    parts, found = findings.parts, findings.found
    squares = np.concatenate([one.squares.numpy().ravel() for one in parts.pictures])
    middle = parts.homes.middle.numpy()
    numbers = {
        "squares": squares,
        "softness": np.array([one.softness for one in parts.pictures]),
        "middle": middle,
        "inverse": torch.linalg.inv(parts.homes.spread.double()).numpy(),
        "chance": parts.chance,
        "share": findings.share,
        "wander": findings.wander,
        "presence": found.presence,
        "row": found.row,
        "column": found.column,
    }
    return {
        "key": key_of(parts),
        "side": parts.side,
        "sides": [one.squares.shape[-1] for one in parts.pictures],
        "reach": REACH,
        "cost": COST,
        "kind": findings.kind.tolist(),
        "found": packed(found.found, "u1"),
        **{name: packed(values, "f4") for name, values in numbers.items()},
    }
