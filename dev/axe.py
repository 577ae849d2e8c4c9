"""axe-core, which judges the pages in the browser tests: fetched aside like the front-end files, and never shipped."""

from pathlib import Path

from linli.launch import vendor
from linli.launch.speech import say

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "node_modules" / ".axe"
DIGESTS = Path(__file__).with_name("axe.sha256")


def script() -> Path | None:
    """The file that a page is given, or None where it was not fetched."""
    return FOLDER / "axe.min.js" if vendor.are_here(FOLDER, DIGESTS) else None


def fetch() -> None:
    """Fetch it unless it is here; a failure is one line, and the tests judge by their own measures."""
    if script() is None:
        failure = vendor.fetch(FOLDER, DIGESTS, omitted="optional")
        if failure:
            say(
                "axe 未能下载，页面按自己的尺度检查", f"axe is missing, pages are judged by our own measures: {failure}"
            )


if __name__ == "__main__":
    fetch()
