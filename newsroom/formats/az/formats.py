"""Azerbaijani: 26 noyabr 2026, the month in small letters."""

globals().update(
    {
        "j M": "j N",
        "j M Y": "j N Y",
        "j M, H:i": "j N, H:i",
        "j M Y, H:i": "j N Y, H:i",
        "j M Y, H:i:s": "j N Y, H:i:s",
        "D j M": "D, j N",
        "j F": "j E",
        "j F Y": "j E Y",
        "j F, H:i": "j E, H:i",
        "j F, H:i:s": "j E, H:i:s",
        "H:i, j F Y": "H:i, j E Y",
        "H:i:s, j F Y": "H:i:s, j E Y",
        "l j F": "l, j E",
        "l, j F": "l, j E",
        "l j F, H:i": "l, j E, H:i",
        "l, j F Y": "l, j E Y",
        "l j F Y, H:i": "l, j E Y, H:i",
        "l j E Y": "l, j E Y",
        "l j\N{NO-BREAK SPACE}E Y": "l, j\N{NO-BREAK SPACE}E Y",
    }
)
DATETIME_FORMAT = "j E Y, H:i"
TIME_FORMAT = "H:i"
