"""Which files were not used, and why: one line, for every command that reads images."""

from __future__ import annotations

from mousaic.images.intake_report import Intake
from mousaic.images.names import shown
from mousaic.said import Said, told

MOST_REASONS, MOST_NAMES = 3, 2


def skipped_files(found: Intake) -> Said | None:
    """The commonest reasons with the first names of each; None where every file was used."""
    reasons: dict[Said, list[str]] = {}
    for name, reason in found.skipped:
        reasons.setdefault(reason, []).append(shown(name))
    if not reasons:
        return None
    ordered = sorted(reasons.items(), key=lambda item: -len(item[1]))
    listed: list[Said | str] = [
        told("files_skipped_why", reason=reason, names=[*names[:MOST_NAMES], *_more(len(names) - MOST_NAMES)])
        for reason, names in ordered[:MOST_REASONS]
    ]
    return told("files_skipped", count=len(found.skipped), listed=[*listed, *_more(len(ordered) - MOST_REASONS)])


def _more(count: int) -> list[str]:
    return ["..."] if count > 0 else []
