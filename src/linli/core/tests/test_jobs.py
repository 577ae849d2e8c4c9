"""Long jobs: progress that a page shows, cancelled on request, resumed by the cursor after a crash."""

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.core import jobs, scope
from linli.core.errors import Refused
from linli.core.jobs import Progress
from linli.core.models import CalendarDay, Job
from tests.world import World

State = Job.State


class Crash(BaseException):
    """The process dies here: nothing of the program gets to clean up."""


class Counting:
    """A job of five steps; each writes a row and moves the cursor in one transaction."""

    def __init__(self) -> None:
        self.hook: Callable[[int], None] = lambda step: None
        self.runs = 0

    def __call__(self, progress: Progress) -> None:
        self.runs += 1
        for step in range(progress.cursor.get("next", 1), 6):
            with transaction.atomic():
                CalendarDay.objects.create(day=f"1999-01-{step:02}", is_working=True)
                self.hook(step)
                progress.cursor["next"] = step + 1
                progress.reach(step, total=5, message=f"step {step}")

    @property
    def written(self) -> int:
        return CalendarDay.objects.filter(day__year=1999).count()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    monkeypatch.setattr(jobs, "_long_jobs", {})
    counting = Counting()
    jobs.long_job("tests.counting")(counting)
    return counting


def started(world: World) -> Job:
    return jobs.start("tests.counting", arguments={"of": "days"}, by=world.actor(world.manager), at=world.at)


def run(job: Job) -> Job:
    jobs.run_job(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_a_job_waits_runs_and_is_done(world: World, counting: Counting) -> None:
    job = started(world)
    assert (job.state, job.share, job.by_account) == (State.WAITING, 0.0, world.manager.account)
    assert ProcrastinateJob.objects.filter(task_name="linli.run_job", args={"job_id": job.pk}, status="todo").exists()
    seen: list[tuple[str, int, int]] = []

    def look(step: int) -> None:
        fresh = Job.objects.get(pk=job.pk)
        seen.append((fresh.state, fresh.done, fresh.total))

    counting.hook = look
    run(job)
    assert seen == [(State.RUNNING, 0, 0), *((State.RUNNING, step, 5) for step in range(1, 5))]
    assert (job.state, job.done, job.total, job.share, job.message) == (State.DONE, 5, 5, 1.0, "step 5")
    assert job.finished_at is not None
    run(job)
    assert (counting.runs, counting.written) == (1, 5), "a job that ended does not run again"


def test_a_job_that_was_asked_for_in_vain_is_not_queued(world: World, counting: Counting) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        started(world)
        raise RuntimeError
    assert not ProcrastinateJob.objects.filter(task_name="linli.run_job").exists()
    with pytest.raises(LookupError):
        jobs.start("tests.no-such-job", arguments={}, by=world.actor(world.manager), at=world.at)


def test_a_job_stops_when_asked_at_its_next_step(world: World, counting: Counting) -> None:
    job = started(world)

    def ask(step: int) -> None:
        if step == 3:
            jobs.ask_to_cancel(Job.objects.get(pk=job.pk), at=world.at)

    counting.hook = ask
    run(job)
    assert job.state == State.CANCELLED
    assert (job.done, counting.written) == (2, 2), "the step in which it stops is undone, cursor and all"
    assert job.finished_at is not None
    with pytest.raises(Refused):
        jobs.ask_to_cancel(job, at=world.at)


@pytest.mark.parametrize("step_of_crash", [1, 3, 5])
def test_after_a_crash_it_goes_on_where_it_was(world: World, counting: Counting, step_of_crash: int) -> None:
    job = started(world)

    def crash(step: int) -> None:
        if step == step_of_crash and counting.runs == 1:
            raise Crash

    counting.hook = crash
    with pytest.raises(Crash):
        run(job)
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (State.RUNNING, None)
    assert counting.written == job.done == step_of_crash - 1
    run(job)
    assert (job.state, counting.written, counting.runs) == (State.DONE, 5, 2), "each step happened once"


def test_a_lost_database_is_a_crash_not_a_failure(world: World, counting: Counting) -> None:
    job = started(world)

    def lose(step: int) -> None:
        if step == 4 and counting.runs == 1:
            raise OperationalError("server closed the connection unexpectedly")

    counting.hook = lose
    with pytest.raises(OperationalError):
        run(job)
    job.refresh_from_db()
    assert (job.state, job.done) == (State.RUNNING, 3)
    assert run(job).state == State.DONE
    assert counting.written == 5


def test_the_queue_tries_again_after_a_lost_database_only() -> None:
    strategy = jobs.run_job.retry_strategy
    assert strategy is not None
    queued = type("Queued", (), {"attempts": 1})()
    assert strategy.get_retry_decision(exception=OperationalError(), job=queued) is not None
    assert strategy.get_retry_decision(exception=ValueError(), job=queued) is None


def test_a_failure_says_what_it_was_and_stays(world: World, counting: Counting) -> None:
    job = started(world)

    def fail(step: int) -> None:
        raise ValueError("seven is no month")

    counting.hook = fail
    with pytest.raises(ValueError, match="seven"):
        run(job)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "ValueError: seven is no month")
    assert job.finished_at is not None


def test_a_refusal_is_shown_as_its_sentence(world: World, counting: Counting) -> None:
    job = started(world)

    def refuse(step: int) -> None:
        raise Refused("请先选择小区。")

    counting.hook = refuse
    run(job)
    assert (job.state, job.message) == (State.FAILED, "请先选择小区。")


def test_a_job_runs_in_the_scope_of_its_company(world: World, counting: Counting) -> None:
    with scope.company(world.other_company):
        job = jobs.start("tests.counting", arguments={}, by=world.actor(world.other_desk), at=world.at)
    scopes: list[int] = []
    counting.hook = lambda step: scopes.append(scope.company_id())
    jobs.run_job(job_id=job.pk)
    assert set(scopes) == {world.other_company.pk}
    assert not Job.objects.filter(pk=job.pk).exists(), "and is none of ours"


def test_two_workers_do_not_run_one_job_at_once(transactional_db: None, world: World, counting: Counting) -> None:
    job = started(world)
    inside, leave = threading.Event(), threading.Event()

    def wait(step: int) -> None:
        inside.set()
        assert leave.wait(10)

    counting.hook = wait

    def first() -> None:
        try:
            jobs.run_job(job_id=job.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    jobs.run_job(job_id=job.pk)
    assert counting.runs == 1
    leave.set()
    thread.join(timeout=10)
    job.refresh_from_db()
    assert (job.state, counting.runs, counting.written) == (State.DONE, 1, 5)


def test_a_tick_reaches_every_company_and_one_failure_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_ticks", [])
    heard: list[int] = []

    @jobs.every_tick
    def fails_for_one() -> None:
        CalendarDay.objects.create(day=f"1999-02-{len(heard) + 1:02}", is_working=True)
        if scope.company_id() == world.company.pk:
            raise RuntimeError("a bad day")

    @jobs.every_tick
    def hears() -> None:
        heard.append(scope.company_id())

    jobs.tick(timestamp=0)
    assert sorted(heard) == sorted([world.company.pk, world.other_company.pk])
    assert CalendarDay.objects.filter(day__year=1999).count() == 1, "what the failing tick wrote is undone"


def test_a_job_that_the_queue_forgot_is_taken_up_again(world: World, counting: Counting) -> None:
    job = started(world)
    assert jobs.take_up_again() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE args ->> 'job_id' = %s", [str(job.pk)])
    assert jobs.take_up_again() == 1
    assert jobs.take_up_again() == 0
    assert run(job).state == State.DONE
    assert jobs.take_up_again() == 0
