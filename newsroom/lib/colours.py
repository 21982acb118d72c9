"""Colours as #rrggbb: how well one is seen on another (WCAG 2), and mixtures."""

import re

GREYS = {
    "50": "#f6f6f4", "100": "#ecedea", "200": "#e0e2e1", "300": "#c6caca", "400": "#9aa1a7", "500": "#69717a",
    "600": "#535a61", "700": "#2e3439", "800": "#22272b", "900": "#15181b", "950": "#101214",
}  # fmt: skip
"""The desk's greys from light to dark; static/desk/tokens.css has the same ones and those between them."""

INKS = {
    "50": "#f6f6f4", "100": "#ecedea", "200": "#e0e2e1", "300": "#c6caca", "400": "#9aa1a7",
    "500": "light-dark(#2e3439, #e7e8e6)", "600": "light-dark(#14171b, #69717a)", "700": "#14171b",
    "800": "#14171b", "900": "#101214", "950": "#101214",
}  # fmt: skip
"""What unfold paints in the brand's shades is ink at the desk."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one, from 0 to 1."""
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast(one: str, other: str) -> float:
    """From 1, where neither is seen on the other, to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen_on(colour: str, ground: str, *, towards: str, least: float) -> str:
    """The colour, drawn as little towards another as is needed for this contrast on the ground."""
    mixtures = (mix(colour, towards, percent / 100) for percent in range(101))
    return next((one for one in mixtures if contrast(one, ground) >= least), towards)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
