"""Soft round shapes on a grey canvas: signed distances for clean edges, surface normals for the light.

Arrays are float32; x runs right, y down, both in pixels; a grey level of 1 is full white.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Reals

FAR = 1e3


class Shape(NamedTuple):
    """A rounded solid seen from the side, within one window of the canvas; all arrays (height, width)."""

    rows: slice
    columns: slice
    distance: Reals
    """Pixels from the outline; negative inside."""
    normal_x: Reals
    normal_y: Reals
    """The surface's direction, from 0 where it faces the viewer to length 1 at the outline."""
    along: Reals
    """Pixels from the start of the shape's axis."""
    across: Reals
    """Pixels from the axis, positive to the right of its direction."""


class Light(NamedTuple):
    """One distant lamp and an even glow."""

    x: float
    y: float
    z: float
    level: float
    ambient: float


def smooth_curve(knots: Reals, count: int) -> Reals:
    """``count`` points on a smooth curve through the rows of ``knots`` (Catmull-Rom, ends doubled)."""
    padded = np.vstack([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    position = np.linspace(0, len(knots) - 1, count, dtype=np.float32)
    first = np.minimum(position.astype(int), len(knots) - 2)
    t = (position - first)[:, None]
    a, b, c, d = (padded[first + i] for i in range(4))
    curve: Reals = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return curve


def sweep(circles: Reals, canvas: Reals, margin: float = 6.0) -> Shape:
    """The solid that a ball leaves behind along ``circles``, rows of (x, y, radius).

    Every pair of neighbouring circles only visits the pixels near it, which is what keeps this fast.
    """
    reach = circles[:, 2:] + margin
    low = np.floor(circles[:, :2] - reach).astype(int)
    high = np.ceil(circles[:, :2] + reach).astype(int) + 1
    height, width = canvas.shape
    left, top = (int(v) for v in np.clip(low.min(0), 0, (width, height)))
    right, bottom = (int(v) for v in np.clip(high.max(0), (left, top), (width, height)))
    found = np.zeros((5, bottom - top, right - left), np.float32)
    found[0] = FAR
    start = 0.0
    for i in range(len(circles) - 1):
        (ax, ay, ra), (bx, by, rb) = (tuple(float(v) for v in circles[j]) for j in (i, i + 1))
        x0, y0 = np.clip(np.minimum(low[i], low[i + 1]), (left, top), (right, bottom)) - (left, top)
        x1, y1 = np.clip(np.maximum(high[i], high[i + 1]), (left, top), (right, bottom)) - (left, top)
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy) or 1e-6
        px = np.arange(x0 + left, x1 + left, dtype=np.float32)[None, :] - ax
        py = np.arange(y0 + top, y1 + top, dtype=np.float32)[:, None] - ay
        t = np.clip((px * dx + py * dy) / length**2, 0, 1)
        ox, oy = px - t * dx, py - t * dy
        radius = ra + t * (rb - ra)
        distance = np.hypot(ox, oy) - radius
        window = found[:, y0:y1, x0:x1]
        closer = distance < window[0]
        across = (oy * dx - ox * dy) / length
        for target, values in zip(
            window, (distance, ox / radius, oy / radius, start + t * length, across), strict=True
        ):
            np.copyto(target, values, where=closer)
        start += length
    return Shape(slice(top, bottom), slice(left, right), *found)


def ellipse(x: float, y: float, radius: float, ratio: float, angle: float, canvas: Reals) -> Shape:
    """An ellipsoid: ``radius`` along its axis, turned by ``angle`` degrees, and ``ratio`` times that across."""
    turn = math.radians(angle)
    c, s = math.cos(turn), math.sin(turn)
    reach = max(radius, radius * ratio) + 6
    height, width = canvas.shape
    rows = slice(max(0, int(y - reach)), min(height, int(y + reach) + 2))
    columns = slice(max(0, int(x - reach)), min(width, int(x + reach) + 2))
    px = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] - x
    py = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - y
    along, across = px * c + py * s, py * c - px * s
    u, v = along / radius, across / (radius * ratio)
    size = np.hypot(u, v)
    # Dividing by the slope turns "share of the radius" into pixels, close enough near the outline.
    slope = np.hypot(u / radius, v / (radius * ratio)) / np.maximum(size, 1e-3)
    return Shape(rows, columns, (size - 1) / np.maximum(slope, 1e-3), u * c - v * s, u * s + v * c, along, across)


def coverage(shape: Shape, softness: float = 1.0) -> Reals:
    """The share of each pixel inside the shape; ``softness`` is the width of the edge in pixels."""
    share: Reals = np.clip(0.5 - shape.distance / softness, 0, 1)
    return share


def lit(shape: Shape, light: Light, wrap: float = 0.35) -> Reals:
    """The light each pixel of a white surface returns; ``wrap`` lets it reach round the edge, as in fur and skin."""
    flat = shape.normal_x**2 + shape.normal_y**2
    depth = np.sqrt(np.clip(1 - flat, 0, 1))
    facing = shape.normal_x * light.x + shape.normal_y * light.y + depth * light.z
    lamp = np.clip((facing + wrap) / (1 + wrap), 0, 1)
    # Light from everywhere is weaker from below, where the ground is.
    glow = 0.8 - 0.2 * np.clip(shape.normal_y, -1, 1)
    shade: Reals = light.level * (light.ambient * glow + (1 - light.ambient) * lamp)
    return shade


def paint(canvas: Reals, shape: Shape, grey: Reals | float, alpha: Reals) -> None:
    """Lays ``grey`` over the canvas in the shape's window, ``alpha`` of it opaque."""
    below = canvas[shape.rows, shape.columns]
    below += alpha * (grey - below)


def shadow(canvas: Reals, x: float, y: float, wide: float, high: float, strength: float) -> None:
    """Darkens a soft oval with standard deviations ``wide`` and ``high``; ``strength`` 1 is black in its middle."""
    rows, columns = canvas.shape
    top, bottom = (int(np.clip(v, 0, rows)) for v in (y - 3.2 * high, y + 3.2 * high + 1))
    left, right = (int(np.clip(v, 0, columns)) for v in (x - 3.2 * wide, x + 3.2 * wide + 1))
    px = (np.arange(left, right, dtype=np.float32) - x) / wide
    py = (np.arange(top, bottom, dtype=np.float32) - y) / high
    # Less its value at the rim, so that nothing shows where the window ends.
    fall = np.maximum(np.exp(-0.5 * px**2) * np.exp(-0.5 * py**2)[:, None] - np.float32(0.006), 0)
    canvas[top:bottom, left:right] *= 1 - strength * fall
