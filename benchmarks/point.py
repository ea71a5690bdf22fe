"""One point of the section ``growth``, in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from pathlib import Path

import torch

from benchmarks.measure import finish
from benchmarks.ours import Shape, chosen_backend, make_step, random_weight

EPOCHS = 20


def main(arguments: str) -> None:
    """Train a few steps on random images and print milliseconds a step and the peak memory in MiB."""
    given = json.loads(arguments)
    torch.set_num_threads(given["threads"])
    device, shape, count = torch.device(given["device"]), Shape(**given["shape"]), given["images"]
    before = _peak()
    steps = math.ceil(count / shape.batch)
    train = make_step(shape, random_weight(shape), None, device, chosen_backend(shape, device, steps * EPOCHS))
    source = torch.Generator().manual_seed(0)
    images = torch.rand(count, shape.pixels, generator=source).to(device)
    batches = images[torch.randperm(count, generator=source).to(device)].split(shape.batch)
    seconds = []
    for number in range(given["steps"] + 2):
        x = batches[number % len(batches)]
        following = batches[(number + 1) % len(batches)]
        began = time.perf_counter()
        train(x, following if len(batches) > 1 else None)
        finish(device)
        seconds.append(time.perf_counter() - began)
    timed = seconds[2:]
    found = {"seconds": timed, "median": statistics.median(timed), "steps_per_epoch": steps, "backend": train.backend}
    print(json.dumps(found | {"peak_mib": _peak(), "start_mib": before, "gpu_mib": _gpu(device)}))


def _peak() -> float:
    """Peak memory of this process, MiB.

    Linux's ru_maxrss will not do: a child begins with its parent's peak. VmHWM begins anew with the program.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 2**10
    except (OSError, StopIteration):
        import resource  # not on Windows

        unit = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _gpu(device: torch.device) -> float:
    return torch.cuda.max_memory_allocated(device) / 2**20 if device.type == "cuda" else 0.0


if __name__ == "__main__":
    main(sys.argv[1])
