"""Message catalogues: compiled where the program starts, never committed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from linli.launch.options import ROOT

SOURCE = ROOT / "src" / "linli"


def compile_stale(source: Path = SOURCE) -> int:
    """Compile each catalogue that is newer than its compiled form; how many there were. Errors: OSError, ValueError."""
    stale = [po for po in sorted(source.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        read_at = po.stat()
        with po.open("rb") as file:
            catalogue = read_po(file, locale=po.parts[-3], domain=po.stem, abort_invalid=True)
        fresh = po.with_suffix(f".{os.getpid()}.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        # Dated like what was read, so that a catalogue changed meanwhile is seen to be newer.
        os.utime(fresh, ns=(read_at.st_atime_ns, read_at.st_mtime_ns))
        fresh.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    compiled = po.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns != po.stat().st_mtime_ns
