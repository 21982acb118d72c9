"""The tools of the engraver: a plate, lines of all thicknesses, and what stands in more than one picture."""

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Path = Sequence[Point]
Tone = Callable[[float, float], float]

WIDTH, HEIGHT, SCALE = 1800, 1200, 2
INK, PAPER, RED = "#14171b", "#f3f1ea", "#98182e"
MIST, STONE, SLATE, STEEL, NIGHT = "#dcddd8", "#b9bbb6", "#7f8f98", "#4b6170", "#26343e"
SAND, OCHRE, EARTH, SAGE, MOSS = "#e2d9c3", "#bfa56c", "#6e5a43", "#a9b3a0", "#5c6b57"


class Plate:
    """A picture under the burin; all measures are those of the finished picture."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def fill(self, path: Path, colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in path], fill=colour)

    def stroke(self, path: Path, colour: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in path]
        self.pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def disc(self, x: float, y: float, *rings: tuple[float, str]) -> None:
        for radius, colour in rings:
            self.pen.ellipse([v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)], fill=colour)

    def hatch(
        self, path: Path, ink: str, tone: Tone | float, pitch: float = 13, angle: float = 0, on: str = ""
    ) -> None:
        """Lines inside a path, as thick at each point as its tone (0 is bare, 1 is solid), on a colour if named."""
        if on:
            self.fill(path, on)
        left, top = (max(0, math.floor(min(p[axis] for p in path))) for axis in (0, 1))
        right, bottom = (min(most, math.ceil(max(p[axis] for p in path))) for axis, most in ((0, WIDTH), (1, HEIGHT)))
        size = ((right - left) * SCALE, (bottom - top) * SCALE)
        shape, lines = Image.new("L", size), Image.new("L", size)
        ImageDraw.Draw(shape).polygon([((x - left) * SCALE, (y - top) * SCALE) for x, y in path], fill=255)
        pen = ImageDraw.Draw(lines)
        shade = tone if callable(tone) else lambda _x, _y: tone
        for quad in self._cuts((left, top, right, bottom), shade, pitch, math.radians(angle)):
            pen.polygon([((x - left) * SCALE, (y - top) * SCALE) for x, y in quad], fill=255)
        self.image.paste(ink, (left * SCALE, top * SCALE), ImageChops.darker(shape, lines))

    def _cuts(self, area: tuple[int, int, int, int], shade: Tone, pitch: float, angle: float) -> Iterator[list[Point]]:
        """The short quadrangles of which the lines are made, a little unsteady as by hand."""
        left, top, right, bottom = area
        dx, dy = math.cos(angle), math.sin(angle)
        across = abs(dx) * (bottom - top) + abs(dy) * (right - left)
        along = abs(dx) * (right - left) + abs(dy) * (bottom - top)
        step = min(14.0, max(4.0, along / 12))
        for row in range(int(across / pitch) + 2):
            offset, phase, last = row * pitch - across / 2, self.random.uniform(0, 6.3), None
            for column in range(int(along / step) + 2):
                run = column * step - along / 2
                x, y = (left + right) / 2 + run * dx - offset * dy, (top + bottom) / 2 + run * dy + offset * dx
                hand = 1 + 0.09 * math.sin(run / 37 + phase) + 0.06 * math.sin(run / 11 + 2 * phase)
                half = pitch / 2 * min(1.0, max(0.0, shade(x, y))) * hand
                edge = ((x + half * dy, y - half * dx), (x - half * dy, y + half * dx))
                if last and half > 0.3:
                    yield [last[0], edge[0], edge[1], last[1]]
                last = edge

    def jagged(self, path: Path, rough: float = 0.12, rounds: int = 5) -> list[Point]:
        """The path broken finer and finer; its own points stay, each 2 ** rounds apart."""
        points = list(path)
        for _ in range(rounds):
            finer = points[:1]
            for (ax, ay), (bx, by) in pairwise(points):
                push = self.random.gauss(0, rough)
                finer += [((ax + bx) / 2 - push * (by - ay), (ay + by) / 2 + push * (bx - ax)), (bx, by)]
            points = finer
        return points

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(out, "JPEG", quality=85, optimize=True, progressive=True)
        return out.getvalue()


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def place(shape: Path, x: float, foot: float, size: float) -> list[Point]:
    """A shape of unit height, its y upwards, set on the ground."""
    return [(x + px * size, foot - py * size) for px, py in shape]


def ramp(start: float, end: float, dark: float, light: float, axis: int = 1) -> Tone:
    """From one tone to another along x (axis 0) or y (axis 1)."""
    return lambda *at: dark + (light - dark) * min(1.0, max(0.0, (at[axis] - start) / (end - start)))


def sky(plate: Plate, horizon: float, colour: str, *clouds: tuple[float, float, float]) -> None:
    """Scan lines thinning to the horizon, with clouds (x, foot, half their width) left bare."""
    heaps = ((-0.72, 0.2), (-0.36, 0.34), (0.06, 0.43), (0.42, 0.28), (0.76, 0.17))
    puffs = [(x + r * at, y, r * size * plate.random.uniform(0.85, 1.2)) for x, y, r in clouds for at, size in heaps]

    def tone(x: float, y: float) -> float:
        bare = max(1.2 - math.hypot((x - px) / r, (y - foot) / (r if y < foot else r * 0.3)) for px, foot, r in puffs)
        return (0.62 - 0.52 * y / horizon) * (1 - min(1.0, max(0.0, 6 * bare)))

    plate.hatch(box(0, 0, WIDTH, horizon), colour, tone)


def sun(plate: Plate, horizon: float, x: float, y: float, radius: float) -> None:
    def tone(px: float, py: float) -> float:
        return min(0.64, 0.08 + max(0.0, math.hypot(px - x, py - y) - radius) / 1400)

    plate.hatch(box(0, 0, WIDTH, horizon), SLATE, tone)
    plate.disc(x, y, (radius, PAPER))


def water(plate: Plate, top: float, bottom: float, colour: str, dark: float, glint: float = -999) -> None:
    """Broken lines whose swell grows towards the viewer, bare below a light."""

    def tone(x: float, y: float) -> float:
        depth, row = (y - top) / (bottom - top), int(y / 12) ** 2 * 1.7
        swell = math.sin(x / (45 + 110 * depth) + row) + 0.7 * math.sin(x / (23 + 60 * depth) + 2.3 * row)
        return dark * (0.66 + 0.36 * swell) - max(0.0, 0.5 - abs(x - glint) / (240 + 320 * depth))

    plate.hatch(box(0, top, WIDTH, bottom), colour, tone, 12)


def massif(plate: Plate, path: Path, base: float, light: str, dark: str, tone: float = 0.5, pitch: float = 12) -> None:
    """Mountains lit from the left; the path goes from valley to peak to valley."""
    sides = [plate.jagged(side, 0.06) for side in pairwise(path)]
    plate.fill([*(p for side in sides for p in side), (path[-1][0], base), (path[0][0], base)], light)
    for (x, y), rise, fall in zip(path[1::2], sides[::2], sides[1::2], strict=True):
        spine = plate.jagged([(x, y), (x + (base - y) * 0.16, base)], 0.12)
        shadow = [*fall, (fall[-1][0], base), *reversed(spine)]
        plate.hatch(shadow, dark, ramp(y, base, tone * 1.25, tone * 0.35), pitch, 62)
        lit = [*rise, (x + (base - y) * 0.1, base), (rise[0][0], base)]
        plate.hatch(lit, dark, ramp(y, base, 0.03, tone * 0.42), pitch * 1.3, -58)


def figure(plate: Plate, x: float, foot: float, height: float, colour: str = INK) -> None:
    half = [(0.03, 0.84), (0.1, 0.82), (0.135, 0.77), (0.15, 0.44), (0.1, 0.42), (0.08, 0), (0.015, 0), (0, 0.38)]
    plate.fill(place([*half, *((-px, py) for px, py in reversed(half))], x, foot, height), colour)
    plate.disc(x, foot - 0.915 * height, (0.075 * height, colour))


def tree(plate: Plate, x: float, foot: float, height: float, width: float) -> None:
    ring = [math.radians(turn) for turn in range(-90, 271, 12)]
    crown = [(width / height / 2 * math.cos(a) * (1 + 0.22 * math.sin(a)), 0.56 - 0.46 * math.sin(a)) for a in ring]
    plate.fill(box(x - height * 0.018, foot - height * 0.3, x + height * 0.018, foot), INK)
    shade = ramp(x - width / 2, x + width * 0.3, 0.62, 0, 0)
    plate.hatch(plate.jagged(place(crown, x, foot, height), 0.3, 2), MOSS, shade, 9, 68, INK)


def spruce(plate: Plate, x: float, foot: float, height: float, colour: str = INK) -> None:
    plate.fill(box(x - height * 0.02, foot - height * 0.2, x + height * 0.02, foot), colour)
    for tier in range(6):
        top, half = 1 - 0.145 * tier, 0.06 + 0.035 * tier
        plate.fill(place([(0, top), (half, top - 0.24), (0, top - 0.2), (-half, top - 0.24)], x, foot, height), colour)
