"""What ``config.json`` of a new run says: every parameter, what was found in the images, and where it was trained."""

from __future__ import annotations

import dataclasses
import platform
import secrets
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from mousaic.config import Config
from mousaic.device import choose_device
from mousaic.images.image_set import ImageSet
from mousaic.training.fit import backend_for
from mousaic.version import __version__


def run_record(config: Config, source: Path | None, images: ImageSet, originals: int) -> dict[str, Any]:
    """What ``config.json`` says beside its kind and schema; ``originals`` are those trained on.

    ``run`` is the run's mark, which no other has: its checkpoints carry it, and are no other's.
    """
    device = choose_device(config.training.device)
    packages = ("torch", "numpy", "pillow", "tifffile", "imagecodecs", "safetensors", "matplotlib")
    return {
        "run": secrets.token_hex(16),
        "config": dataclasses.asdict(config),
        "data": None if source is None else str(source.resolve()),
        "class_names": list(images.class_names),
        "shape": list(images.shape),
        "limits": None if images.limits is None else list(images.limits),
        "groups_from": images.groups_from,
        "ranges": images.ranges and [one.to_json() for one in images.ranges],
        "intake": images.intake.to_dict(),
        "command": sys.argv,
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "versions": {"mousaic": __version__, "python": platform.python_version()}
        | {package: version(package) for package in packages},
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": config.training.threads or torch.get_num_threads(),
        "device": str(device),
        "backend": backend_for(images, config, device, originals),
    }
