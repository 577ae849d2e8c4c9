"""Third-party front-end files: fetched by npm, checked against committed digests, copied into the static files.

Run as a child (`python -m linli.launch.vendor`), because npm may take its time or hang. Every failure is one line
on the child's error output; the pages then work plain.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from linli.core.lifeline import die_with_parent
from linli.launch import environment
from linli.launch.options import ROOT

TARGET = ROOT / "src" / "linli" / "ui" / "static" / "vendor"
DIGESTS = environment.PINS / "vendor.sha256"
NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
NPM_PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")
LOCKED = ("package.json", "package-lock.json")


def wanted(digests: Path = DIGESTS) -> dict[str, str]:
    """The digest of each file by its path in `node_modules`."""
    rows = (line.split(maxsplit=1) for line in digests.read_text(encoding="utf-8").splitlines() if line.strip())
    return {path: digest for digest, path in rows}


def are_here(target: Path = TARGET, digests: Path = DIGESTS) -> bool:
    """Whether every file is in place, unchanged."""
    return all(_digest(target / Path(path).name) == digest for path, digest in wanted(digests).items())


def fetch(target: Path = TARGET, digests: Path = DIGESTS, omitted: str = "dev") -> str:
    """Fetch the files into `target`: all of them or none. Why not, in one line; empty if it went well.

    `omitted` is the kind of npm dependency that is left out.
    """
    with tempfile.TemporaryDirectory(prefix="linli-npm-") as place:
        folder = Path(place)
        try:
            npm = _npm(folder)
            for name in LOCKED:
                shutil.copy(ROOT / name, folder / name)
            done = _run([*npm, "ci", f"--omit={omitted}", *NPM_OPTIONS, *NPM_PATIENCE], _environment(npm), folder)
            if done.returncode != 0:
                return (done.stderr.strip().splitlines() or [f"npm: exit code {done.returncode}"])[0]
            return take(folder / "node_modules", target, digests)
        except OSError as error:
            return str(error)


def take(modules: Path, target: Path, digests: Path = DIGESTS) -> str:
    """Copy the recorded files out of `node_modules`; why not, if one of them is another than was recorded."""
    for path, digest in wanted(digests).items():
        if _digest(modules / path) != digest:
            return f"{path} is not the file that was recorded"
    target.mkdir(parents=True, exist_ok=True)
    for path in wanted(digests):
        fresh = target / f"{Path(path).name}.new"
        shutil.copy(modules / path, fresh)
        fresh.replace(fresh.with_suffix(""))
    return ""


def _npm(folder: Path) -> list[str]:
    """The npm of this machine, or else the one that a package brings, installed aside for this once."""
    installed = shutil.which("npm")
    if installed is not None and shutil.which("node") is not None:
        return [installed]
    python = Path(sys.executable)
    aside = folder / "node"
    options = ["--quiet", "--require-hashes", "--target", str(aside), "-r", str(environment.PINS / "node.lock")]
    done = _run([*environment.installer(python, ROOT), *options], environment.network_settings(python), folder)
    if done.returncode != 0:
        raise OSError((done.stderr.strip().splitlines() or ["Node could not be installed"])[-1])
    node = next(aside.rglob("bin/node"))
    return [str(node), str(next(aside.rglob("node_modules/npm/bin/npm-cli.js")))]


def _run(command: list[str], env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=partial(die_with_parent, os.getpid()),
    )


def _environment(npm: list[str]) -> dict[str, str]:
    """npm calls `node` by name, also the one that was installed aside."""
    return os.environ | {"PATH": os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def main() -> int:
    """Fetch; the exit code."""
    failure = fetch()
    if failure:
        print(failure, file=sys.stderr)
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
