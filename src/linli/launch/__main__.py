"""`python -m linli.launch [options]`: what `run.py` hands over to."""

import sys

from linli.launch import options, preflight, start
from linli.launch.speech import Halt, complain, speak_unicode


def main(arguments: list[str]) -> int:
    """Start Linli and stay until it is stopped; the exit code."""
    speak_unicode()
    asked = options.parse(arguments)
    try:
        return start.run(asked, preflight.take_off(asked))
    except Halt as halt:
        return complain(halt)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
