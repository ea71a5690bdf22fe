"""Attacks on run folders, and how many they survived: ``python -m benchmarks.attack`` (make attack).

Processes are killed, run at once, and denied the disk; files are flipped, cut, and made something else; images are
changed. What is lost is
printed, and the table of docs/reliability.md is written. Nothing of it runs outside a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.attack_disk import attack_disk
from benchmarks.attack_files import attack_files
from benchmarks.attack_ground import Ground, Table
from benchmarks.attack_images import attack_images
from benchmarks.attack_kills import attack_kills, attack_pairs

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
IMPORTED = (
    "mousaic.pipeline.combine_runs", "mousaic.pipeline.run_parts", "mousaic.report.page.report_page",
    "mousaic.report.atlas.atlas_files", "mousaic.analysis.feature_analysis", "mousaic.report.tables.analysis_files",
)  # fmt: skip


def main() -> None:
    """Attack, print what was lost, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("--kills", type=int, default=3, help="kills in each phase")
    parser.add_argument("--pairs", type=int, default=1, help="times that two processes meet, for each pair")
    parser.add_argument("--flips", type=int, default=1, help="flips of each file, for each command")
    parser.add_argument("--cuts", type=int, default=1, help="cuts of each file, for each command")
    parser.add_argument("--sizes", type=int, default=12, help="sizes of full disks and of limits")
    parser.add_argument("--images", type=int, default=10_000, help="images changed at random")
    parser.add_argument("--minutes", type=float, default=20, help="no further kind of attack begins after so many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dry", action="store_true", help="leave the page as it is")
    given = parser.parse_args()
    for name in IMPORTED:
        import_module(name)  # once, before the forks
    began, tables = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for table in _attacks(Ground(Path(folder)), given):
            tables.append(table)
            print(f"{table.attack:68}{table.tried:6}{table.survived:6}{time.monotonic() - began:8.0f} s", flush=True)
            print("".join(f"    {line}\n" for line in table.lost), end="", flush=True)
            if time.monotonic() - began > 60 * given.minutes:
                break
    if not given.dry:
        _write(tables, given)
    raise SystemExit(any(table.lost for table in tables))


def _attacks(ground: Ground, given: argparse.Namespace) -> Iterator[Table]:
    """Kinds of which nothing is to be tried are left out."""
    if given.images:
        yield from attack_images(ground.folder, given.images, given.seed)
    if given.kills:
        yield from attack_kills(ground, given.kills, given.seed)
    if given.pairs:
        yield from attack_pairs(ground, given.pairs, given.seed)
    if given.sizes:
        yield from attack_disk(ground, given.sizes)
    yield from attack_files(ground, given.flips, given.cuts, given.seed)


def _write(tables: list[Table], given: argparse.Namespace) -> None:
    counts = " ".join(
        f"--{name} {getattr(given, name)}" for name in ("images", "kills", "pairs", "flips", "cuts", "sizes", "seed")
    )
    lines = [f"`python -m benchmarks.attack {counts}`", "", "| attack | tried | survived |", "|---|--:|--:|"]
    lines += [f"| {table.attack} | {table.tried} | {table.survived} |" for table in tables]
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
