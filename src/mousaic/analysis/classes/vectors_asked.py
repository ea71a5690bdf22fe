"""What is asked of vectors whose classes may differ: every feature's response and every column.

Vectors have neither parts nor light. Their columns are asked beside the features, as blocks of an image are beside
parts: what differs need not be what features learned.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mousaic.analysis.classes.primary_answer import Asked, PrimaryAnswer
from mousaic.analysis.evidence import Evidence
from mousaic.analysis.features.response import responses
from mousaic.arrays import Floats

TOGETHER = 0.7
"""|Pearson r| over all rows from which two things say the same."""


def asked_of_vectors(evidence: Evidence) -> list[Asked]:
    """Responses of the features of all members, member by member, and the columns."""
    every = np.arange(evidence.features)
    seen = np.hstack([responses(evidence, m, every) for m in range(evidence.members)])
    columns: Floats = evidence.flat.astype(np.float64)
    return [
        Asked("response", np.arange(seen.shape[1]), (seen,)),
        Asked("column", np.arange(columns.shape[1]), (columns,)),
    ]


def together(answer: PrimaryAnswer, values: Mapping[tuple[str, int], tuple[Floats, ...]]) -> list[list[int]]:
    """Positions of the things that pass, the clearest first; each beside the first that rises and falls with it."""
    groups: list[list[int]] = []
    heads: list[Floats] = []
    for i in sorted(np.flatnonzero(answer.passed).tolist(), key=lambda i: -answer.statistic[i]):
        own = _standard(values[str(answer.kind[i]), int(answer.thing[i])][0])
        same = next((g for g, head in enumerate(heads) if abs(float(own @ head)) >= TOGETHER), None)
        if same is None:
            groups.append([i])
            heads.append(own)
        else:
            groups[same].append(i)
    return groups


def _standard(values: Floats) -> Floats:
    """(N,) with mean 0 and length 1; of constant values 0."""
    centred = values - values.mean()
    length = float(np.sqrt(np.square(centred).sum()))
    found: Floats = centred / length if length > 0 else centred
    return found
