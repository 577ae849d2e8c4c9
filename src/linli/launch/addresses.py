"""The addresses under which this machine is reached, for the certificate and for the line that says where to go."""

import ipaddress
import socket

import psutil

from linli.launch.options import EVERYWHERE, LOOPBACK


def local_addresses() -> list[str]:
    """The IPv4 addresses of this machine, loopback first, those of container bridges and the like included."""
    found = {
        entry.address
        for entries in psutil.net_if_addrs().values()
        for entry in entries
        if entry.family == socket.AF_INET
    }
    return sorted(found | {LOOPBACK}, key=lambda address: (address != LOOPBACK, ipaddress.ip_address(address)))


def origins(host: str, port: int, *, tls: bool) -> list[str]:
    """The origins of our pages: what a browser's address line begins with. The first is the one to show."""
    hosts = local_addresses() if host in {EVERYWHERE, "::"} else [host]
    if LOOPBACK in hosts:
        hosts.insert(1, "localhost")
    scheme = "https" if tls else "http"
    return [f"{scheme}://{_bracketed(one)}:{port}" for one in hosts]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
