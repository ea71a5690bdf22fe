"""What an analysis found, as a command prints it: the sentences, and how to learn what is not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mousaic.command_lines import command_line
from mousaic.console import printable

if TYPE_CHECKING:
    from mousaic.analysis.feature_analysis import FeatureAnalysis
    from mousaic.runs.run import Run


def print_findings(run: Run, found: FeatureAnalysis, lang: str) -> None:
    """A line for each finding."""
    from mousaic.report.findings.feature_findings import headlines
    from mousaic.words.of_rows import spoken_of
    from mousaic.words.put import put, say

    lang = spoken_of(lang, found.evidence.images.shape.is_grid)
    printable("\n".join(put(line.said, lang) for line in headlines(found)))
    if found.trust is None:
        printable(say("trust_measure", lang, command=command_line("stability", run.path)))
