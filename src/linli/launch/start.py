"""One start from nothing to the address, and one stop back to nothing."""

import http.client
import os
import ssl
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from linli.launch import addresses, catalogues, certificate, postgres, prepared, vendor
from linli.launch.folder import DataFolder
from linli.launch.household import Household
from linli.launch.interrupts import Interrupts, StopAsked
from linli.launch.options import EVERYWHERE, LOOPBACK, Options
from linli.launch.postgres import EmbeddedServer
from linli.launch.processes import last_line
from linli.launch.program import Program
from linli.launch.speech import Halt, beside, say, show

ANSWER_SECONDS = 120.0
VENDOR_SECONDS = 60.0
VENDOR_PAUSE = 3600.0
HOPELESS_FALLS = 4
NEWER_DATABASE = 3  # the exit code of `prepare_database` for it


def run(options: Options, folder: DataFolder) -> int:
    """Start everything in `folder`, keep it running until asked to stop, stop it; the exit code."""
    show(beside("邻里", "Linli"))
    with Interrupts() as interrupts:
        household = Household(folder, interrupts)
        server: EmbeddedServer | None = None
        try:
            if not os.environ.get("DATABASE_URL"):
                server = EmbeddedServer(folder)
            _start(options, household, server)
            household.watch()
        except StopAsked:
            say("正在停止", "Stopping")
        finally:
            household.stop()
            if server is not None:
                server.close()
            folder.unlock()
    say("已停止", "Stopped")
    return 0


def _start(options: Options, household: Household, server: EmbeddedServer | None) -> None:
    folder = household.folder
    folder.tell(pid=os.getpid())
    fetching = _begin_vendor(household)
    if server is not None:
        say("启动数据库", "Starting the database")
        server.start(household)
    database = postgres.given_database() if server is None else server.url()
    origins = addresses.origins(options.host, options.port, tls=options.tls)
    folder.tell(pid=os.getpid(), address=origins[0] + "/", database=database)
    program = Program(folder=folder, database=database, origins=origins, tls=options.tls)
    compile_messages()
    prepare(household, program, demo=not options.empty)
    _finish_vendor(household, fetching)
    say("启动网页和后台任务", "Starting web and worker")
    household.start(program.web(options.host, options.port, _certificate(options, folder)))
    household.start(program.worker())
    logins = None if options.empty else household.begin(program.errand("logins", "demo", "--logins"))
    _wait_for_page(household, options)
    _welcome(origins, "" if logins is None else household.finish(logins)[1])


def prepare(household: Household, program: Program, *, demo: bool) -> None:
    """Bring the database to the state that this code wants, unless it is known to be in it."""
    folder = household.folder
    if prepared.is_prepared(folder, program.database, demo=demo):
        return
    say("更新数据库结构", "Migrating the database")
    code, _ = household.finish(household.begin(program.errand("migrate", "prepare_database")))
    if code == NEWER_DATABASE:
        raise Halt(
            "数据库属于更新版本的邻里，请升级程序",
            "The database belongs to a newer version of Linli; update the program",
        )
    if code != 0:
        raise household.failure("migrate", code)
    if demo:
        say("载入演示小区（仅当数据库为空）", "Loading the demo estate if the database is empty")
        household.run(program.errand("demo", "demo", "--if-empty"))
    prepared.remember(folder, program.database, demo=demo)


def compile_messages() -> None:
    """Compile the message catalogues; where that fails the pages speak English."""
    try:
        count = catalogues.compile_stale()
    except (OSError, ValueError) as error:
        say("翻译文件未能编译", f"Messages were not compiled: {error}")
        return
    if count:
        say(f"编译 {count} 个翻译文件", f"Compiled {count} message catalogues")


def _begin_vendor(household: Household) -> subprocess.Popen[bytes] | None:
    """Begin to fetch the front-end files beside everything else, unless that failed a moment ago."""
    if vendor.are_here() or _failed_lately(household.folder.vendor_failed):
        return None
    say("下载前端文件", "Fetching front-end files")
    return household.begin(Program(folder=household.folder, database="").module("vendor", "linli.launch.vendor"))


def _finish_vendor(household: Household, fetching: subprocess.Popen[bytes] | None) -> None:
    if fetching is None:
        return
    mark = household.folder.vendor_failed
    if household.finish(fetching, VENDOR_SECONDS)[0] == 0:
        mark.unlink(missing_ok=True)
        return
    mark.touch()
    reason = last_line(household.folder.logs / "vendor.log") or "npm took too long"
    say("前端文件未能下载，页面以朴素样式工作", f"Front-end files are missing, pages work plain: {reason}")


def _failed_lately(mark: Path) -> bool:
    """Without a network every start would wait for npm in vain."""
    return mark.exists() and time.time() - mark.stat().st_mtime < VENDOR_PAUSE


def _certificate(options: Options, folder: DataFolder) -> tuple[str, str] | None:
    if not options.tls:
        return None
    hosts = addresses.local_addresses()
    pair = certificate.ready(folder.path / "certificate", hosts, datetime.now(UTC))
    return str(pair[0]), str(pair[1])


def _wait_for_page(household: Household, options: Options) -> None:
    """Wait until the web server answers a request, whatever it answers."""
    web = household.children["web"]
    host = LOOPBACK if options.host == EVERYWHERE else options.host
    until = time.monotonic() + ANSWER_SECONDS
    while not _answers(host, options.port, tls=options.tls):
        household.tend()
        if web.falls >= HOPELESS_FALLS or time.monotonic() > until:
            raise Halt(f"网页服务不能启动（日志 {web.log}）", f"The web server does not start: {last_line(web.log)}")
        household.interrupts.sleep(0.05)


def _answers(host: str, port: int, *, tls: bool) -> bool:
    link = http.client.HTTPConnection(host, port, timeout=10)
    if tls:
        # The certificate is our own and the address is this machine: there is nothing to verify it against.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        link = http.client.HTTPSConnection(host, port, timeout=10, context=context)
    try:
        link.request("GET", "/", headers={"Host": f"{host}:{port}"})
        link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def _welcome(origins: list[str], logins: str) -> None:
    show("")
    show("  " + beside("打开", "Open") + f"   {origins[0]}/")
    for other in origins[1:]:
        if "localhost" not in (urlsplit(other).hostname or ""):
            show(f"              {other}/")
    if logins.strip():
        show("")
        show("  " + beside("演示账号", "Sample logins"))
        for line in logins.strip().splitlines():
            show(f"    {line}")
    show("")
    say("按 Ctrl-C 停止", "Ctrl-C stops it")
