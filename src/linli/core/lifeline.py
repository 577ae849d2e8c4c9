"""A child process that must not outlive the one that started it."""

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1
# Loaded at import: between fork and exec there is no time to look for libraries.
_C = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Have the system send `number` to this process when its parent ends, however it ends.

    `parent` is the pid that the parent had when it started us: if it is gone already, we end at once. Linux does
    this by itself; elsewhere the next start clears what was left behind.
    """
    if _C is not None:
        _C.prctl(_SET_PARENT_DEATH_SIGNAL, number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
