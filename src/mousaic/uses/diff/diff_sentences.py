"""What is said of two runs side by side."""

from __future__ import annotations

from mousaic.said import Said, told
from mousaic.uses.diff.held_out_by_both import FEWEST, PairedFigure
from mousaic.uses.diff.matched_features import ALIKE
from mousaic.uses.diff.run_difference import RunDifference

NOTHING = "-"
"""The value of a setting that a run does not have."""
NAMED = 5
"""Settings that the first sentence names."""


def diff_sentences(found: RunDifference) -> list[Said]:
    """Settings, figures, features and parts: the answer, three to six sentences."""
    said = [_settings(found), *_figures(found), _features(found), _parts(found)]
    if not found.prepared_alike:
        said.append(told("diff_prepared"))
    return said


def _settings(found: RunDifference) -> Said:
    if not found.settings:
        return told("diff_no_setting")
    listed = [
        told("diff_setting", name=name, first=first or NOTHING, second=second or NOTHING)
        for name, first, second in found.settings[:NAMED]
    ]
    more = len(found.settings) - len(listed)
    return told(
        "diff_settings", count=len(found.settings), listed=listed, more=told("and_more", count=more) if more else None
    )


def _figures(found: RunDifference) -> list[Said]:
    held = found.held
    if not held.figures:
        return [told("diff_too_few", images=held.images, groups=held.groups, needed=FEWEST)]
    said = []
    r, same = held.figure("pearson"), held.figure("pearson_same")
    if r is not None:
        said.append(told("diff_held_out", images=held.images, groups=held.groups, **_values(r)))
    if same is not None:
        said.append(told("diff_same_codes", k=held.k, **_values(same)))
    elif r is not None:
        said.append(told("diff_no_same_codes", k=held.k))
    return said or [told("diff_constant", images=held.images)]


def _values(one: PairedFigure) -> dict[str, object]:
    mean, low, high = one.difference
    clear = one.difference.clear
    verdict = "diff_second_better" if mean > 0 else "diff_first_better"
    verdict = verdict if clear else ("diff_equal" if mean == low == high == 0 else "diff_unclear")
    return {"first": one.first, "second": one.second, "mean": mean, "low": low, "high": high, "verdict": told(verdict)}


def _features(found: RunDifference) -> Said:
    features = found.features
    if features is None:
        return told("diff_no_features" if found.same_shape else "diff_other_shape")
    start = None
    if features.start is not None:
        start = told("diff_features_start", alike=features.start.alike, mean=features.start.mean)
    return told(
        "diff_features", first=features.first, second=features.second, alike=features.learned.alike,
        mean=features.learned.mean, threshold=ALIKE, start=start,
    )  # fmt: skip


def _parts(found: RunDifference) -> Said:
    parts = found.parts
    if parts is None:
        return told("diff_no_parts")
    return told(
        "diff_parts", first=len(parts.first), second=len(parts.second), pairs=len(parts.pairs), chance=parts.by_chance,
        only_first=len(parts.only_first), only_second=len(parts.only_second),
    )  # fmt: skip
