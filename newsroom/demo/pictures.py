"""The pictures of the demo: engravings drawn by arithmetic, the same on every run."""

import math
from collections.abc import Callable

from newsroom.demo import charts
from newsroom.demo.engraving import (
    EARTH,
    HEIGHT,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    RED,
    SAGE,
    SAND,
    SLATE,
    STEEL,
    STONE,
    WIDTH,
    Plate,
    Point,
    box,
    figure,
    massif,
    place,
    ramp,
    sky,
    spruce,
    sun,
    tree,
    water,
)


def dam(plate: Plate) -> None:
    sky(plate, 520, SLATE, (400, 190, 300), (1480, 130, 230))
    peaks = [(-80, 420), (210, 240), (480, 400), (740, 215), (1020, 410), (1330, 190), (1880, 430)]
    massif(plate, peaks, 600, MIST, STEEL, 0.6, 16)

    def bow(y: float, inset: float) -> list[Point]:
        left, right = 370 + inset, 1435 - inset
        return [(left + k * (right - left) / 60, y + 40 * math.sin(math.pi * k / 60)) for k in range(61)]

    shade = ramp(420, 1400, 0.08, 0.72, 0)
    plate.hatch([*bow(440, 0), (1270, 1030), (540, 1030)], STEEL, shade, 14, 90, PAPER)
    for y, inset in ((600, 35), (740, 68), (880, 100)):
        plate.stroke(bow(y, inset), STEEL, 4)
    for x in (760, 860, 960):
        fall = [(x, 480), (x + 72, 480), (x + 84, 1040), (x - 12, 1040)]
        plate.hatch(fall, SLATE, ramp(480, 960, 0.6, 0.05), 12, 90, PAPER)
    plate.stroke(bow(440, 0), INK, 16)
    for x in (744, 844, 944, 1044):
        plate.fill(box(x - 8, 430, x + 8, 570), INK)
    plate.fill(box(730, 418, 1058, 440), INK)
    plate.disc(1044, 404, (10, RED))
    water(plate, 1026, HEIGHT, STEEL, 0.6)
    for side, flip, edge in ((0, 1, (290, 370, 428, 760, 1040)), (WIDTH, -1, (260, 340, 420, 730, 1040))):
        cliff = [(side + flip * x, y) for x, y in zip((-40, 250, 420, 550, 690), edge, strict=True)]
        bank = [*plate.jagged([*cliff, (side + flip * 600, 1230)], 0.1), (side - flip * 40, 1230)]
        plate.hatch(bank, SAGE, ramp(300, 1000, 0.5, 0.06), 20, 56 * flip, NIGHT)
        for x, height in ((70, 380), (190, 300), (300, 230), (395, 160)):
            tree(plate, side + flip * x, 1215, height, height * 0.34)


def skyline(plate: Plate) -> None:
    sun(plate, 870, 1210, 430, 170)
    street(plate, 420, 640, 110, STONE, SLATE)
    street(plate, 480, 720, 130, STEEL, NIGHT)
    plate.fill([(548, 870), (566, 260), (572, 90), (578, 260), (596, 870)], INK)
    plate.fill([(530, 330), (614, 330), (598, 372), (546, 372)], INK)
    plate.disc(572, 90, (9, RED))
    for left, top, right in street(plate, 650, 800, 150, INK, NIGHT):
        for x in range(int(left) + 16, int(right) - 20, 22):
            for y in range(int(top) + 20, 840, 30):
                if plate.random.random() < 0.36:
                    plate.fill(box(x, y, x + 9, y + 14), SAND)
    plate.fill(box(0, 866, WIDTH, 886), INK)
    water(plate, 886, HEIGHT, STEEL, 0.7, 1210)
    water(plate, 886, 990, INK, 0.5, 1210)


def street(plate: Plate, high: float, low: float, wide: float, wall: str, shade: str) -> list[tuple[float, ...]]:
    """A row of houses along the whole picture; returns left, top and right of each."""
    houses: list[tuple[float, ...]] = []
    x = -40.0
    while x < WIDTH:
        right, top = x + plate.random.uniform(0.5, 1.2) * wide, plate.random.uniform(high, low)
        plate.hatch(box(x, top, right, 870), shade, ramp(x, right, 0.05, 0.55, 0), 11, 90, wall)
        houses.append((x, top, right))
        x = right + plate.random.choice((0, 0, 14))
    return houses


def harbour(plate: Plate) -> None:
    sky(plate, 690, SLATE, (800, 210, 300), (1500, 150, 230))
    massif(plate, [(900, 690), (1180, 590), (1330, 640), (1580, 530), (1900, 660)], 700, STONE, SLATE, 0.5, 11)
    water(plate, 700, HEIGHT, STEEL, 0.6)
    for level, count in enumerate((7, 7, 6, 4)):
        for x in range(766, 766 + 108 * count, 108):
            top, colour = 632 - 62 * level, plate.random.choice((STEEL, SLATE, OCHRE, STONE, NIGHT))
            plate.fill(box(x, top, x + 104, top + 58), RED if (level, x) == (2, 1198) else colour)
            plate.hatch(box(x + 8, top + 7, x + 96, top + 51), INK, 0.24, 13, 90)
    plate.fill([(1540, 700), (1540, 380), (1625, 380), (1660, 700)], PAPER)
    plate.hatch(box(1556, 400, 1616, 690), STEEL, 0.36, 48)
    plate.fill(box(1565, 310, 1598, 380), INK)
    plate.hatch([(640, 690), (1720, 690), (1690, 870), (740, 870)], SLATE, ramp(690, 850, 0.4, 0.04), 14, 0, INK)
    plate.fill([(731, 854), (1693, 854), (1690, 872), (742, 872)], RED)
    below = [(740, 872), (1690, 872), (1640, 1030), (800, 1030)]
    plate.hatch(below, INK, lambda x, y: (1040 - y) / 170 * (0.6 + 0.4 * math.sin(x / 90 + int(y / 12) ** 2)), 12)
    quay = [(-9, 930), (690, 930), (530, 1210), (-9, 1210)]
    plate.hatch(quay, EARTH, ramp(930, 1200, 0.2, 0.75), 16, 0, SAND)
    plate.fill([(690, 930), (690, 985), (560, 1210), (530, 1210)], INK)
    crane(plate, 540, 936, 0.92)
    crane(plate, 190, 996, 1.1)
    figure(plate, 400, 1100, 130)
    figure(plate, 456, 1092, 124)


def crane(plate: Plate, x: float, foot: float, size: float) -> None:
    legs = [(18, ((side * 90, 0), (side * 74, 720), (20, 840))) for side in (-1, 1)]
    braces = [(8, ((side * 88, 200), (-side * 78, 560))) for side in (-1, 1)]
    beams = [(14, ((-88, 200), (88, 200))), (20, ((-220, 590), (600, 590))), (7, ((-220, 620), (600, 620)))]
    ropes = [(6, ((-220, 600), (20, 840), (320, 600))), (6, ((20, 840), (590, 600)))]
    load = [(4, ((420, 590), (420, 450))), (4, ((460, 590), (460, 450))), (16, ((395, 445), (485, 445)))]
    for width, path in (*legs, *braces, *beams, *ropes, *load):
        plate.stroke(place(path, x, foot, size), INK, width * size)
    plate.fill(place(box(-205, 690, -95, 600), x, foot, size), INK)


def rails(plate: Plate) -> None:
    sky(plate, 600, SLATE, (480, 240, 300), (1180, 150, 230))
    hills = [(-60, 560), (240, 470), (520, 560), (800, 500), (1060, 575), (1480, 440), (1880, 560)]
    massif(plate, hills, 600, MIST, SLATE, 0.5, 11)
    plate.hatch(box(0, 596, WIDTH, HEIGHT), MOSS, ramp(600, 1200, 0.45, 0.78), 14, 0, SAND)
    track(plate, -720)
    track(plate, 600)
    for side, inward in ((-1060, 420), (1560, -420)):
        for depth in (9.0, 6.0, 4.0, 2.7, 1.8, 1.25):
            mast, top, low, tip = ((side, -610), (side, 540), (side, 300), (side + inward, 333))
            for path, width in (((mast, top), 26), (((side, 460), tip), 11), ((low, tip), 11)):
                plate.stroke(place(path, 960, 590, 1 / depth), INK, width / depth)
        plate.stroke(place([(0, 0), (side + inward, 333)], 960, 590, 3), INK, 3)
    plate.fill(box(1452, 330, 1464, 1010), INK)
    plate.fill(box(1418, 350, 1498, 450), INK)
    plate.disc(1458, 350, (40, INK))
    plate.disc(1458, 450, (40, INK))
    plate.disc(1458, 362, (31, PAPER), (25, STEEL))
    plate.disc(1458, 438, (31, PAPER), (25, RED))


def track(plate: Plate, centre: float) -> None:
    """A track to the vanishing point, centred at the lower edge as far from its foot as told."""

    def strip(left: float, right: float, near: float = 0.9, far: float = 60) -> list[Point]:
        ends = [(left, near), (left, far), (right, far), (right, near)]
        return [(960 + (centre + side) / depth, 590 + 610 / depth) for side, depth in ends]

    plate.hatch(strip(-330, 330), STEEL, 0.3, 9, 0, STONE)
    for sleeper in range(27):
        depth = 14 * 0.9**sleeper
        plate.fill(strip(-240, 240, depth * 0.965, depth), NIGHT)
    for side in (-150, 150):
        plate.fill(strip(side - 20, side + 20), INK)
        plate.fill(strip(side - 8, side + 5), PAPER)


def field(plate: Plate) -> None:
    sky(plate, 640, SLATE, (500, 290, 380), (1350, 200, 300), (1060, 470, 150))
    massif(plate, [(-60, 640), (380, 560), (800, 630), (1300, 545), (1880, 640)], 660, SAGE, MOSS, 0.5, 9)
    plate.fill(box(0, 645, WIDTH, HEIGHT), OCHRE)
    for row in range(-40, 41):
        near, far = 1050 + row * 190, 1180 + row * 15
        plate.fill([(far, 690), (far + 8, 690), (near + 100, 1240), (near, 1240)], EARTH)
    wheat = plate.jagged([(-10, 650), (1810, 640), (1810, 706), (-10, 716)], 0.006, 3)
    plate.hatch(wheat, OCHRE, 0.45, 9, 84, SAND)
    for x, height in ((1330, 190), (1380, 230), (1425, 200), (1700, 150), (1745, 120)):
        tree(plate, x, 690, height, height * 0.26)
    for x, height in ((80, 96), (180, 78), (262, 104)):
        tree(plate, x, 684, height, 120)
    plate.hatch(box(1480, 600, 1640, 690), INK, ramp(1558, 1562, 0, 0.45, 0), 9, 90, PAPER)
    plate.fill([(1468, 604), (1500, 552), (1618, 552), (1652, 604)], INK)
    plate.fill(box(1509, 632, 1533, 690), RED)


def chamber(plate: Plate) -> None:
    plate.hatch(box(0, 460, WIDTH, HEIGHT), OCHRE, 0.5, 14, 0, SAND)
    for x in range(0, WIDTH, 120):
        plate.hatch(box(x, 0, x + 121, 470), EARTH, ramp(x, x + 120, 0.15, 0.8, 0), 13, 90, SAND)
    plate.fill(box(720, 90, 1080, 470), NIGHT)
    plate.disc(900, 190, (64, SAND), (52, NIGHT))
    for x in (760, 900, 1040):
        figure(plate, x, 450, 150, SAND)
    for left, top, right, foot in ((640, 375, 1160, 490), (800, 430, 1000, 530)):
        plate.hatch(box(left, top, right, foot), INK, ramp(left, right, 0.3, 0.7, 0), 13, 90, EARTH)
        plate.fill(box(left - 8, top, right + 8, top + 14), INK)
    for row in range(6):
        radius, size = 390 + row * (105 + 17 * row), 30 + 9 * row
        for block in ((6, 58), (64, 116), (122, 174)):
            turns = [math.radians(turn) for turn in range(*block, 2)]
            rim = [(900 + radius * math.cos(turn), 500 + radius / 2 * math.sin(turn)) for turn in turns]
            desk = [*rim, *((x, y + size) for x, y in reversed(rim))]
            plate.hatch(desk, INK, ramp(0, WIDTH, 0.2, 0.7, 0), 11, 90, EARTH)
            plate.stroke(rim, PAPER, 5 + 2 * row)
            for index, (across, down) in enumerate(rim[1:-1:2]):
                seat = place([(-0.4, -0.5), (0.4, -0.5), (0.46, -1.7), (-0.46, -1.7)], across, down, size)
                plate.fill(seat, RED if (row, block[0], index) == (3, 64, 5) else NIGHT)
                plate.stroke(seat[:3], SLATE, 2 + row / 2)


def mountains(plate: Plate) -> None:
    sun(plate, 700, 520, 260, 95)
    far = [(-90, 560), (180, 400), (420, 560), (700, 330), (1000, 560), (1500, 350), (1900, 540)]
    massif(plate, far, 830, MIST, SLATE, 0.45, 14)
    near = [(260, 740), (560, 560), (760, 660), (1120, 170), (1480, 640), (1680, 430), (1980, 720)]
    massif(plate, near, 830, PAPER, STEEL, 0.75, 15)
    massif(plate, [(-200, 640), (90, 440), (480, 800), (620, 760), (900, 830)], 830, STONE, NIGHT, 0.75, 14)
    plate.fill(box(0, 822, WIDTH, HEIGHT), PAPER)
    water(plate, 830, HEIGHT, STEEL, 0.62, 1080)
    plate.fill(box(0, 822, WIDTH, 832), INK)
    for x in range(1180, 1800, 26):
        spruce(plate, x, 834, plate.random.uniform(30, 80), NIGHT)
    shore = plate.jagged([(-20, 1010), (300, 1060), (620, 1130), (900, 1215)], 0.06)
    plate.fill([*shore, (-20, 1215)], INK)
    for x in range(20, 660, 58):
        spruce(plate, x, 1050 + x * 0.17, plate.random.uniform(150, 330) * (1 - x / 1300))
    figure(plate, 742, 1162, 96)
    plate.fill(box(728, 1088, 744, 1122), RED)


def library(plate: Plate) -> None:
    sky(plate, 860, SLATE, (420, 230, 300), (1430, 170, 230))
    hills = [(-90, 850), (260, 690), (620, 800), (900, 700), (1300, 810), (1600, 680), (1900, 850)]
    massif(plate, hills, 880, SAGE, MOSS, 0.5, 11)
    for x, height in ((70, 640), (200, 520), (1690, 600), (1780, 480)):
        tree(plate, x, 890, height, height * 0.26)
    plate.hatch(box(0, 880, WIDTH, HEIGHT), EARTH, ramp(880, 1200, 0.2, 0.7), 15, 0, SAND)
    plate.hatch(box(330, 950, 1580, 1012), INK, 0.85, 12)
    van = [(300, 920), (300, 380), (1290, 380), (1330, 420), (1470, 640), (1550, 690), (1560, 920), (300, 920)]
    plate.fill(van, PAPER)
    plate.hatch(box(300, 800, 1558, 920), STEEL, 0.7, 12)
    plate.stroke(van, INK, 9)
    plate.hatch([(1300, 460), (1330, 460), (1430, 640), (1300, 640)], PAPER, 0.3, 14, -55, STEEL)
    for x in (520, 1360):
        plate.disc(x, 925, (92, INK), (50, STONE), (16, INK))
    plate.fill(box(380, 440, 1230, 770), NIGHT)
    for foot in (540, 650, 760):
        shelf(plate, 392, foot, 1218)
    plate.fill(box(884, 566, 904, 650), RED)
    for stripe in range(9):
        left, low = 300 + stripe * 112.2, 360 + stripe * 98.9
        plate.fill([(left, 330), (left + 112.2, 330), (low + 98.9, 430), (low, 430)], PAPER if stripe % 2 else STEEL)
    plate.stroke([(360, 430), (1250, 430), (1310, 330), (300, 330), (360, 430)], INK, 7)
    for x, height in ((690, 330), (800, 220), (1060, 340)):
        figure(plate, x, 1040, height)


def shelf(plate: Plate, x: float, foot: float, end: float) -> None:
    plate.fill(box(x - 12, foot, end + 12, foot + 10), SAND)
    while x < end - 24:
        wide, high = plate.random.uniform(12, 24), plate.random.uniform(56, 88)
        colour = plate.random.choice((SAND, STONE, OCHRE, SLATE, SAGE, PAPER, EARTH))
        plate.fill(box(x, foot - high, x + wide - 2, foot), colour)
        x += wide + 30 * (plate.random.random() < 0.06)


def volumes(plate: Plate) -> None:
    plate.hatch(box(0, 0, WIDTH, 930), STONE, ramp(0, 930, 0.2, 0.7), 14, 0, MIST)
    plate.fill(box(0, 930, WIDTH, HEIGHT), SAND)
    plate.hatch(box(0, 976, WIDTH, HEIGHT), EARTH, ramp(976, HEIGHT, 0.35, 0.9), 15)
    plate.fill(box(0, 926, WIDTH, 934), INK)
    for left in range(214, 1586, 98):
        top, colour = plate.random.uniform(300, 330), RED if left == 1488 else SLATE
        spine = box(left, top, left + 92, 928)
        plate.hatch(spine, NIGHT, ramp(left, left + 92, 0.15, 0.85, 0), 11, 90, colour)
        for band in (380, 396, 830, 846):
            plate.fill(box(left, band, left + 92, band + 7), SAND)
        plate.fill(box(left + 20, 450, left + 72, 570), PAPER)
        plate.stroke([*spine, spine[0]], INK, 4)
    plate.hatch(box(200, 934, 1600, 990), NIGHT, ramp(934, 990, 0.8, 0), 11)


def bridge(plate: Plate) -> None:
    sky(plate, 620, SLATE, (420, 250, 280), (1380, 200, 230))
    massif(
        plate, [(-90, 640), (320, 360), (760, 620), (1120, 420), (1480, 610), (1700, 470), (1980, 640)], 700, SAGE, MOSS
    )
    plate.fill(box(0, 690, WIDTH, HEIGHT), PAPER)
    water(plate, 700, HEIGHT, STEEL, 0.62, 900)
    for bank in ([(-20, 640), (300, 690), (430, 790), (300, 1215), (-20, 1215)],
                 [(1820, 640), (1510, 690), (1370, 790), (1530, 1215), (1820, 1215)]):  # fmt: skip
        plate.hatch(plate.jagged(bank, 0.05, 3), MOSS, 0.6, 12, 60, INK)
    for x in range(520, 1300, 190):
        plate.fill(box(x - 9, 700, x + 9, 950), INK)
    plate.hatch(box(330, 680, 1470, 716), INK, 0.45, 10, 90, SAND)
    plate.stroke([(330, 716), (1470, 716)], INK, 6)
    for x in range(336, 1470, 57):
        plate.fill(box(x, 590, x + 7, 682), INK)
    plate.stroke([(330, 592), (1470, 592)], INK, 8)
    for x, height in ((760, 170), (840, 150), (1060, 165)):
        figure(plate, x, 682, height)
    plate.fill(box(1030, 600, 1046, 640), RED)


def chairs(plate: Plate) -> None:
    plate.hatch(box(0, 0, WIDTH, 640), STONE, ramp(0, 640, 0.2, 0.6), 14, 0, MIST)
    plate.hatch(box(0, 640, WIDTH, HEIGHT), EARTH, ramp(640, HEIGHT, 0.2, 0.75), 15, 0, SAND)
    plate.fill(box(0, 636, WIDTH, 643), INK)
    for foot, size in ((720, 190), (870, 270), (1120, 400)):
        reach = WIDTH // 2 // size
        for seat in range(-reach, reach + 1):
            chair(plate, WIDTH / 2 + seat * size, foot, size, RED if (size, seat) == (270, 1) else SLATE)


def chair(plate: Plate, x: float, foot: float, size: float, colour: str) -> None:
    wide = size * 0.34
    for leg in (-wide, wide - size * 0.06):
        plate.fill(box(x + leg, foot - size, x + leg + size * 0.06, foot), INK)
    back = box(x - wide, foot - size, x + wide, foot - size * 0.58)
    plate.hatch(back, NIGHT, ramp(x - wide, x + wide, 0.15, 0.75, 0), 11, 90, colour)
    plate.stroke([*back, back[0]], INK, 5)
    plate.fill(box(x - wide * 1.1, foot - size * 0.44, x + wide * 1.1, foot - size * 0.36), INK)


def court(plate: Plate) -> None:
    sky(plate, 1130, STEEL, (250, 330, 260), (1620, 240, 220))
    plate.hatch(box(320, 480, 1480, 930), SLATE, ramp(500, 930, 0.1, 0.45), 14, 0, NIGHT)
    plate.fill(box(836, 610, 964, 930), SAND)
    plate.fill(box(848, 622, 952, 930), RED)
    plate.fill(box(897, 622, 903, 930), INK)
    for x in range(370, 1431, 212):
        shaft = [(x - 44, 520), (x + 44, 520), (x + 52, 920), (x - 52, 920)]
        plate.hatch(shaft, STEEL, ramp(x - 30, x + 52, 0, 0.85, 0), 11, 90, PAPER)
        for wide, top, foot in ((64, 488, 508), (54, 508, 524), (60, 902, 916), (68, 914, 934)):
            plate.fill(box(x - wide, top, x + wide, foot), PAPER)
            plate.fill(box(x - wide, foot - 4, x + wide, foot), INK)
    plate.fill(box(290, 400, 1510, 490), PAPER)
    plate.hatch(box(290, 440, 1510, 478), STEEL, 0.3, 9)
    plate.fill(box(270, 396, 1530, 412), INK)
    gable = [(262, 398), (900, 170), (1538, 398), (262, 398), (900, 170)]
    plate.fill(gable, PAPER)
    plate.stroke(gable, INK, 9)
    plate.hatch([(400, 376), (900, 198), (1400, 376)], STEEL, ramp(400, 1400, 0.25, 0.7, 0), 12)
    plate.disc(900, 310, (50, PAPER), (40, STEEL))
    plate.hatch(box(0, 1116, WIDTH, HEIGHT), STEEL, 0.5, 13, 0, STONE)
    stairs(plate, 290, 1510, 930)
    for x, foot, height in ((640, 1080, 150), (690, 1082, 142), (1290, 1165, 190)):
        figure(plate, x, foot, height)


def stairs(plate: Plate, left: float, right: float, top: float) -> None:
    for step in range(8):
        y, spread = top + 24 * step, 30 + 38 * step
        tread = box(left - spread, y, right + spread, y + 24)
        plate.hatch(tread, STEEL, ramp(y, y + 24, 0, 0.7), 8, 0, PAPER)
        plate.stroke(tread[:2], INK, 3)


def portrait(plate: Plate) -> None:
    """Somebody against a window; what matters stands in the square in the middle."""
    plate.fill(box(0, 0, WIDTH, HEIGHT), MIST)
    plate.hatch(box(0, 0, WIDTH, HEIGHT), STONE, 0.35, 15, 12)
    plate.fill(box(380, 60, 1420, 1200), PAPER)
    for left, top, right, bottom in ((880, 60, 900, 1200), (380, 520, 1420, 538)):
        plate.fill(box(left, top, right, bottom), SLATE)
    shoulders = [(440, 1220), (500, 990), (690, 880), (790, 850), (810, 700), (1010, 700), (1030, 850), (1130, 880),
                 (1310, 990), (1370, 1220)]  # fmt: skip
    plate.fill(shoulders, INK)
    plate.hatch(shoulders, STEEL, 0.3, 14, 60)
    plate.disc(910, 500, (232, INK))
    plate.fill([(760, 470), (1060, 470), (1050, 600), (990, 720), (910, 760), (830, 720), (770, 600)], SLATE)
    plate.hatch([(900, 470), (1060, 470), (1050, 600), (990, 720), (910, 760)], INK, 0.5, 12, 45)


PLACES = (dam, skyline, harbour, rails, field, chamber, mountains, library, volumes, bridge, chairs, court)
MOTIFS: dict[str, Callable[[Plate], None]] = {
    **{motif.__name__: motif for motif in (*PLACES, portrait)},
    "map": charts.country,
    "chart-bars": charts.bars,
    "chart-line": charts.line,
}


def draw(motif: str) -> bytes:
    """A picture of 1800 by 1200 px as JPEG bytes, the same for the same motif; KeyError if there is none such."""
    engrave = MOTIFS[motif]
    plate = Plate(motif)
    engrave(plate)
    return plate.jpeg()
