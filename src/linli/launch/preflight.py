"""What is looked at before anything is done: data folder, another run on it, remains of the last one, port."""

import errno
import socket

from linli.launch import remains
from linli.launch.folder import DataFolder
from linli.launch.options import Options
from linli.launch.speech import Halt, say


def look(options: Options) -> DataFolder:
    """Halt with one sentence if this run cannot be had, having changed nothing; the folder is locked if it exists.

    The remains of a killed run are cleared on the way: they may hold the port.
    """
    folder = DataFolder(options.data)
    folder.require_usable()
    if folder.path.exists():
        folder.require_alone()
        clear_remains(folder)
    require_free_port(options.host, options.port)
    return folder


def take_off(options: Options) -> DataFolder:
    """The data folder, ours alone and cleared of remains, with the port free."""
    folder = look(options)
    folder.make()
    if not folder.locked:
        folder.require_alone()
    return folder


def clear_remains(folder: DataFolder) -> None:
    """End the processes that a killed run left on this folder."""
    count = remains.reap(folder.processes)
    if count:
        say(f"清理上次留下的 {count} 个进程", f"Cleared {count} processes that the last run left behind")


def require_free_port(host: str, port: int) -> None:
    """Halt unless we could listen on `host`:`port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refusal(host, port, error) from error


def _refusal(host: str, port: int, error: OSError) -> Halt:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return Halt(
            f"端口 {port} 已被占用，换一个：--port {other}", f"Port {port} is taken; choose another: --port {other}"
        )
    if error.errno == errno.EACCES:
        return Halt(
            f"没有权限使用端口 {port}，换一个：--port 8000", f"Port {port} needs special rights; choose --port 8000"
        )
    return Halt(f"不能在 {host} 上监听", f"This machine cannot listen on {host}: {error.strerror or error}")
