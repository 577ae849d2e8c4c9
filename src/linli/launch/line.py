"""`run.py linli VERB NOUN …`: the command line, with the database of the data folder under it."""

import os
import sys
import time
from pathlib import Path

from linli.launch import foreground, preflight, start
from linli.launch.folder import DataFolder
from linli.launch.options import DEFAULT_DATA
from linli.launch.postgres import given_database
from linli.launch.program import Program
from linli.launch.speech import Halt, complain, say, speak_unicode

WAIT_SECONDS = 120.0
COMMANDS = "linli.site.cli"


def main(arguments: list[str]) -> int:
    """Run one command on the running program's database, or on one that is started just for it; its exit code."""
    speak_unicode()
    data, words = _data_and_words(arguments)
    folder = DataFolder(data)
    try:
        if os.environ.get("DATABASE_URL"):
            return _hand_over(Program(folder=folder, database=given_database()), words)
        folder.make()
        running = _running(folder)
        if running is not None:
            return _hand_over(Program(folder=folder, database=running), words)
        return _with_own_database(folder, words)
    except Halt as halt:
        return complain(halt)


def _data_and_words(arguments: list[str]) -> tuple[Path, list[str]]:
    """`--data DIR` stands before the verb; whatever follows is the command's own."""
    data, words = DEFAULT_DATA, arguments
    if words[:1] == ["--data"] and len(words) > 1:
        data, words = Path(words[1]), words[2:]
    elif words and words[0].startswith("--data="):
        data, words = Path(words[0].removeprefix("--data=")), words[1:]
    return data.expanduser().absolute(), words


def _running(folder: DataFolder) -> str | None:
    """The database of the program that runs on this folder; None once the folder is ours alone."""
    until = time.monotonic() + WAIT_SECONDS
    waiting = False
    while not folder.lock():
        database = folder.told().get("database")
        if database is not None:
            return str(database)
        if time.monotonic() > until:
            folder.require_alone()
        if not waiting:
            say("等待数据目录空闲", "Waiting for the data folder")
            waiting = True
        time.sleep(0.2)
    return None


def _with_own_database(folder: DataFolder, words: list[str]) -> int:
    # No `database` is told here: it will stop with this command, so nobody else may lean on it.
    folder.tell(pid=os.getpid(), address="run.py linli")
    preflight.clear_remains(folder)
    with foreground.database(folder) as (household, database):
        program = Program(folder=folder, database=database)
        start.compile_messages()
        start.prepare(household, program, demo=False)
        command = program.module("line", COMMANDS, *words).command
        return foreground.run(household, command, program.environment(), Path.cwd())


def _hand_over(program: Program, words: list[str]) -> int:
    command = list(program.module("line", COMMANDS, *words).command)
    os.execve(command[0], command, program.environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
