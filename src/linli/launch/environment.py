"""The folder `.venv` beside run.py: made from the hashed locks, brought up to date when a lock changes."""

import fcntl
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from linli.core.lifeline import die_with_parent
from linli.launch.speech import Halt, say

PINS = Path(__file__).parent / "pins"
Stamp = dict[str, str]


def ready(root: Path, locks: Sequence[str]) -> Path:
    """The interpreter of `root/.venv`, with everything that `locks` name installed."""
    python = root / ".venv" / "bin" / "python"
    wanted = _wanted(root, python, locks)
    if wanted.items() <= _stamped(root).items() and os.access(python, os.X_OK):
        return python
    with _only_builder(root):
        if not wanted.items() <= _stamped(root).items() or not os.access(python, os.X_OK):
            _build(root, python, locks)
            stamp = _wanted(root, python, locks)
            # A lock that this build did not install, and that is unchanged, is still installed.
            _stamp_file(root).write_text(json.dumps(_stamped(root) | stamp), encoding="utf-8")
    return python


def installer(python: Path, root: Path) -> list[str]:
    """The command that installs packages for `python`: uv where it can be had (a third of the time), else pip."""
    uv = python.with_name("uv")
    pip = [str(python), "-m", "pip"]
    if not uv.exists():
        _run([*pip, "install", "--quiet", "--require-hashes", "-r", str(PINS / "uv.txt")], root)
    if uv.exists():
        return [str(uv), "pip", "install", "--python", str(python)]
    return [*pip, "install"]


def network_settings(python: Path) -> dict[str, str]:
    """The environment for uv, which does not read pip's settings: the index and the certificates that pip uses."""
    env = dict(os.environ)
    told = subprocess.run(
        [str(python), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False, env=env
    )
    for line in told.stdout.splitlines():
        name, _, value = line.partition("=")
        setting = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(name.rpartition(".")[2])
        if setting is not None:
            env.setdefault(setting, value.strip("'\""))
    return env


def _build(root: Path, python: Path, locks: Sequence[str]) -> None:
    say("准备运行环境 .venv，首次约需一分钟", "Preparing .venv; the first time takes about a minute")
    if not _works(python):
        _make(root)
    wanted = ["--quiet", "--require-hashes", *(part for lock in locks for part in ("-r", str(root / lock)))]
    install = installer(python, root)
    failure = _run([*install, *wanted], root, network_settings(python))
    if failure and install[0] != str(python):
        failure = _run([str(python), "-m", "pip", "install", *wanted], root)
    if failure:
        raise Halt("安装依赖包失败", f"The packages could not be installed: {failure}")


def _make(root: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise Halt(
            f"这个 Python 缺少 ensurepip，请运行：apt install {package}",
            f"This Python lacks ensurepip; run: apt install {package}",
        )
    # Inside another environment its own base interpreter is meant, so that ours does not hang on it.
    base = getattr(sys, "_base_executable", sys.executable)
    failure = _run([base, "-m", "venv", "--clear", str(root / ".venv")], root)
    if failure:
        raise Halt(f"不能在 {root} 建立 .venv", f"The folder .venv cannot be made in {root}: {failure}")


def _works(python: Path) -> bool:
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and not _run([str(python), "-c", probe], python.parent)


def _run(command: Sequence[str], folder: Path, env: dict[str, str] | None = None) -> str:
    """The last line of what a failed command said; empty if all went well."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=partial(die_with_parent, os.getpid()),
        )
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return said[-1].strip() if said else f"exit code {done.returncode}"


def _wanted(root: Path, python: Path, locks: Sequence[str]) -> Stamp:
    """The digests of the locks, and the interpreter behind `.venv`, which a system upgrade may swap."""
    stamp = {lock: hashlib.sha256((root / lock).read_bytes()).hexdigest() for lock in locks}
    return stamp | {"python": os.path.realpath(python)}


def _stamp_file(root: Path) -> Path:
    return root / ".venv" / "linli-stamp.json"


def _stamped(root: Path) -> Stamp:
    try:
        stamp = json.loads(_stamp_file(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


@contextmanager
def _only_builder(root: Path) -> Iterator[None]:
    """Two starts at once: the second waits until the first has built."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
