"""Other libraries' training step beside Mousaic's: ``python -m benchmarks.peers``.

They are installed into a virtual environment of their own, without torchvision: it is a second large binary to keep
in step with torch, and no training step uses it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, NamedTuple

import torch

from benchmarks.bench import RESULTS, said, write
from benchmarks.company import Company
from benchmarks.measure import Row, Settings, cores, machine, table

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".peers-venv"
PYTHON = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"


class Peer(NamedTuple):
    """A library, and what its training step imports."""

    version: str
    needs: str


OURS = "numpy safetensors numba"
PEERS = {
    "overcomplete": Peer("0.3.0", "einops tqdm scipy scikit-learn scikit-image matplotlib opencv-python-headless"),
    "eai-sparsify": Peer(
        "1.3.3",
        "einops natsort safetensors schedulefree simple-parsing transformers accelerate datasets huggingface-hub",
    ),
    "sae-lens": Peer(
        "6.54.12",
        "transformer-lens<4 transformers datasets plotly plotly-express nltk safetensors python-dotenv pyyaml "
        "simple-parsing tenacity",
    ),
    "dictionary-learning": Peer("0.1.0", "einops tqdm datasets"),
}


def main() -> None:
    """Install what can be, time all in turns in one process, print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (0: all)")
    parser.add_argument("--out", type=Path, default=RESULTS / "peers.json")
    arguments = parser.parse_args()
    settings = Settings(arguments.threads or cores(), torch.device("cpu"), arguments.quick)
    failed = install()
    company = Company()
    found = measure([name for name in PEERS if name not in failed], settings)
    rows = [Row(**r) for r in found["rows"]]
    rows += [Row("peers", name, "ms", note=why) for name, why in (failed | found["failed"]).items()]
    facts = machine(settings) | {"versions": {name: peer.version for name, peer in PEERS.items()}}
    facts["cores_others_used"] = company.cores()
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    print(said(company.cores()))
    print(table(rows))
    write(arguments.out, facts, settings, rows)


def install() -> dict[str, str]:
    """Make the environment if it is not there as wanted; peers that could not be installed, and why."""
    done = ENVIRONMENT / "installed.json"
    wanted = json.loads(json.dumps([OURS, PEERS]))
    if done.is_file() and (state := json.loads(done.read_text(encoding="utf-8")))["wanted"] == wanted:
        return dict(state["failed"])
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    (ENVIRONMENT / ".gitignore").write_text("*\n", encoding="utf-8")  # newer Pythons write it themselves
    if error := _pip("torch") or _pip(*OURS.split()):
        raise SystemExit(f"The environment for the peers cannot be made: {error}")
    failed = {}
    for name, peer in PEERS.items():
        print(f"installing {name} {peer.version}", flush=True)
        if error := _pip("--no-deps", f"{name}=={peer.version}") or _pip(*peer.needs.split()):
            failed[name] = f"cannot be installed: {error}"
    done.write_text(json.dumps({"wanted": wanted, "failed": failed}), encoding="utf-8")
    return failed


def measure(peers: list[str], settings: Settings) -> dict[str, Any]:
    """Rows, and peers that failed, from one process in the environment; it is told to stay off the network."""
    given = {
        "peers": peers,
        "threads": settings.threads,
        "rounds": settings.rounds(9),
        "calls": 5 if settings.quick else 15,
    }
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parent / "src")])
    quiet = {"PYTHONPATH": paths, "HF_HUB_OFFLINE": "1", "WANDB_MODE": "disabled", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [str(PYTHON), "-m", "benchmarks.peers_steps", json.dumps(given)],
        env=os.environ | quiet,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"The process with the peers ended with {done.returncode}.")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _pip(*what: str) -> str:
    """Install; the last line of the error, or nothing."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "-c", str(HERE.parent / "constraints.txt"), *what], capture_output=True, text=True)
    lines = done.stderr.strip().splitlines()
    return "" if not done.returncode else (lines[-1] if lines else "pip failed")


if __name__ == "__main__":
    sys.exit(main())
