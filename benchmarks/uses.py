"""What the learned parts and features are good for: ``python -m benchmarks.uses`` writes the tables of docs/uses.md."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks import uses_classify
from benchmarks.bench import RESULTS

TABLES = {"classify": uses_classify.SETS, "unseen": uses_classify.UNSEEN, "larger": uses_classify.LARGER}
"""Tables of the page: sets that the recommended line was set on, and others."""
PAGE = Path(__file__).resolve().parent.parent / "docs" / "uses.md"


def main() -> None:
    """Measure every set that is here, one after another; what is done is kept and not done again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", help="names of sets, or how they begin (default: all)")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULTS / "uses.json")
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    rows: dict[str, dict[str, Any]] = {}
    if arguments.out.is_file():
        rows = {row["set"]: row for row in json.loads(arguments.out.read_text(encoding="utf-8"))["classify"]}
    for one in (*uses_classify.UNSEEN, *uses_classify.SETS, *uses_classify.LARGER):
        if arguments.sets and not one.name.startswith(tuple(arguments.sets)):
            continue
        found = uses_classify.measure(one, arguments.out.parent / "uses_folds", arguments.threads)
        print(f"{one.name}: {'not on this machine' if found is None else json.dumps(found)}", flush=True)
        if found is not None:
            rows[one.name] = found
        arguments.out.write_text(json.dumps({"classify": list(rows.values())}, indent=1) + "\n", encoding="utf-8")
        for name, sets in TABLES.items():
            measured = [rows[known.name] for known in sets if known.name in rows]
            if measured:
                write_between(PAGE, name, uses_classify.section(measured))


def write_between(page: Path, name: str, text: str) -> None:
    """Put a table where the page says that it belongs: between ``<!-- name -->`` and ``<!-- /name -->``."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = page.read_text(encoding="utf-8")
    before, _, rest = whole.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{page} has no place for {name}: add the lines {begin} and {end}.")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
