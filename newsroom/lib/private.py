"""Files that an earlier version or another umask left readable for every user of the machine."""

from contextlib import suppress
from pathlib import Path


def tighten(umask: int, database: str | Path, *folders: Path) -> None:
    """Take the rights that `umask` names from SQLite's files, and from folders: nobody gets past a closed folder."""
    files = [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    for path in (*files, *folders):
        with suppress(OSError):  # it isn't there, or isn't ours
            if (mode := path.stat().st_mode) & umask:
                path.chmod(mode & ~umask & 0o7777)
