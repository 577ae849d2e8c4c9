"""Secrets that belong to an installation: made once, kept in the data directory, readable by its owner only."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """The secret kept in `path`; the first caller makes it (mode 0600), so there is no default secret anywhere.

    It appears under its name only when it is written whole, so that two who start at once read the same.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, written = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        Path(written).unlink()
    return path.read_text(encoding="utf-8").strip()
