"""What surrounds a synthetic mouse: lamp, wall, ground, contact shadows, the peg and the camera."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image
from scipy import ndimage

from mousaic.arrays import Grey, Reals
from mousaic.demo.planted_parts import SIZE, MouseParts
from mousaic.demo.shapes import Light, coverage, lit, paint, shadow, sweep
from mousaic.demo.skeleton import Peg, Skeleton


def lamp(parts: MouseParts) -> Light:
    """The light's direction as a unit vector (right, down, towards the viewer), its strength and its glow."""
    turn, height = math.radians(parts.light_direction), math.radians(parts.light_height)
    flat = math.cos(height)
    return Light(flat * math.sin(turn), -flat * math.cos(turn), math.sin(height), parts.light_level, parts.ambient)


def scene(parts: MouseParts, ground: float, rng: np.random.Generator) -> Reals:
    """The empty canvas: a wall that darkens away from the light melts into a ground with a drawn-out grain."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    aside = math.sin(math.radians(parts.light_direction))
    away = np.hypot(x - 0.5 - 0.45 * aside, 0.8 * (y - 0.3))
    wall = parts.wall_level * (1.3 - 1.9 * parts.gradient * away**1.3)
    wall += parts.texture * (0.012 * _cloud(rng, (7, 7)) + 0.004 * _cloud(rng, (60, 60)))
    nearness = np.clip((y - 0.67) / 0.33, 0, 1)
    floor = parts.ground_level * (0.9 + 0.2 * nearness) * (1.1 - 0.6 * parts.gradient * np.abs(x - 0.5 - 0.3 * aside))
    floor += parts.texture * (0.010 * _cloud(rng, (50, 10)) + 0.008 * _cloud(rng, (140, 24)))
    edge = np.clip((y * SIZE - ground + 62) / 44, 0, 1)
    edge = edge * edge * (3 - 2 * edge)
    canvas: Reals = np.maximum(parts.light_level * (wall + edge * (floor - wall)), 0.02).astype(np.float32)
    return canvas


def _cloud(rng: np.random.Generator, cells: tuple[int, int]) -> Reals:
    """Smooth random hills over the canvas, about ``cells`` down and across, with standard deviation 1."""
    down, across = cells
    heights = Image.fromarray(rng.standard_normal((down + 2, across + 2), dtype=np.float32))
    # One spare cell on every side keeps the edges as lively as the middle.
    inner = (1, 1, across + 1, down + 1)
    hills: Reals = np.asarray(heights.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=inner))
    hills = hills / hills.std()
    return hills


def contact_shadows(canvas: Reals, bones: Skeleton, light: Light) -> None:
    """Soft dark patches where mouse and ground meet: wide under the body, tight under each standing paw."""
    lean, scale = -22 * light.x, bones.scale
    middle = float(bones.body[8:34, 0].mean())
    shadow(canvas, middle + lean, bones.ground - 3, 118 * scale, 13, 0.62)
    for leg in bones.legs:
        standing = 1 / (1 + leg.lift / 8)
        shadow(canvas, float(leg.paw[:, 0].mean()) + lean * 0.15, leg.ground, 26 * scale, 5, 0.55 * standing)
    for x, y, radius in bones.tail[10::6].tolist():
        height = max(0.0, bones.ground - 2 - y)
        strength = 0.035 * radius * math.exp(-height / 26)
        shadow(canvas, x + lean * 0.2, bones.ground + 1, 16, 4 + 0.1 * height, strength)


def peg(canvas: Reals, obstacle: Peg, light: Light) -> None:
    """The obstacle: a round-topped peg with dark rings.

    Its light and dark average to about the grey behind it: the classes must not differ in plain brightness.
    """
    x, half = obstacle.x, obstacle.half_width
    shadow(canvas, x - 20 * light.x, obstacle.bottom, half * 1.5, 5, 0.6)
    axis = [(x, obstacle.top + half, half), (x, obstacle.bottom - 4, half)]
    shape = sweep(np.array(axis, np.float32), canvas)
    y = np.arange(shape.rows.start, shape.rows.stop, dtype=np.float32)[:, None]
    # Rings curve like the peg's round surface seen from a little above.
    height = (obstacle.bottom - y - 5 * (1 - np.clip(shape.normal_x, -1, 1) ** 2)) / (obstacle.bottom - obstacle.top)
    ring = np.clip(6 * np.cos(2 * np.pi * 2.5 * height), -0.5, 0.5) + 0.5
    foot = np.clip(obstacle.bottom - y + 5 * np.sqrt(np.clip(1 - shape.normal_x**2, 0, 1)) - 4, 0, 1)
    shade = lit(shape, light, wrap=0.05)
    gloss = np.exp(-((shape.normal_x - light.x * 0.6) ** 2) / 0.03) * 0.1
    paint(canvas, shape, shade * (0.12 + 0.66 * ring) + gloss * light.level, coverage(shape) * foot)


def camera(canvas: Reals, parts: MouseParts, rng: np.random.Generator) -> Grey:
    """What a camera makes of the canvas: a slightly soft lens, darker corners, shot and read noise, 8 bits."""
    soft: Reals = ndimage.gaussian_filter(canvas, 0.6)
    side = np.linspace(-1, 1, SIZE, dtype=np.float32) ** 2
    soft *= 1 - 0.09 * (side[:, None] + side)
    grain = rng.standard_normal(soft.shape, dtype=np.float32)
    # Shot noise grows with the square root of the light; the rest is there in the dark, too.
    soft += parts.noise * np.sqrt(0.25 + 1.5 * np.maximum(soft, 0)) * grain
    # A gentle shoulder instead of clipped highlights.
    soft = np.where(soft > 0.75, 0.75 + 0.25 * np.tanh((soft - 0.75) / 0.25), soft)
    levels: Grey = np.clip(soft * 255 + 0.5, 0, 255).astype(np.uint8)
    return levels
