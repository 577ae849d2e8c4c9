"""The user that runs the database when we are root: PostgreSQL refuses root, and nobody need be added for it.

A process of this user is handed the data folder as an open descriptor (`/proc/self/fd/N`), so it needs no right to
walk there: folders above stay as closed as they are.
"""

import os
import pwd
from pathlib import Path

# System users end below, people's and systemd's dynamic users lie elsewhere: nobody is given these numbers.
UNUSED_UIDS = range(60600, 61000)


def database_uid(postgres: Path) -> int | None:
    """The uid to run the database in `postgres` with: the owner it has, else an unused one; None for ourselves."""
    if os.geteuid() != 0:
        return None
    if postgres.exists() and postgres.stat().st_uid != 0:
        return postgres.stat().st_uid
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in UNUSED_UIDS if uid not in taken)


def named_uid() -> int | None:
    """A user with a name, which initdb insists on; None for ourselves."""
    if os.geteuid() != 0:
        return None
    others = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0}
    return others.get("nobody") or next(iter(others.values()))


def give(folder: Path, uid: int) -> None:
    """Make `uid` the owner of the folder and all in it."""
    os.chown(folder, uid, uid)
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(place, name), uid, uid, follow_symlinks=False)
