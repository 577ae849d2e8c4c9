"""The data folder: everything that belongs to one installation, closed to others, used by one run at a time."""

import fcntl
import json
import os
from pathlib import Path

from linli.launch.speech import Halt


class DataFolder:
    """Paths inside the data folder, and the lock that keeps a second run out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.logs = path / "logs"
        self.processes = path / "processes.json"
        self.prepared = path / "prepared.json"
        self.vendor_failed = path / "vendor-failed"
        self._lock_file = path / "lock"
        self._lock: int | None = None

    @property
    def locked(self) -> bool:
        """Whether this run has the folder."""
        return self._lock is not None

    def require_usable(self) -> None:
        """Halt unless the folder is there, or can be made, and is ours to read and write."""
        place = self.path
        while not place.exists() and place.parent != place:
            place = place.parent
        try:
            usable = place.is_dir() and os.access(place, os.R_OK | os.W_OK | os.X_OK)
        except OSError:
            usable = False
        if not usable:
            raise Halt(f"不能读写数据目录 {self.path}", f"The data folder {self.path} cannot be read and written")

    def make(self) -> None:
        """Make the folder, closed to others."""
        self.require_usable()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Halt(
                f"不能建立数据目录 {self.path}", f"The data folder {self.path} cannot be made: {error.strerror}"
            ) from error

    def lock(self) -> bool:
        """Take the folder for this run; False if another run has it. The system gives it back when we end."""
        try:
            descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Halt(
                f"不能读写数据目录 {self.path}",
                f"The data folder {self.path} cannot be read and written: {error.strerror}",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        self._lock = descriptor
        return True

    def unlock(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def tell(self, **facts: str | int) -> None:
        """Write into the lock what others may want to know of this run: `pid`, `address`, `database`."""
        if self._lock is not None:
            text = json.dumps(facts).encode()
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, text, 0)

    def told(self) -> dict[str, str | int]:
        """What the run that has the folder now wrote into its lock; empty while it is still starting."""
        try:
            facts = json.loads(self._lock_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def require_alone(self) -> None:
        """Take the lock or halt with the sentence that says who has it."""
        if self.lock():
            return
        facts = self.told()
        address = facts.get("address", "…")
        process = facts.get("pid", "?")
        raise Halt(
            f"邻里已在使用数据目录 {self.path}（{address}，进程 {process}）",
            f"Linli already runs on the data folder {self.path} ({address}, process {process})",
        )
