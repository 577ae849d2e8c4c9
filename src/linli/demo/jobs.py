"""The demo's life: 60 days of history as a job with progress, then a little more with every tick."""

from datetime import timedelta

from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.core.jobs import Progress, every_tick, long_job, start
from linli.demo.building import extend_roster, set_off
from linli.demo.models import DemoRun
from linli.demo.simulation import live_step

LONGEST_SLEEP = timedelta(hours=2)
"""How far the demo's clock may run ahead of its life before it is taken for asleep (the program was off)."""
STEPS_PER_TICK = 12


@long_job("demo.history")
def fill_history(progress: Progress) -> None:
    """Live from the demo's first day to its present; each step is a transaction, so a crash goes on where it stood."""
    run = DemoRun.objects.select_related("company").get()
    whole = run.history_ends_at - run.starts_at
    while run.is_history:
        live_step(run, until=run.history_ends_at)
        run.refresh_from_db()
        progress.reach((run.simulated_until - run.starts_at).days, total=whole.days)
    set_off(run, at=clock.real_now())


@every_tick
def live_on() -> None:
    """Live as far as the demo's clock has come; after a long sleep the clock goes on from where life stood."""
    run = DemoRun.objects.select_related("company").first()
    if run is None or run.is_history:
        return
    now = clock.now()
    if now - run.simulated_until > LONGEST_SLEEP:
        set_off(run, at=clock.real_now())
        return
    extend_roster(run, at=run.simulated_until)
    for _step in range(STEPS_PER_TICK):
        if run.simulated_until >= now:
            return
        live_step(run, until=now)


def ask_for_history(run: DemoRun) -> None:
    """Start filling in the past."""
    with scope.company(run.company):
        start("demo.history", arguments={}, by=SYSTEM, at=run.starts_at)
