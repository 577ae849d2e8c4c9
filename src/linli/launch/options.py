"""The options of `run.py`."""

import argparse
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_DATA = ROOT / ".linli"
LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How this run was asked for."""

    port: int
    host: str
    data: Path
    empty: bool
    tls: bool


def parse(arguments: list[str]) -> Options:
    """Read the command line; a mistake in it ends the program with argparse's own message."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Start Linli (邻里): database, web and worker, behind one address.",
        epilog="Also: run.py test [pytest arguments] | check | bench [NAME] [--json FILE] | linli VERB NOUN …",
    )
    parser.add_argument("--port", type=_port, default=8000, help="port of the web pages (8000)")
    parser.add_argument("--host", help=f"address to listen on ({LOOPBACK}; with --tls all of this machine's)")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, metavar="DIR", help="data folder (.linli/)")
    parser.add_argument("--empty", action="store_true", help="no demo estate")
    parser.add_argument(
        "--tls", action="store_true", help="HTTPS with an own certificate, for phones on the local network"
    )
    given = parser.parse_args(arguments)
    return Options(
        port=given.port,
        host=given.host or (EVERYWHERE if given.tls else LOOPBACK),
        data=given.data.expanduser().absolute(),
        empty=given.empty,
        tls=given.tls,
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)
