"""Whether the database is already as this code wants it, so that a later start need not ask Django (a second)."""

import hashlib
import json
from pathlib import Path

import psycopg

from linli.launch.folder import DataFolder
from linli.launch.options import ROOT

SOURCE = ROOT / "src" / "linli"
State = dict[str, str | bool]


def code_digest(source: Path = SOURCE, lock: Path = ROOT / "requirements.lock") -> str:
    """What migrations this code carries: its own files, and the versions of what it builds on."""
    digest = hashlib.sha256(lock.read_bytes())
    for path in sorted(source.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def applied_digest(database: str) -> str:
    """What migrations the database has had, whoever ran them; empty for a database that had none."""
    with psycopg.connect(database) as link:
        if link.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,):
            rows = link.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
            return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    return ""


def is_prepared(folder: DataFolder, database: str, *, demo: bool) -> bool:
    """Whether nothing changed since the last preparation: neither code nor database, and the demo estate was seen to."""
    state = _read(folder)
    return (
        state.get("code") == code_digest()
        and state.get("applied") == applied_digest(database)
        and (not demo or state.get("demo") is True)
    )


def remember(folder: DataFolder, database: str, *, demo: bool) -> None:
    """Write down that the database is prepared for this code."""
    applied = applied_digest(database)
    seen = _read(folder)
    # A demo estate once seen to stays so while the database is the same one; an emptied one has lost its migrations.
    demo = demo or (seen.get("demo") is True and applied == seen.get("applied"))
    state: State = {"code": code_digest(), "applied": applied, "demo": demo}
    fresh = folder.prepared.with_suffix(".new")
    fresh.write_text(json.dumps(state), encoding="utf-8")
    fresh.replace(folder.prepared)


def _read(folder: DataFolder) -> State:
    try:
        state = json.loads(folder.prepared.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
