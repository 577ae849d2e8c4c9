"""Nothing lost, nothing doubled: 1,000 reports over HTTP while web, worker and database are killed (-9) 30 times each.

A reporter presses "send" until the page says thank you, always with the same form. What was acknowledged is written to a
file outside the database; afterwards the database must hold every acknowledged report once, understood once.
"""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import psutil
import psycopg

from dev.bench import Row
from linli.launch.folder import DataFolder

ROOT = Path(__file__).resolve().parents[1]
REPORTS = int(os.environ.get("LINLI_KILL_REPORTS", "1000"))
KILLS = int(os.environ.get("LINLI_KILLS", "30"))
SEED = 20261124
REPORTERS = 4
KINDS = {"web": "granian", "worker": "django work", "database": "postgres"}
GIVE_UP_SECONDS = 600.0

BUILD = """
import django; django.setup()
from datetime import timedelta
from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.estates.actions import NewPlace, add_places, make_codes
from linli.estates.terms import PlaceKind
from linli.people.actions import NewPerson, NewShift, NewStaff, add_persons, hire_staff, plan_shifts
from linli.people.terms import Post, Skill
from linli.work.actions import seed_policy
at = clock.real_now()
company = open_company(slug="kills", name="Kills", by=SYSTEM, at=at)
with scope.company(company):
    seed_policy(by=SYSTEM, at=at)
    (estate,) = add_places(wanted=[NewPlace(PlaceKind.ESTATE, "E")], by=SYSTEM, at=at)
    (home,) = add_places(wanted=[NewPlace(PlaceKind.HOME, "101", estate, 10, 10, 1)], by=SYSTEM, at=at)
    persons = add_persons(wanted=[NewPerson(f"W{number}") for number in range(25)], by=SYSTEM, at=at)
    staff = hire_staff(
        wanted=[NewStaff(one, Post.TECHNICIAN, estate, at.date(), {Skill.PLUMBING: 3}, [estate]) for one in persons],
        by=SYSTEM, at=at,
    )
    begins, ends = at - timedelta(hours=1), at + timedelta(hours=23)
    plan_shifts(wanted=[NewShift(one, begins, ends) for one in staff], by=SYSTEM, at=at)
    print(make_codes(places=[home], by=SYSTEM, at=at)[0].code)
"""


@dataclass
class Campaign:
    """What the reporters and the killer share."""

    port: int
    code: str
    acknowledged: Path
    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted: list[str] = field(default_factory=list)
    sent: int = 0
    pressed: int = 0
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    trouble: list[str] = field(default_factory=list)

    def next_key(self) -> str | None:
        """The form of the next report; reports go on until there are enough of them and enough kills."""
        with self.lock:
            if self.trouble or (self.sent >= REPORTS and all(count >= KILLS for count in self.kills.values())):
                return None
            self.sent += 1
            key = uuid.uuid4().hex
            self.wanted.append(key)
            return key

    def acknowledge(self, key: str, token: str) -> None:
        """Remember outside the database what the page has promised."""
        with self.lock, self.acknowledged.open("a", encoding="ascii") as file:
            file.write(f"{key} {token}\n")
            file.flush()
            os.fsync(file.fileno())


def run() -> Iterator[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory(prefix="linli-kills-") as folder:
        data = Path(folder)
        port = _free_port()
        with _launched(data / "data", port) as launcher:
            database = _told(data / "data")
            code = _build(database)
            campaign = Campaign(port=port, code=code, acknowledged=data / "acknowledged")
            _wage(campaign, launcher)
            yield from _verdict(campaign, database)


def _wage(campaign: Campaign, launcher: subprocess.Popen[bytes]) -> None:
    reporters = [threading.Thread(target=_reporter, args=(campaign,)) for _ in range(REPORTERS)]
    killer = threading.Thread(target=_killer, args=(campaign, launcher.pid))
    for thread in [*reporters, killer]:
        thread.start()
    for thread in [*reporters, killer]:
        thread.join()
    if campaign.trouble:
        raise RuntimeError(campaign.trouble[0])


def _reporter(campaign: Campaign) -> None:
    while (key := campaign.next_key()) is not None:
        until = time.monotonic() + GIVE_UP_SECONDS
        while True:
            with campaign.lock:
                campaign.pressed += 1
            token = _press_send(campaign, key)
            if token:
                campaign.acknowledge(key, token)
                break
            if time.monotonic() > until:
                campaign.trouble.append(f"no answer within {GIVE_UP_SECONDS:.0f} s")
                return
            time.sleep(0.25)


def _press_send(campaign: Campaign, key: str) -> str:
    """Open the page and send the report; the token of its page, or nothing when anything went wrong."""
    path = f"/q/{campaign.code}/"
    link = http.client.HTTPConnection("127.0.0.1", campaign.port, timeout=20)
    try:
        link.request("GET", path)
        page = link.getresponse()
        cookie = re.search(r"csrftoken=([^;]+)", page.headers.get("Set-Cookie", ""))
        body = page.read().decode()
        hidden = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        if page.status != 200 or cookie is None or hidden is None:
            return ""
        form = {"csrfmiddlewaretoken": hidden[1], "key": key, "text": f"厨房水管漏水 {key[:6]}"}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={cookie[1]}"}
        link.request("POST", path, urlencode(form), headers)
        answer = link.getresponse()
        answer.read()
        where = re.match(r"/r/([^/]+)/", answer.headers.get("Location", ""))
        return where[1] if answer.status == 302 and where else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        link.close()


def _killer(campaign: Campaign, launcher: int) -> None:
    dice = random.Random(SEED)
    while not campaign.trouble:
        left = [kind for kind, count in campaign.kills.items() if count < KILLS]
        if not left:
            return
        time.sleep(dice.uniform(0.3, 2.5))
        kind = dice.choice(left)
        victim = _child(launcher, KINDS[kind])
        if victim is not None:
            os.kill(victim, signal.SIGKILL)
            campaign.kills[kind] += 1


def _child(launcher: int, words: str) -> int | None:
    try:
        children = psutil.Process(launcher).children()
    except psutil.Error:
        return None
    for child in children:
        try:
            if words in " ".join(child.cmdline()):
                return int(child.pid)
        except psutil.Error:
            continue
    return None


def _verdict(campaign: Campaign, database: str) -> Iterator[Row]:
    promised = dict(line.split() for line in campaign.acknowledged.read_text("ascii").splitlines())
    _wait_until_quiet(database)
    with psycopg.connect(database) as link:
        kept = link.execute("SELECT client_key, token, order_id, id FROM servicedesk_request").fetchall()
        read = Counter(pk for (pk,) in link.execute("SELECT request_id FROM servicedesk_triageverdict"))
        opened = "SELECT subject_id FROM core_loggedevent WHERE name = 'work.order-opened.v1'"
        events = Counter(pk for (pk,) in link.execute(opened))
    tokens = {key: token for key, token, _order, _pk in kept}
    lost = sum(tokens.get(key) != token for key, token in promised.items())
    unasked = sum(key not in set(campaign.wanted) for key in tokens)
    doubled = len(kept) - len(tokens) + len(kept) - len({order for _key, _token, order, _pk in kept}) + unasked
    uneven = sum(read[pk] != 1 for *_rest, pk in kept) + sum(events[order] != 1 for _k, _t, order, _p in kept)
    for kind, count in campaign.kills.items():
        yield Row(name=f"kill -9 of {kind}", value=count, unit="kills", bar=f"≥ {KILLS}", holds=count >= KILLS)
    reports = len(promised)
    yield Row(name="reports acknowledged", value=reports, unit="reports", bar=f"≥ {REPORTS}", holds=reports >= REPORTS)
    yield Row(name="times somebody pressed send", value=campaign.pressed, unit="times")
    yield Row(name="acknowledged reports lost", value=lost, unit="reports", bar="0", holds=lost == 0)
    yield Row(name="reports or orders doubled", value=doubled, unit="rows", bar="0", holds=doubled == 0)
    yield Row(name="not understood or opened exactly once", value=uneven, unit="rows", bar="0", holds=uneven == 0)


def _wait_until_quiet(database: str) -> None:
    until = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < until:
        try:
            with psycopg.connect(database) as link:
                row = link.execute("SELECT count(*) FROM core_delivery WHERE delivered_at IS NULL").fetchone()
        except psycopg.Error:
            row = None
        if row is not None and row[0] == 0:
            return
        time.sleep(0.5)
    raise RuntimeError("events were still undelivered when the bench gave up")


@contextmanager
def _launched(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LINLI_DATA"}}
    command = [sys.executable, "-m", "linli.launch", "--data", str(data), "--port", str(port), "--empty"]
    environment["PYTHONPATH"] = str(ROOT / "src")
    launcher = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)
    try:
        _wait_for_page(launcher, port)
        yield launcher
    finally:
        launcher.terminate()
        launcher.wait(timeout=60)


def _wait_for_page(launcher: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < until and launcher.poll() is None:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/sign-in")
            if link.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.3)
    raise RuntimeError("Linli did not start")


def _told(data: Path) -> str:
    """The address of the embedded database, from what the launcher says of itself in its data folder."""
    return str(DataFolder(data).told()["database"])


def _build(database: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    built = subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True, capture_output=True, text=True)
    return built.stdout.strip()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
