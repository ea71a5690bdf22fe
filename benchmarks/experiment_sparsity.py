"""Whether sparsity prevents overfitting: one member of the preset, from a few active features to all of them."""

from __future__ import annotations

from typing import Any

from benchmarks.experiment_scores import Principal, Table, originals, r_of, turns
from benchmarks.experiment_sets import Plan
from mousaic.images.image_set import ImageSet
from mousaic.training.fit import train_members, untrained_members


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """r of what was learned from and of what was held out, for each k; of the start and of PCA with as many numbers.

    One member alone: with several, the consistency loss holds the codes back as well, and the two cannot be told apart.
    """
    table = Table(images, plan.seed)
    for turn in turns(images, name, plan):
        x = originals(turn.learned_from)
        own = turn.own(plan.config(members=1))
        principal = Principal(turn.learned_from, own, max(plan.ks))
        for k in plan.ks:
            config = turn.own(plan.config(members=1, k=k))
            for kind, ensemble in {
                "start": untrained_members(turn.learned_from, config),
                "trained": train_members(turn.learned_from, config),
            }.items():
                table.add(f"{kind} {k}", turn, r_of(ensemble, turn.x).alone, r_of(ensemble, x).alone)
            table.add(f"PCA {k}", turn, *(principal.r(one, [k])[0] for one in (turn.x, x)))
    found = table.figures()
    return {
        "ks": list(plan.ks),
        "k": plan.config().model.k,
        "r": {kind: [{"k": k, **found[f"{kind} {k}"]} for k in plan.ks] for kind in ("trained", "start", "PCA")},
    }
