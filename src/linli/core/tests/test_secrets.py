"""The secret of an installation: made once, whole, and readable by its owner alone."""

import stat
import threading
from pathlib import Path

from linli.core.secrets import read_or_make_secret


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"
    secret = read_or_make_secret(path)
    assert len(secret) >= 48
    assert read_or_make_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert read_or_make_secret(tmp_path / "other" / "secret-key") != secret
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]


def test_two_who_come_at_once_get_the_same_whole_secret(tmp_path: Path) -> None:
    for turn in range(30):
        path, start = tmp_path / f"{turn}" / "secret-key", threading.Barrier(4)
        got: list[str] = []

        def read(path: Path = path, got: list[str] = got, start: threading.Barrier = start) -> None:
            start.wait(5)
            got.append(read_or_make_secret(path))

        readers = [threading.Thread(target=read) for _reader in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert len(got) == 4
        assert set(got) == {path.read_text(encoding="utf-8")}
        assert len(got[0]) >= 48
