"""The parts of one synthetic mouse image as numbers: what varies, how far, and what the class decides.

Lengths are pixels of the 600 x 600 picture, angles degrees, levels shares of full white.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from mousaic.errors import MousaicError

SIZE = 600
"""Side of every picture, in pixels."""

CLASSES = ("no_obstacle", "obstacle")
COUNTS = (19, 20)
"""Images in each class, like the experiment that started this project."""

PLANTED: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "obstacle": ((0.0, 0.0), (1.0, 1.0)),
    "tail_lift": ((-12.0, 10.0), (26.0, 48.0)),
}
"""The only numbers that depend on the class: their range in the first and in the second class."""

# Separate streams keep every shared number the same whichever class an image is drawn for.
SHARED_STREAM, PLANTED_STREAM, TEXTURE_STREAM = range(3)
# Keeps the demo's random numbers apart from those a training draws from the same seed. Of the first 6,000 whole
# numbers this one leaves the shared parts of seed 0, the usual set, most alike in its two small classes.
SALT = 2243


def part(low: float, high: float, help: str) -> Any:
    """A number drawn evenly between ``low`` and ``high`` in both classes alike."""
    return field(metadata={"low": low, "high": high, "help": help})


@dataclass(frozen=True)
class MouseParts:
    """Every number that a picture is drawn from, apart from its texture and noise."""

    obstacle: float = field(metadata={"help": "1 if the peg stands in front of the mouse, else 0"})
    tail_lift: float = field(metadata={"help": "how steeply the tail rises behind the mouse, degrees"})

    shift_x: float = part(-14, 14, "mouse to the right of its usual place, pixels")
    shift_y: float = part(-9, 9, "mouse and ground below their usual place, pixels")
    scale: float = part(0.89, 0.99, "size of the mouse")
    body_length: float = part(0.93, 1.07, "length from haunch to neck, 1 is usual")
    body_arch: float = part(-8, 16, "height the back is arched by at size 1, pixels")
    body_pitch: float = part(-3.5, 3.5, "turn of the whole body, nose up, degrees")
    head_angle: float = part(-9, 13, "turn of the head, nose up, degrees")
    fur_level: float = part(0.62, 0.76, "how much light the fur returns")
    fur_contrast: float = part(0.07, 0.12, "strength of the fur's strands")
    ear_angle: float = part(-18, 14, "turn of both ears, forwards, degrees")
    ear_size: float = part(0.92, 1.1, "size of both ears, 1 is usual")
    tail_length: float = part(176, 204, "length of the tail at size 1, pixels")
    tail_curl: float = part(-32, 32, "turn of the tail from root to tip, degrees")
    gait_phase: float = part(0, 1, "moment of the trot, share of one step cycle")
    stride: float = part(10, 26, "largest distance of a paw from its resting place at size 1, pixels")
    paw_lift: float = part(8, 24, "largest height of a swinging paw at size 1, pixels")
    whisker_spread: float = part(0.8, 1.25, "angle between whiskers, 1 is usual")
    obstacle_x: float = part(532, 566, "where the peg stands (or would stand): its middle, pixels")
    obstacle_height: float = part(66, 84, "height of the peg, pixels")
    light_direction: float = part(-55, 55, "where the light comes from, degrees right of above")
    light_height: float = part(30, 55, "how far the light stands towards the viewer, degrees")
    light_level: float = part(0.95, 1.3, "strength of the light, 1 is usual")
    ambient: float = part(0.3, 0.42, "share of the light that comes from everywhere")
    wall_level: float = part(0.15, 0.27, "grey level of the wall")
    ground_level: float = part(0.3, 0.42, "grey level of the ground")
    gradient: float = part(0.25, 0.6, "fall of the wall's brightness away from the light")
    texture: float = part(0.5, 1.3, "strength of the background's texture, 1 is usual")
    noise: float = part(0.008, 0.018, "standard deviation of the camera's noise at mid grey")


def stream(seed: int, index: int, purpose: int) -> np.random.Generator:
    """The random numbers of one image for one purpose; no other image shares them."""
    return np.random.default_rng([SALT, seed, index, purpose])


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """Even between the ends; four decimals, so that the written truth is exactly what was drawn."""
    return round(float(rng.uniform(low, high)), 4)


def draw_parts(seed: int, index: int, label: int) -> MouseParts:
    """The parts of image ``index`` (from 0) as a member of class ``label`` (0 or 1)."""
    if seed < 0:
        raise MousaicError(f"The seed {seed} is negative: give 0 or a positive whole number.")
    rng = stream(seed, index, SHARED_STREAM)
    shared = {
        f.name: _between(rng, f.metadata["low"], f.metadata["high"])
        for f in fields(MouseParts)
        if f.name not in PLANTED
    }
    rng = stream(seed, index, PLANTED_STREAM)
    planted = {name: _between(rng, *ranges[label]) for name, ranges in PLANTED.items()}
    return MouseParts(**planted, **shared)
