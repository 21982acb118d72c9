"""Russian: 26 ноября 2026 г., the month in the genitive; nothing behind the year of a short date."""

globals().update(
    {
        "j M": "j N",
        "j M Y": "j N Y",
        "j M, H:i": "j N, H:i",
        "j M Y, H:i": "j N Y, H:i",
        "j M Y, H:i:s": "j N Y, H:i:s",
        "D j M": "D, j N",
        "j F": "j E",
        "j F Y": "j E Y г.",
        "j F, H:i": "j E, H:i",
        "j F, H:i:s": "j E, H:i:s",
        "H:i, j F Y": "H:i, j E Y г.",
        "H:i:s, j F Y": "H:i:s, j E Y г.",
        "l j F": "l, j E",
        "l, j F": "l, j E",
        "l j F, H:i": "l, j E, H:i",
        "l, j F Y": "l, j E Y г.",
        "l j F Y, H:i": "l, j E Y г., H:i",
        "l j E Y": "l, j E Y г.",
        "l j\N{NO-BREAK SPACE}E Y": "l, j\N{NO-BREAK SPACE}E Y\N{NO-BREAK SPACE}г.",
    }
)
DATETIME_FORMAT = "j E Y г., H:i"
TIME_FORMAT = "H:i"
