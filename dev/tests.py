"""`run.py test [pytest arguments]`: everything the tests need, then pytest, then nothing left running.

The database is an embedded one in a folder that is thrown away (`DATABASE_URL` names another), the browser is
Chromium by Debian's packages where they may be installed, else an installed one.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dev import axe, browser
from linli.launch import foreground, start, vendor
from linli.launch.folder import DataFolder
from linli.launch.household import Household
from linli.launch.postgres import THROWAWAY_SETTINGS
from linli.launch.program import Program
from linli.launch.speech import Halt, complain, say, speak_unicode

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; its exit code."""
    speak_unicode()
    try:
        chromium = browser.ready()
        start.compile_messages()
        _fetch_front_end()
        axe.fetch()
        with throwaway_database(THROWAWAY_SETTINGS) as (household, program):
            env = program.environment() | {"LINLI_CHROMIUM": chromium}
            return foreground.run(household, _command(arguments), env, ROOT)
    except Halt as halt:
        return complain(halt)


@contextmanager
def throwaway_database(settings: tuple[str, ...]) -> Iterator[tuple[Household, Program]]:
    """A database and a data folder that are gone afterwards, and how the program is called on them."""
    with TemporaryDirectory(prefix="linli-test-") as place:
        folder = DataFolder(Path(place))
        folder.make()
        folder.require_alone()
        with foreground.database(folder, settings) as (household, database):
            yield household, Program(folder=folder, database=database)
        folder.unlock()


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-p", "dev.counting", *arguments]


def _fetch_front_end() -> None:
    if vendor.are_here():
        return
    say("下载前端文件", "Fetching front-end files")
    failure = vendor.fetch()
    if failure:
        say("前端文件未能下载", f"Front-end files are missing, pages are tested plain: {failure}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
