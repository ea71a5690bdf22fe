"""How a point of the mouse at rest comes to its place, and the limbs that hang there: legs, tail and ears."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Reals
from mousaic.demo.planted_parts import MouseParts
from mousaic.demo.shapes import smooth_curve

GROUND = 448.0
"""Height of the ground's line under the near paws, pixels from the top."""
HAUNCH_X, NECK, PITCH_CENTRE = 258.0, (424.0, 330.0), (300.0, 400.0)


class Leg(NamedTuple):
    """One leg: rows of (x, y, radius) from hip to paw, and how high the paw is off its ground."""

    limb: Reals
    paw: Reals
    ground: float
    lift: float
    near: bool


class Ear(NamedTuple):
    """One ear: its middle, half its length, its width as a share of its length, its direction in degrees."""

    x: float
    y: float
    radius: float
    ratio: float
    angle: float
    near: bool


class Placement:
    """Carries a point of the mouse at rest to the canvas: stretch, arch, head turn, pitch, size, shift."""

    def __init__(self, parts: MouseParts) -> None:
        self.parts = parts

    def stretched(self, x: float, y: float) -> tuple[float, float]:
        """The arch and the length of the body: what lies ahead of the haunch moves on, what lies above it rises."""
        p = self.parts
        ahead = max(0.0, min(x, NECK[0]) - HAUNCH_X)
        rise = p.body_arch * math.exp(-(((x - 300) / 75) ** 2))
        return x + ahead * (p.body_length - 1), y - rise

    def __call__(self, x: float, y: float, head: bool = False) -> tuple[float, float]:
        p = self.parts
        if head:
            x, y = _turned(x, y, NECK, -p.head_angle)
        x, y = self.stretched(x, y)
        x, y = _turned(x, y, PITCH_CENTRE, -p.body_pitch)
        return self.standing(x, y)

    def standing(self, x: float, y: float) -> tuple[float, float]:
        """Size about the ground under the mouse, then shift: a point on the ground stays on it."""
        p = self.parts
        return 328 + p.scale * (x - 328) + p.shift_x, GROUND + p.scale * (y - GROUND) + p.shift_y


def _turned(x: float, y: float, centre: tuple[float, float], degrees: float) -> tuple[float, float]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    dx, dy = x - centre[0], y - centre[1]
    return centre[0] + c * dx - s * dy, centre[1] + s * dx + c * dy


def place_ear(parts: MouseParts, root: tuple[float, float], turn: float, near: bool) -> Ear:
    """The ear on its root, which lies a little above the ear's lower end."""
    angle = turn + parts.ear_angle + (-116 if near else -82)
    radius = (39 if near else 33) * parts.ear_size * parts.scale
    x = root[0] + 0.55 * radius * math.cos(math.radians(angle))
    y = root[1] + 0.55 * radius * math.sin(math.radians(angle))
    return Ear(x, y, radius, 0.86 if near else 0.7, angle, near)


def place_tail(parts: MouseParts, root: tuple[float, float], ground: float, count: int = 64) -> Reals:
    """A taper that leaves the rump at ``tail_lift`` and turns by ``tail_curl``; a low tail rests on the ground."""
    step = parts.tail_length * parts.scale / (count - 1)
    share = np.linspace(0, 1, count)
    # The root leaves the rump backwards and down; the lift takes hold over the first third.
    lift = parts.tail_lift * np.clip(share / 0.3, 0, 1) - 14 * np.clip(1 - share / 0.3, 0, 1)
    heading = np.radians(lift + parts.tail_curl * (share - 0.35) + 10 * np.sin(2 * np.pi * share))
    radius = parts.scale * (9.5 * (1 - share) ** 0.9 + 1.6)
    x, y = root
    rows = []
    for angle, r in zip(heading, radius, strict=True):
        rows.append((x, y, r))
        x -= step * math.cos(angle)
        y = min(y - step * math.sin(angle), ground - 2 - float(r))
    return np.array(rows, np.float32)


def place_legs(parts: MouseParts, place: Placement) -> tuple[Leg, ...]:
    """Four legs in a trot: diagonal pairs move together. Far legs come first, as they are drawn first."""
    return tuple(_leg(parts, place, fore, near) for near in (False, True) for fore in (False, True))


def _leg(parts: MouseParts, place: Placement, fore: bool, near: bool) -> Leg:
    cycle = 2 * math.pi * (parts.gait_phase + (0.5 if fore == near else 0.0))
    swing = parts.stride * math.cos(cycle)
    lift = parts.paw_lift * max(0.0, math.sin(cycle))
    ground = GROUND if near else GROUND - 11
    far = 0.0 if near else 16.0
    tilt = lift / 40
    if fore:
        hip = place(408 + far, 372)
        elbow = place(400 + far + swing * 0.35, 405 - lift * 0.4)
        wrist = place.standing(413 + far + swing, ground - 17 - lift)
        toes = place.standing(423 + far + swing, ground - 7 - lift * 0.9)
        paw = [(*wrist, 8.0), (*toes, 6.5)]
        limb = ((*hip, 27.0), (*elbow, 18.0), (*wrist, 9.0))
    else:
        hip = place(252 + far, 380)
        knee = place(272 + far + swing * 0.5, 412 - lift * 0.3)
        heel = place.standing(238 + far + swing, ground - 11 - lift * (1 + 0.4 * tilt))
        sole = place.standing(258 + far + swing, ground - 9 - lift * 0.95)
        toes = place.standing(278 + far + swing, ground - 7 - lift * 0.8)
        paw = [(*heel, 6.5), (*sole, 7.5), (*toes, 6.5)]
        limb = ((*hip, 34.0), (*knee, 24.0), (*heel, 9.5))
    return Leg(
        _scaled(smooth_curve(np.array(limb, np.float32), 20), parts.scale),
        _scaled(np.array(paw, np.float32), parts.scale),
        place.standing(0, ground)[1],
        lift * parts.scale,
        near,
    )


def _scaled(circles: Reals, scale: float) -> Reals:
    return circles * np.array([1, 1, scale], np.float32)
