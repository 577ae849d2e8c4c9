"""Third-party front-end files, fetched by the launcher. Pages are complete without them."""

from functools import lru_cache

from django.contrib.staticfiles import finders


@lru_cache
def is_here(name: str) -> bool:
    """Whether `static/vendor/<name>` was fetched. Looked up once per process: the launcher fetches before the start."""
    return finders.find(f"vendor/{name}") is not None
