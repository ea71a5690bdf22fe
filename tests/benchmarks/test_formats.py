"""docs/formats.md says what is measured, and nothing that is read as other numbers than were put in."""

from __future__ import annotations

from pathlib import Path

from benchmarks.formats import LOSSY, PAGE, page, rows


def test_every_row_is_what_its_files_hold_and_the_page_says_it(tmp_path: Path) -> None:
    found = list(rows(tmp_path))
    wrong = [
        f"{row.sample.format} {row.sample.meaning} {row.sample.numbers}: {row.error:.3g}"
        for row in found
        if row.error > (LOSSY if "lossy" in row.sample.meaning else 1e-6)
    ]
    assert not wrong, "\n".join(wrong)
    assert len(found) > 50 and sum(row.files for row in found) > 1000
    assert PAGE.read_text(encoding="utf-8") == page(found), "write docs/formats.md anew: python -m benchmarks.formats"
