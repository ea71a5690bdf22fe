"""All benchmarks in one run on one machine: ``python -m benchmarks.bench``."""

from __future__ import annotations

import argparse
import importlib
import json
import time
from pathlib import Path

import torch

from benchmarks.company import Company
from benchmarks.measure import Row, Settings, as_json, cores, machine, table

SECTIONS = ("step", "command", "large", "encode", "conv", "growth")
RESULTS = Path(__file__).resolve().parent / "results"


def main() -> None:
    """Run the chosen sections, print one table, write one JSON file."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads or cores())
    settings = Settings(
        threads=torch.get_num_threads(),
        device=torch.device(arguments.device),
        quick=arguments.quick,
        data=arguments.data,
        small_images=arguments.small_images,
    )
    facts = machine(settings)
    print(", ".join(f"{name} {value}" for name, value in facts.items()), flush=True)
    rows: list[Row] = []
    others: dict[str, float | None] = {}
    for section in arguments.only:
        began, company = time.perf_counter(), Company()
        rows += importlib.import_module(f"benchmarks.{section}").run(settings)
        others[section] = company.cores()
        print(f"{section}: {time.perf_counter() - began:.0f} s, {said(others[section])}", flush=True)
    print(table(rows))
    write(arguments.out, facts | {"cores_others_used": others}, settings, rows)


def said(others: float | None) -> str:
    """What to make of the processor time that others took."""
    if others is None:
        return "other programs not watched on this system"
    return f"other programs kept {others:.2f} cores busy" + (": MEASURE AGAIN, this machine was busy" * (others > 0.1))


def write(path: Path, facts: dict[str, object], settings: Settings, rows: list[Row]) -> None:
    """The table as JSON, with what it was measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "machine": facts,
        "quick": settings.quick,
        "measured": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "rows": as_json(rows),
    }
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"written: {path}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--only", type=_sections, default=SECTIONS, help=f"of {','.join(SECTIONS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="few rounds and points: minutes less, and noisier")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (0: all)")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--data", type=Path, help="image folder for the section command (default: the demo set)")
    parser.add_argument("--small-images", type=Path, help="28x28 images for the section large: .npz or idx .gz")
    parser.add_argument("--out", type=Path, default=RESULTS / "bench.json")
    return parser.parse_args()


def _sections(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    unknown = set(names) - set(SECTIONS)
    if unknown:
        raise argparse.ArgumentTypeError(f"no section {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
