"""How Linli's own processes are called: the web server, the worker and the errands of a start."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from linli.launch.folder import DataFolder
from linli.launch.options import ROOT
from linli.launch.processes import Plan

BLOCKING_THREADS = 4


@dataclass(frozen=True, kw_only=True)
class Program:
    """What the processes of one run share: the database, the data folder, and how people reach the pages."""

    folder: DataFolder
    database: str
    origins: Sequence[str] = ()
    tls: bool = False

    def environment(self) -> dict[str, str]:
        """The variables that site/settings.py reads, over our own."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "linli.site.settings",
            "DATABASE_URL": self.database,
            "LINLI_DATA": str(self.folder.path),
            "LINLI_TLS": "1" if self.tls or os.environ.get("LINLI_TLS") == "1" else "0",
            "LINLI_ORIGINS": ",".join([*filter(None, [os.environ.get("LINLI_ORIGINS")]), *self.origins]),
            "PYTHONUNBUFFERED": "1",
        }

    def errand(self, name: str, *arguments: str) -> Plan:
        """A Django command that ends by itself."""
        return self.module(name, "django", *arguments)

    def module(self, name: str, module: str, *arguments: str) -> Plan:
        """A Python module run as a child."""
        return self._plan(name, "-m", module, *arguments)

    def worker(self) -> Plan:
        """The queue's worker."""
        return self.errand("worker", "work")

    def web(self, host: str, port: int, certificate: tuple[str, str] | None) -> Plan:
        """The web server. One worker with few threads, each of which holds one database connection."""
        tls: list[str] = []
        if certificate is not None:
            tls = ["--ssl-certificate", certificate[0], "--ssl-keyfile", certificate[1], "--ssl-protocol-min", "tls1.2"]
        return self._plan(
            "web",
            *("-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", host, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", str(BLOCKING_THREADS)),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
            *tls,
            "linli.site.wsgi:application",
        )

    def _plan(self, name: str, *arguments: str) -> Plan:
        return Plan(name=name, command=[sys.executable, *arguments], env=self.environment(), folder=ROOT)
