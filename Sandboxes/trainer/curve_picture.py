"""Draws the main curve of a run as a PNG file: fitness over training, with bands over seeds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

_WIDTH, _HEIGHT, _SCALE = 960, 540, 2
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 150, 56, 60
_INK, _QUIET, _GRID = (30, 34, 40), (110, 116, 125), (226, 229, 233)
_COLOURS = {"winner": (0, 95, 184), "human": (196, 98, 16), "other": (170, 176, 185)}


@dataclass(frozen=True)
class Curve:
    """One line: ``steps`` and ``mean`` of equal length; ``low`` and ``high`` bound its band, or are empty."""

    label: str
    role: str
    steps: list[float]
    mean: list[float]
    low: list[float]
    high: list[float]


def draw(curves: list[Curve], title: str, axis: str, path: str) -> None:
    """Writes the picture; lines of the same role share a colour, winner and human are labelled."""
    width, height = _WIDTH * _SCALE, _HEIGHT * _SCALE
    image = Image.new("RGB", (width, height), "white")
    canvas = ImageDraw.Draw(image, "RGBA")
    shown = [curve for curve in curves if curve.mean]
    values = [value for curve in shown for value in (*curve.mean, *curve.low, *curve.high)] or [0.0, 1.0]
    ticks = nice_ticks(min(*values, 0.0), max(values), 6)
    last = max((curve.steps[-1] for curve in shown), default=1.0)

    def place(step: float, value: float) -> tuple[float, float]:
        x = _LEFT + step / last * (_WIDTH - _LEFT - _RIGHT)
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return x * _SCALE, (_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)) * _SCALE

    _frame(canvas, ticks, last, place, title, axis)
    for role in ("other", "human", "winner"):
        for curve in shown:
            if curve.role == role:
                _line(canvas, curve, place)
    image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS).save(path)


def _frame(
    canvas: ImageDraw.ImageDraw, ticks: list[float], last: float, place, title: str, axis: str
) -> None:
    for tick in ticks:
        start, end = place(0.0, tick), place(last, tick)
        canvas.line((*start, *end), fill=_QUIET if tick == 0 else _GRID, width=_SCALE)
        label = f"{tick:g}"
        canvas.text((start[0] - 8 * _SCALE, start[1]), label, fill=_QUIET, font_size=13 * _SCALE, anchor="rm")
    for tick in nice_ticks(0.0, last, 5):
        if tick <= last:
            x, y = place(tick, ticks[0])
            text = f"{tick / 1e6:g}M" if tick >= 1e6 else f"{tick / 1e3:g}k" if tick else "0"
            canvas.text((x, y + 8 * _SCALE), text, fill=_QUIET, font_size=13 * _SCALE, anchor="mt")
    middle = place(last / 2, ticks[0])
    canvas.text(
        (middle[0], middle[1] + 30 * _SCALE),
        "environment steps",
        fill=_QUIET,
        font_size=13 * _SCALE,
        anchor="mt",
    )
    canvas.text((16 * _SCALE, 12 * _SCALE), title, fill=_INK, font_size=16 * _SCALE)
    canvas.text((16 * _SCALE, 36 * _SCALE), axis, fill=_QUIET, font_size=13 * _SCALE)


def _line(canvas: ImageDraw.ImageDraw, curve: Curve, place) -> None:
    colour = _COLOURS[curve.role]
    if curve.low and curve.role != "other":
        top = [place(*point) for point in zip(curve.steps, curve.high, strict=True)]
        bottom = [place(*point) for point in zip(curve.steps, curve.low, strict=True)]
        canvas.polygon([*top, *reversed(bottom)], fill=(*colour, 45))
    points = [place(*point) for point in zip(curve.steps, curve.mean, strict=True)]
    width = (1 if curve.role == "other" else 3) * _SCALE
    if len(points) > 1:
        canvas.line(points, fill=colour, width=width, joint="curve")
    if curve.role != "other":
        x, y = points[-1]
        canvas.ellipse((x - 4 * _SCALE, y - 4 * _SCALE, x + 4 * _SCALE, y + 4 * _SCALE), fill=colour)
        canvas.text((x + 10 * _SCALE, y), curve.label, fill=colour, font_size=14 * _SCALE, anchor="lm")


def nice_ticks(low: float, high: float, wanted: int) -> list[float]:
    """Gives round numbers from at most ``low`` to at least ``high``, about ``wanted`` of them."""
    if high <= low:
        high = low + 1.0
    rough = (high - low) / wanted
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(index * step, 10) for index in range(first, last + 1)]
