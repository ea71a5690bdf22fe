"""The choice of k in words: what was chosen and why, how clear it is, and what it means for the features."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mousaic.analysis.choose.features_needed import KUsed
from mousaic.analysis.choose.k_scores import Row
from mousaic.stats.one_standard_error import Choice

LEVEL = 0.05


def sentences(rows: Sequence[Row], choice: Choice, used: KUsed) -> tuple[str, ...]:
    """The first names the choice and its limits; then come stability, classes, and features used."""
    first = " ".join(part for part in (_choice(rows, choice), _edge(rows, choice)) if part)
    said = [first, _paired(rows, choice), _stability(rows, choice)]
    said += [_decoding(rows[choice.chosen]), _needed(used), _adaptive(used)]
    return tuple(sentence for sentence in said if sentence)


def _choice(rows: Sequence[Row], choice: Choice) -> str:
    best, chosen = rows[choice.best], rows[choice.chosen]
    if choice.best == choice.chosen:
        return (
            f"Take k = {chosen.k}: held-out error {_error(best)} (r {best.pearson:.3f}) is the least, and every "
            f"smaller k tried is worse by more than one standard error ({choice.standard_error:.2g})."
        )
    return (
        f"Take k = {chosen.k}: the smallest whose held-out error, {_error(chosen)} (r {chosen.pearson:.3f}), lies "
        f"within one standard error ({choice.standard_error:.2g}) of the best, {_error(best)} (r {best.pearson:.3f}) "
        f"at k = {best.k}."
    )


def _edge(rows: Sequence[Row], choice: Choice) -> str:
    said = []
    if choice.best == len(rows) - 1:
        said.append(f"The error still falls at the largest k tried, {rows[-1].k}: larger ones may be better yet.")
    if choice.chosen == 0:
        said.append(f"{rows[0].k} is the smallest k tried: still smaller ones may do as well.")
    return " ".join(said)


def _paired(rows: Sequence[Row], choice: Choice) -> str:
    """What comparing image by image says, where it asks for more."""
    if choice.paired <= choice.chosen:
        return ""
    return (
        f"Image by image, which takes out that some images are hard for every k, k = {rows[choice.paired].k} is the "
        "smallest as good as the best: the choice trades that little error for shorter codes."
    )


def _stability(rows: Sequence[Row], choice: Choice) -> str:
    known = [row for row in rows if math.isfinite(row.stability) and math.isfinite(row.stability_null)]
    chosen = rows[choice.chosen]
    if chosen not in known:  # too few features live for a pair
        return ""
    gained = {row.k: row.stability - row.stability_null for row in known}
    verdict = "more than their starts" if gained[chosen.k] > 0 else "no more than their starts"
    there = (
        f"At k = {chosen.k} the features of different folds agree with PW-MCC {chosen.stability:.2f}, {verdict} "
        f"({chosen.stability_null:.2f})"
    )
    steady = max(known, key=lambda row: gained[row.k])
    if steady.k == chosen.k:
        return f"{there}; no other k tried does better beside its start."
    return f"{there}; beside its start k = {steady.k} does best: {steady.stability:.2f} ({steady.stability_null:.2f})."


def _decoding(row: Row) -> str:
    if row.decoding is None or row.decoding_null is None or row.decoding_p is None:
        return ""
    clear = "more than chance" if row.decoding_p <= LEVEL else "no clearer than chance"
    return (
        f"From held-out codes at k = {row.k} a linear classifier tells the classes with balanced accuracy "
        f"{row.decoding:.2f}, {clear} (p = {row.decoding_p:.2g}; 95 % of random labelings stay below "
        f"{row.decoding_null:.2f})."
    )


def _needed(used: KUsed) -> str:
    if not used.classes or used.p_needed is None:
        return ""
    each = ", ".join(f"{one.class_name} {one.needed.mean:.0f}" for one in used.classes)
    what = f"features to be described to the same degree ({used.level:.0%} of an image's detail left out)"
    if used.floor is not None and used.floor > LEVEL:
        return f"Mean number of {what}: {each}; there are too few groups to test a difference."
    verdict = "need different numbers of" if used.p_needed <= LEVEL else "do not clearly need different numbers of"
    return f"The classes {verdict} {what}: {each} on average (p = {used.p_needed:.2g}).{_unreached(used)}"


def _unreached(used: KUsed) -> str:
    if not used.beyond:
        return ""
    return (
        f" {used.beyond} of {len(used.needed)} images need more than {used.most} and were counted as {used.most + 1}."
    )


def _adaptive(used: KUsed) -> str:
    if not used.classes or used.p_adaptive is None or (used.floor is not None and used.floor > LEVEL):
        return ""
    each = ", ".join(f"{one.class_name} {one.adaptive.mean:.0f}" for one in used.classes)
    verdict = "differ" if used.p_adaptive <= LEVEL else "do not clearly differ"
    return (
        f"With one threshold for all images, contrast included, the classes {verdict} in active features: {each} on "
        f"average (p = {used.p_adaptive:.2g})."
    )


def _error(row: Row) -> str:
    return f"{row.mse:.3g}"
