"""The end of the page, for whoever does it again: methods, every parameter, versions and checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.command_lines import quoted
from mousaic.config import GROUPS
from mousaic.errors import MousaicError
from mousaic.report.findings.methods_paragraph import methods
from mousaic.report.findings.mixed_members import trainings_of
from mousaic.report.page.elements import Html, details, grid_table, join, paragraph, rows_table, section, tag
from mousaic.report.page.subject import Subject
from mousaic.runs.run import Run


def record_section(s: Subject) -> Html:
    """The paragraph to copy, and the tables behind it."""
    record = s.run.record
    made = s.put(*methods(record, s.run.summary), s.analysis.evidence.sample)
    return section(
        "methods", s.say("methods"),
        paragraph(s.say("methods_copy"), "hint"),
        tag("blockquote", paragraph(made), paragraph(_analysis(s))),
        tag("h3", s.say("parameters")), *_every_parameter(s),
        tag("h3", s.say("versions")), rows_table(_versions(s, record)),
        tag("h3", s.say("checksums")), rows_table(_checksums(s), "facts sums"),
        paragraph(s.say("checksums_explained"), "hint"),
    )  # fmt: skip


def _analysis(s: Subject) -> str:
    """How the features were tested."""
    d = s.analysis.differences
    if d is None or not d.tested.any():
        return s.say("methods_analysis_none")
    text = s.say("methods_analysis_exact" if d.exact else "methods_analysis", labelings=f"{d.labelings:,}")
    if s.analysis.trust is not None:
        t = s.analysis.trust
        text += ("" if s.lang == "zh" else " ") + s.say("methods_trust", runs=t.runs, threshold=f"{t.threshold:.2f}")
    return text


def _every_parameter(s: Subject) -> list[Html]:
    """The parameters of the training; of members that differ in kind those of each one's."""
    record = s.run.record
    if not {"joined", "chain"} & record.keys():
        return [details(s.say("every_parameter"), _parameters(s, record["config"]))]
    return [
        details(s.say("every_parameter_of", number=one.numbers), _parameters(s, one.config))
        for one in trainings_of(record, s.run.summary)
    ]


def _parameters(s: Subject, config: Mapping[str, Any]) -> Html:
    """Every parameter, in the groups of the command's help."""
    tables = [
        join(
            tag("h4", s.say(f"group_{group}")),
            grid_table(
                [s.say("parameter"), s.say("value")],
                [[tag("code", name), _value(s, value)] for name, value in config[group].items()],
                "numbers parameters",
            ),
        )
        for group in GROUPS
        if group in config
    ]
    return tag("div", *(tag("div", table) for table in tables), class_="columns")


def _value(s: Subject, value: Any) -> str:
    if isinstance(value, bool):
        return s.say("yes") if value else s.say("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _versions(s: Subject, record: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [(name, str(version)) for name, version in record["versions"].items()]
    rows += [(s.say(name), str(record[name])) for name in ("machine", "device", "backend", "threads") if name in record]
    rows.append((s.say("command"), " ".join(quoted(str(word)) for word in record["command"])))
    return rows


def _checksums(s: Subject) -> list[tuple[str, str]]:
    rows = [(s.say("sum_data"), data_sha256(s.run))]
    rows += [
        (name, _sha256(s.run.path / name)) for name in ("split.csv", "config.json", "model.json", "model.safetensors")
    ]
    return rows


def data_sha256(run: Run) -> str:
    """One checksum for all originals: the SHA-256 over the lines of ``sha256sum``, in the split's order."""
    found = hashlib.sha256()
    for row in run.split:
        found.update(f"{row.sha256}  {row.path}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _sha256(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror}): restore it from a copy.") from error
