"""Background work, kept in the same PostgreSQL: long jobs with progress, and what happens every few seconds.

Procrastinate holds the queue; a `Job` row holds what people see. A job that a crash interrupted is started again and goes
on from its `cursor`, so its steps must each be one transaction that also moves the cursor.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.core import clock, scope
from linli.core.access import Actor
from linli.core.errors import Refused
from linli.core.models import Company, Job

log = logging.getLogger(__name__)

Steps = Callable[["Progress"], None]
Tick = Callable[[], object]
_long_jobs: dict[str, Steps] = {}
_ticks: list[Tick] = []


class Cancelled(Exception):
    """The person who started the job asked it to stop."""


class Progress:
    """What a running job says about itself, and where it goes on after a crash."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.cursor: dict[str, Any] = job.cursor

    def reach(self, done: int, *, total: int, message: str = "") -> None:
        """Say how far the job is and keep the cursor; raises `Cancelled` when somebody asked it to stop.

        Called inside the step's transaction, so that the step and the cursor are kept together or not at all.
        """
        job = self.job
        job.done, job.total, job.message, job.cursor = done, total, message[:300], self.cursor
        job.save(update_fields=["done", "total", "message", "cursor"])
        if Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists():
            raise Cancelled


def long_job(name: str) -> Callable[[Steps], Steps]:
    """Register a function as the steps of the job called `name`."""

    def register(steps: Steps) -> Steps:
        _long_jobs[name] = steps
        return steps

    return register


def every_tick(tick: Tick) -> Tick:
    """Register a function that the worker calls every ten seconds in the scope of each company."""
    _ticks.append(tick)
    return tick


def start(name: str, *, arguments: dict[str, Any], by: Actor, at: datetime) -> Job:
    """Ask for a long job; it starts when the transaction commits. Arguments are plain JSON."""
    if name not in _long_jobs:
        raise LookupError(f"no job is called {name}")
    job = Job.objects.create(
        company_id=scope.company_id(), name=name, arguments=arguments, asked_at=at, by_account_id=by.account_id
    )
    run_job.defer(job_id=job.pk)
    return job


def ask_to_cancel(job: Job, *, at: datetime) -> None:
    """Ask a job to stop at its next step."""
    if job.is_finished:
        raise Refused(_("This job has already ended."))
    job.cancel_asked_at = at
    job.save(update_fields=["cancel_asked_at"])


LOST_DATABASE = (OperationalError, InterfaceError)
_again = RetryStrategy(max_attempts=20, wait=3, linear_wait=2, retry_exceptions=LOST_DATABASE)


@app.task(name="linli.run_job", queue="jobs", retry=_again)
def run_job(job_id: int, **_later: object) -> None:
    """Run one long job to its end in the scope of its company."""
    with scope.across_companies(reason="the job row says its company"):
        job = Job.objects.select_related("company").get(pk=job_id)
    with scope.company(job.company), connection.cursor() as cursor:
        # A second worker must not run the same job beside us, even if the queue thinks that we are dead.
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [7001, job_id])
        if not cursor.fetchone()[0]:
            return
        try:
            if not job.is_finished:
                _run(job)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [7001, job_id])


def _run(job: Job) -> None:
    job.state, job.started_at = Job.State.RUNNING, job.started_at or clock.real_now()
    job.save(update_fields=["state", "started_at"])
    try:
        _long_jobs[job.name](Progress(job))
    except LOST_DATABASE:
        # Like a crash: the row stays as it is, and the queue has the job run on from its cursor.
        raise
    except Cancelled:
        _end(job, Job.State.CANCELLED)
    except Refused as refusal:
        _end(job, Job.State.FAILED, message=refusal.message)
    except Exception as failure:
        log.exception("job %s (%s) failed", job.pk, job.name)
        _end(job, Job.State.FAILED, message=f"{type(failure).__name__}: {failure}")
        raise
    else:
        _end(job, Job.State.DONE)


def _end(job: Job, state: Job.State, *, message: str | None = None) -> None:
    job.state, job.finished_at = state, clock.real_now()
    job.message = job.message if message is None else message[:300]
    job.save(update_fields=["state", "message", "finished_at"])


def takes_turn(company: Company, *, wait: bool) -> bool:
    """Hold the company's turn until the transaction ends, so that a tick and a simulation do not act for it at once."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7002, company.pk])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [7002, company.pk])
        return bool(cursor.fetchone()[0])


@app.periodic(cron="*/10 * * * * *")
@app.task(name="linli.tick", queue="ticks", queueing_lock="linli.tick")
def tick(timestamp: int) -> None:
    """What each company does every ten seconds: deadlines, alarms, the demo's life."""
    for company in Company.objects.order_by("id"):
        for each in _ticks:
            try:
                with scope.company(company), transaction.atomic():
                    if takes_turn(company, wait=False):
                        each()
            except Exception:
                log.exception("%s failed for company %s", each.__qualname__, company.slug)


def take_up_again() -> int:
    """Queue the unfinished jobs of the company in scope that the queue no longer knows; the number of them.

    A worker that was taken for dead may finish its entry in the queue while another still works, and then die.
    """
    left = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).values_list("pk", flat=True)
    queued = ProcrastinateJob.objects.filter(task_name=run_job.name, status__in=["todo", "doing"])
    known = set(queued.values_list("args__job_id", flat=True))
    lost = [pk for pk in left if pk not in known]
    for pk in lost:
        run_job.defer(job_id=pk)
    return len(lost)


every_tick(take_up_again)


@app.periodic(cron="*/20 * * * * *")
@app.task(name="linli.retry_stalled", queue="ticks", queueing_lock="linli.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Take up again what a killed worker left lying."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(stalled)
