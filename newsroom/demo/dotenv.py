"""Writes the demo's `.env` where there is none: `python -m newsroom.demo.dotenv`.

It runs before Django, whose settings are read from that file, so it imports nothing but the standard library.
"""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent.parent / ".env"
YES = {"1", "true", "yes", "on"}
DEMO = re.compile(r"^\s*(?:export\s+)?DEMO\s*=\s*[\"']?(\w*)", re.MULTILINE)
TEXT = """\
# Made by `make demo`, for a demo on this machine only. Variables of the real environment win.
DEMO=1
SECRET_KEY={key}
SITE_URL={address}
SITE_NAME="Samur Wire"
SITE_TAGLINE="News from both banks of the Kömür"
SITE_TAGLINE_AZ="Kömür çayının hər iki sahilindən xəbərlər"
SITE_TAGLINE_RU="Новости с обоих берегов Кёмюра"
TIME_ZONE=Asia/Baku
LANGUAGES=en,az,ru
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
"""


def text(environ: Mapping[str, str]) -> str:
    """The lines of a new `.env`, with a secret key of its own."""
    address = environ.get("SITE_URL") or f"http://127.0.0.1:{environ.get('PORT') or 8000}"
    return TEXT.format(key=secrets.token_urlsafe(48), address=address)


def refusal(path: Path, environ: Mapping[str, str]) -> str:
    """Why no demo may be made here, in one sentence, or "" where it may."""
    if "DEMO" in environ:
        said, where = environ["DEMO"], "The environment"
    elif path.exists():
        found = DEMO.findall(path.read_text(encoding="utf-8"))
        said, where = (found[-1] if found else ""), f"{path}"
    else:
        return ""
    if said.strip().lower() in YES:
        return ""
    return f"{where} does not say DEMO=1, so this is a newsroom of its own, and no demo is loaded into it."


def prepare(path: Path, environ: Mapping[str, str]) -> str:
    """Write `path` where it is missing, readable by its owner alone; the answer is that of `refusal`."""
    if (why := refusal(path, environ)) or path.exists():
        return why
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text(environ))
    return ""


if __name__ == "__main__":
    sys.exit(prepare(PATH, os.environ) or None)
