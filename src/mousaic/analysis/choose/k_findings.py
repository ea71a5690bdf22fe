"""What the choice of k says: what was chosen and why, how clear it is, and what it means for the features."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mousaic.analysis.choose.features_needed import ClassUse, KUsed
from mousaic.analysis.choose.k_scores import Row
from mousaic.said import Said, told
from mousaic.stats.one_standard_error import Choice

LEVEL = 0.05


def sentences(rows: Sequence[Row], choice: Choice, used: KUsed) -> tuple[Said, ...]:
    """The first names the choice and its limits; then come stability, classes, and features used."""
    said = [_choice(rows, choice), _paired(rows, choice), _stability(rows, choice)]
    said += [_decoding(rows[choice.chosen]), _needed(used), _adaptive(used)]
    return tuple(sentence for sentence in said if sentence is not None)


def _choice(rows: Sequence[Row], choice: Choice) -> Said:
    best, chosen = rows[choice.best], rows[choice.chosen]
    limits = {
        "largest": told("k_still_falls", k=rows[-1].k) if choice.best == len(rows) - 1 else None,
        "smallest": told("k_still_smaller", k=rows[0].k) if choice.chosen == 0 else None,
    }
    if choice.best == choice.chosen:
        return told(
            "k_is_best", k=chosen.k, error=best.mse, r=best.pearson, standard_error=choice.standard_error, **limits
        )
    return told(
        "k_is_smallest", k=chosen.k, error=chosen.mse, r=chosen.pearson, standard_error=choice.standard_error,
        best_k=best.k, best_error=best.mse, best_r=best.pearson, **limits,
    )  # fmt: skip


def _paired(rows: Sequence[Row], choice: Choice) -> Said | None:
    """What comparing image by image says, where it asks for more."""
    return told("k_by_image", k=rows[choice.paired].k) if choice.paired > choice.chosen else None


def _stability(rows: Sequence[Row], choice: Choice) -> Said | None:
    known = [row for row in rows if math.isfinite(row.stability) and math.isfinite(row.stability_null)]
    chosen = rows[choice.chosen]
    if chosen not in known:  # too few features live for a pair
        return None
    gained = {row.k: row.stability - row.stability_null for row in known}
    steady = max(known, key=lambda row: gained[row.k])
    other = told("k_steadier", k=steady.k, agreement=steady.stability, start=steady.stability_null)
    return told(
        "k_stability", k=chosen.k, agreement=chosen.stability, start=chosen.stability_null,
        verdict=told("k_beyond_starts" if gained[chosen.k] > 0 else "k_like_starts"),
        best=told("k_steadiest") if steady.k == chosen.k else other,
    )  # fmt: skip


def _decoding(row: Row) -> Said | None:
    if row.decoding is None or row.decoding_null is None or row.decoding_p is None:
        return None
    return told(
        "k_decoding", k=row.k, accuracy=row.decoding, p=row.decoding_p, chance=row.decoding_null,
        verdict=told("k_decoded" if row.decoding_p <= LEVEL else "k_not_decoded"),
    )  # fmt: skip


def _needed(used: KUsed) -> Said | None:
    if not used.classes or used.p_needed is None:
        return None
    each = [_of_class(one, one.needed.mean) for one in used.classes]
    if used.floor is not None and used.floor > LEVEL:
        return told("k_needed_untested", share=used.level, each=each)
    beyond = told("k_beyond", count=used.beyond, images=len(used.needed), most=used.most, counted=used.most + 1)
    return told(
        "k_needed_differ" if used.p_needed <= LEVEL else "k_needed_same", share=used.level, each=each, p=used.p_needed,
        beyond=beyond if used.beyond else None,
    )  # fmt: skip


def _adaptive(used: KUsed) -> Said | None:
    if not used.classes or used.p_adaptive is None or (used.floor is not None and used.floor > LEVEL):
        return None
    each = [_of_class(one, one.adaptive.mean) for one in used.classes]
    return told("k_adaptive_differ" if used.p_adaptive <= LEVEL else "k_adaptive_same", each=each, p=used.p_adaptive)


def _of_class(one: ClassUse, mean: float) -> Said:
    return told("k_of_class", name=one.class_name, mean=mean)
