"""The map and the charts of the demo, drawn with the tools of the engraver."""

import math
from itertools import pairwise

from newsroom.demo.engraving import (
    EARTH,
    HEIGHT,
    INK,
    MIST,
    PAPER,
    RED,
    SLATE,
    STEEL,
    STONE,
    WIDTH,
    Plate,
    box,
    ramp,
)


def country(plate: Plate) -> None:
    plate.fill(box(0, 0, WIDTH, HEIGHT), MIST)
    shore = [(520, -60), (470, 180), (640, 330), (560, 520), (760, 640), (700, 830), (930, 930), (1010, 1260)]
    coast = plate.jagged(shore, 0.2, 6)
    for reach in (150, 116, 86, 60, 38, 20):
        for width, colour in ((reach + 2, SLATE), (reach - 1.5, MIST)):
            plate.stroke(coast, colour, width * 2)
            for x, y in coast[::2]:
                plate.disc(x, y, (width, colour))
    plate.fill([*coast, (1860, 1260), (1860, -60)], PAPER)
    frontier = [(900, -40), (1010, 160), (1240, 240), (1330, 470), (1560, 560), (1500, 800), (1640, 960), (1600, 1240)]
    border = plate.jagged(frontier, 0.16)
    plate.hatch([*border, (1860, 1240), (1860, -40)], STONE, 0.22, 16, 45)
    mouth = min(coast, key=lambda point: math.dist(point, (840, 800)))
    river = plate.jagged([(1290, 450), (1210, 560), (1090, 650), (905, 745), mouth], 0.14)
    brook = plate.jagged([(1380, 900), (1210, 800), (1090, 650)], 0.14)
    for stream, swell in ((river, 0.05), (brook, 0.06)):
        for index, part in enumerate(pairwise(stream)):
            plate.stroke(part, STEEL, 3 + index * swell)
    plate.stroke(coast, INK, 6)
    for start in range(0, len(border) - 4, 6):
        plate.stroke(border[start : start + 4], INK, 5)
    for peak, foot in plate.jagged([(760, 150), (880, 300), (1050, 360), (1190, 470)], 0.2, 3):
        for fan in range(-3, 4):
            fall = plate.random.uniform(24, 46)
            plate.stroke([(peak + fan * 4, foot), (peak + fan * 11, foot + fall)], EARTH, 2.5 + (fan > 0) * 2)
    for x, y in ((700, 430), (840, 560), (1090, 960), (1380, 700), (1290, 1100), (600, 130)):
        plate.disc(x, y, (17, PAPER), (11, INK))
    plate.disc(905, 745, (34, PAPER), (28, RED), (20, PAPER), (14, RED))


def grid(plate: Plate) -> None:
    plate.fill(box(130, 110, 1670, 120), INK)
    for y in range(230, 1060, 138):
        plate.fill(box(130, y, 1670, y + 2), STONE)
    plate.fill(box(130, 1058, 1670, 1064), INK)


def bars(plate: Plate) -> None:
    grid(plate)
    for index, value in enumerate((310, 352, 338, 405, 442, 430, 498, 471, 560, 612, 588, 705)):
        x, top = 160 + index * 126, 1058 - value
        plate.hatch(box(x, top, x + 88, 1058), STEEL, ramp(x, x + 88, 0.35, 0.75, 0), 11, 90, MIST)
        plate.fill(box(x, top, x + 88, top + 8), INK)
    plate.fill(box(1546, 353, 1634, 1058), RED)


def line(plate: Plate) -> None:
    grid(plate)
    drift, high, low = 0.0, [], []
    for step in range(49):
        drift, x = 0.8 * drift + plate.random.gauss(0, 15), 150 + step * 31
        high.append((x, 800 - 8 * step - 110 * math.sin(step / 9) + drift))
        low.append((x, 860 - 2.4 * step + 60 * math.sin(step / 7) - drift / 2))
    plate.hatch([*high, *reversed(low)], SLATE, ramp(150, 1640, 0.12, 0.5, 0), 14, 90)
    for path, colour, width in ((low, PAPER, 16), (low, SLATE, 8), (high, PAPER, 19), (high, INK, 11)):
        plate.stroke(path, colour, width)
    plate.disc(*high[-1], (27, PAPER), (19, RED))
    for x in range(150, 1639, 372):
        plate.fill(box(x - 2, 1064, x + 3, 1086), INK)
