"""What the original experiment claimed, measured: ``python -m benchmarks.experiment`` (make bench-experiment).

Each study of each set runs in a process of its own and leaves a JSON file; what is there is not measured again
(``--anew`` measures it all). Then docs/experiment.md, docs/experiment.zh.md and their pictures are made of these files.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch

from benchmarks.bench import RESULTS
from benchmarks.experiment_sets import QUICK, QUICK_SETS, SETS, WHOLE

STUDIES = ("folds", "sparsity", "copies", "transfer", "rivals", "speed")
"""Each is ``benchmarks.experiment_NAME``, with a function ``study(images, name, plan)``."""
TIMED = {"speed"}
"""Studies with nothing beside them, of the first set alone: all have as many images of one size."""
DOCS = Path(__file__).resolve().parent.parent / "docs"


def main(words: list[str] | None = None) -> None:
    """Measure what is not yet measured, then write both pages and the pictures."""
    arguments = _arguments(words)
    if arguments.of is not None:
        measure(arguments.studies[0], arguments.of, arguments.folder, arguments.quick)
        return
    names = list(QUICK_SETS if arguments.quick else SETS)
    together = [(study, name) for study in arguments.studies if study not in TIMED for name in names]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(lambda one: _in_a_process(*one, arguments), together))
    for study in TIMED & set(arguments.studies):
        _in_a_process(study, names[0], arguments)
    if not arguments.no_pages:
        from benchmarks.experiment_pages import write_pages

        write_pages(gather(arguments.folder), arguments.docs)


def measure(study: str, name: str, folder: Path, quick: bool) -> None:
    """One study of one set, written as JSON; nothing where this machine does not have the set."""
    torch.set_num_threads(1)
    plan, sets = (QUICK, QUICK_SETS) if quick else (WHOLE, SETS)
    images = sets[name]()
    if images is None:
        print(f"{name}: not on this machine", flush=True)
        return
    began, worked = time.perf_counter(), time.process_time()
    found = importlib.import_module(f"benchmarks.experiment_{study}").study(images, name, plan)
    found |= {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - worked}
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{study}-{name}.partial"
    partial.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    partial.rename(folder / f"{study}-{name}.json")
    print(f"{study}, {name}: {found['seconds']:.0f} s, of which {found['cpu_seconds']:.0f} s at work", flush=True)


def gather(folder: Path) -> dict[str, dict[str, Any]]:
    """What was measured: study -> set -> what it found."""
    found: dict[str, dict[str, Any]] = {}
    for study in STUDIES:
        for file in sorted(folder.glob(f"{study}-*.json"), key=lambda file: _place(file.stem.split("-", 1)[1])):
            found.setdefault(study, {})[file.stem.split("-", 1)[1]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _place(name: str) -> tuple[int, str]:
    return (list(SETS).index(name) if name in SETS else len(SETS), name)


def _in_a_process(study: str, name: str, arguments: argparse.Namespace) -> None:
    if (arguments.folder / f"{study}-{name}.json").is_file() and not arguments.anew:
        return
    command = [sys.executable, "-m", "benchmarks.experiment", "--studies", study, "--of", name]
    command += ["--folder", str(arguments.folder), *(["--quick"] if arguments.quick else [])]
    subprocess.run(command, check=True)


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.experiment", description=__doc__)
    parser.add_argument("--studies", nargs="*", default=list(STUDIES), choices=STUDIES)
    parser.add_argument("--of", help="one set: measure it here, in this process, and write no pages")
    parser.add_argument("--anew", action="store_true", help="measure again what was measured")
    parser.add_argument("--jobs", type=int, default=2, help="studies at a time, each on one thread")
    parser.add_argument("--quick", action="store_true", help="a dozen tiny images, to see that everything runs")
    parser.add_argument("--no-pages", action="store_true", help="measure alone")
    parser.add_argument("--folder", type=Path, default=RESULTS / "experiment", help="of what was measured")
    parser.add_argument("--docs", type=Path, default=DOCS, help="where the pages go")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
