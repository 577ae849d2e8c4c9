"""What must hold for every decision, whoever is asked."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.work.dispatch import Job, Span, Worker, decide
from linli.work.dispatch.eligibility import refusal
from linli.work.tests.fleets import NOW, job, jobs, minutes, queued, slow_cost, teams, walked, worker, workers


@settings(max_examples=250)
@given(jobs(), workers())
def test_each_offer_is_the_cheapest_position_of_a_slow_walk(task: Job, one: Worker) -> None:
    task = replace(task, skill="plumbing", excluded=frozenset())
    one = replace(one, skills={"plumbing": 3}, paths=("/",))
    decision = decide(task, [one], now=NOW)
    if refusal(task, one, now=NOW) is not None:
        assert not decision.offers
        return
    first = sum(stop.fixed for stop in one.queue)
    costs = {position: slow_cost(one, task, position) for position in range(first, len(one.queue) + 1)}
    possible = {position: cost for position, cost in costs.items() if cost is not None}
    if not possible:
        assert decision.refused == {one.id: "shift_full"}
        return
    (offer,) = decision.offers
    assert offer.total == pytest.approx(min(possible.values()), abs=0.06)
    assert possible[offer.position] == pytest.approx(offer.total, abs=0.06)
    stops = walked(one, [*one.queue[: offer.position], task, *one.queue[offer.position :]])
    assert stops is not None
    assert abs((offer.eta - minutes(stops[offer.position][0])).total_seconds()) <= 0.51
    assert abs((offer.finish_at - minutes(stops[offer.position][1])).total_seconds()) <= 0.51


@given(jobs(), teams())
def test_who_is_sent_may_be_sent_and_the_terms_are_the_total(task: Job, team: list[Worker]) -> None:
    decision = decide(task, team, now=NOW)
    by_id = {one.id: one for one in team}
    assert {offer.worker_id for offer in decision.offers} | set(decision.refused) == set(by_id)
    assert len(decision.offers) + len(decision.refused) == len(team)
    assert [offer.total for offer in decision.offers] == sorted(offer.total for offer in decision.offers)
    for offer in decision.offers:
        one = by_id[offer.worker_id]
        assert one.id not in task.excluded
        assert one.skills[task.skill] >= task.level
        assert any(task.path.startswith(path) for path in one.paths)
        assert any(shift.starts_at <= offer.eta <= shift.ends_at for shift in one.shifts)
        assert offer.position >= sum(stop.fixed for stop in one.queue)
        assert offer.finish_at >= offer.eta >= NOW
        assert offer.total == pytest.approx(sum(offer.terms.values()), abs=0.001)


@given(jobs(), teams(), st.integers())
def test_the_order_of_the_workers_does_not_matter(task: Job, team: list[Worker], seed: int) -> None:
    shuffled = Random(seed).sample(team, len(team))
    assert decide(task, shuffled, now=NOW) == decide(task, team, now=NOW)


@given(jobs(), teams(), workers("stranger"))
def test_one_more_worker_changes_nobody_elses_offer(task: Job, team: list[Worker], more: Worker) -> None:
    without, with_more = decide(task, team, now=NOW), decide(task, [*team, more], now=NOW)
    assert [offer for offer in with_more.offers if offer.worker_id != "stranger"] == list(without.offers)
    assert {who: why for who, why in with_more.refused.items() if who != "stranger"} == without.refused
    if without.winner is not None:
        assert with_more.winner is not None
        assert with_more.winner.total <= without.winner.total
    if "stranger" in with_more.refused:
        assert with_more.winner == without.winner


@given(jobs(), workers("w1"))
def test_a_better_worker_is_never_dearer(task: Job, one: Worker) -> None:
    one = replace(one, queue=())
    decision = decide(task, [one], now=NOW)
    better = replace(
        one, id="w2", worked_minutes_today=0.0, at=task.place, free_at=NOW, shifts=(Span(minutes(-1), minutes(9000)),)
    )
    if decision.winner is not None:
        (offer,) = decide(task, [better], now=NOW).offers
        assert offer.total <= decision.winner.total + 0.05


def test_a_long_queue_is_weighed_to_its_end() -> None:
    shifts = (Span(minutes(-1), minutes(50_000)),)
    long = worker(shifts=shifts, queue=tuple(queued(str(index), due_at=minutes(90_000)) for index in range(1000)))
    (offer,) = decide(job(due_at=minutes(100)), [long], now=NOW).offers
    assert offer.position == 2
    (offer,) = decide(job(due_at=minutes(90_000)), [long], now=NOW).offers
    assert offer.position == 1000
