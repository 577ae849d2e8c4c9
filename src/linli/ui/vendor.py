"""Third-party front-end files, fetched by the launcher. Pages are complete without them."""

from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "vendor"
HERE = frozenset(path.name for path in FOLDER.glob("*.min.*"))
"""What was there when the process started: the web server lists its static files at that time, too."""


def is_here(name: str) -> bool:
    """Whether `static/vendor/<name>` was fetched before this process started."""
    return name in HERE
