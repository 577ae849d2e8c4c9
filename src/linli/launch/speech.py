"""What the launcher says in the terminal: short lines, Chinese and English side by side."""

import sys


class Halt(Exception):
    """One clear sentence that ends the run. Whoever raises it leaves nothing half-done."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(beside(chinese, english))


def beside(chinese: str, english: str) -> str:
    """Both languages in one line."""
    return f"{chinese} · {english}"


def say(chinese: str, english: str) -> None:
    """Say what is being done now."""
    show("  " + beside(chinese, english))


def show(line: str) -> None:
    """Print a line at once. A closed terminal or pipe must not bring the running program down."""
    try:
        print(line, flush=True)
    except (BrokenPipeError, OSError, ValueError):
        return


def complain(halt: Halt) -> int:
    """Print the sentence that ends the run; the exit code that goes with it."""
    print(halt, file=sys.stderr, flush=True)
    return 1


def speak_unicode() -> None:
    """Let a terminal without Chinese letters show marks in their place instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
