"""Who is sent, in cases a foreman would agree with."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from linli.work.dispatch import (
    DEFAULT_WEIGHTS,
    Cost,
    Decision,
    Job,
    Refusal,
    Roster,
    Span,
    Weights,
    Worker,
    as_record,
    decide,
)
from linli.work.dispatch.eligibility import serves
from linli.work.terms import Urgency
from linli.work.tests.documents import table
from linli.work.tests.fleets import NOW, job, minutes, queued, spot, worker


def order_of(decision: Decision) -> list[str]:
    return [offer.worker_id for offer in decision.offers]


@pytest.mark.parametrize(
    ("task", "one", "reason"),
    [
        (job(excluded=frozenset({"wang"})), worker(), Refusal.EXCLUDED),
        (job(skill="lift"), worker(), Refusal.SKILL_MISSING),
        (job(), worker(skills={"plumbing": 0}), Refusal.SKILL_MISSING),
        (job(level=2), worker(), Refusal.SKILL_LEVEL_LOW),
        (job(), worker(paths=("/9/", "/1/20/")), Refusal.PLACE_NOT_SERVED),
        (job(), worker(paths=()), Refusal.PLACE_NOT_SERVED),
        (job(), worker(shifts=()), Refusal.NOT_ON_SHIFT),
        (job(), worker(shifts=(Span(minutes(-500), minutes(0)),)), Refusal.NOT_ON_SHIFT),
        (job(due_at=minutes(90)), worker(shifts=(Span(minutes(90), minutes(500)),)), Refusal.NOT_ON_SHIFT),
        (job(), worker(free_at=minutes(480)), Refusal.SHIFT_FULL),
        (job(place=spot(700.0)), worker(shifts=(Span(minutes(-60), minutes(13)),)), Refusal.SHIFT_FULL),
    ],
)
def test_who_cannot_be_sent_is_told_why(task: Job, one: Worker, reason: Refusal) -> None:
    decision = decide(task, [one], now=NOW)
    assert decision.refused == {"wang": reason}
    assert decision.winner is None
    assert decision.runner_up is None


def test_nobody_at_all_is_no_winner() -> None:
    decision = decide(job(), [], now=NOW)
    assert (decision.winner, decision.refused, decision.offers) == (None, {}, ())


@pytest.mark.parametrize(
    ("served", "path", "expected"),
    [
        ("/", "/3/17/", True),
        ("/3/", "/3/17/", True),
        ("/3", "/3/17/", True),
        ("/3/17/", "/3/17/", True),
        ("/3/1/", "/3/17/", False),
        ("/3/17/", "/3/", False),
    ],
)
def test_a_worker_serves_a_place_and_all_below(served: str, path: str, expected: bool) -> None:
    assert serves(served, path) is expected


def test_the_nearer_of_two_free_workers_goes() -> None:
    decision = decide(job(), [worker("far", at=spot(500.0)), worker("near", at=spot(50.0))], now=NOW)
    assert order_of(decision) == ["near", "far"]
    assert decision.winner is not None
    assert decision.winner.terms[Cost.TRAVEL] == pytest.approx(50 * 1.3 / 70, abs=0.01)
    assert decision.winner.eta == minutes(56 / 60)
    assert decision.winner.finish_at == minutes(30 + 56 / 60)


def test_a_free_worker_goes_before_a_busy_one_who_is_nearer() -> None:
    busy = worker("busy", queue=(queued("a"), queued("b")))
    assert order_of(decide(job(), [busy, worker("free", at=spot(300.0))], now=NOW)) == ["free", "busy"]


def test_of_two_alike_the_one_who_worked_less_goes() -> None:
    tired = worker("a", worked_minutes_today=300.0)
    assert order_of(decide(job(), [tired, worker("b")], now=NOW)) == ["b", "a"]


def test_a_master_is_kept_for_what_needs_one() -> None:
    master = worker("a", skills={"plumbing": 3})
    assert order_of(decide(job(), [master, worker("b")], now=NOW)) == ["b", "a"]
    assert order_of(decide(job(level=3), [master, worker("b")], now=NOW)) == ["a"]


def test_nobody_is_kept_beyond_the_shift_when_somebody_has_time() -> None:
    leaving = worker("a", shifts=(Span(minutes(-480), minutes(10)),))
    decision = decide(job(), [leaving, worker("b", at=spot(500.0))], now=NOW)
    assert order_of(decision) == ["b", "a"]
    assert decision.offers[1].terms[Cost.OVERTIME] == pytest.approx(DEFAULT_WEIGHTS.overtime * 20)


def test_what_no_longer_fits_today_is_done_in_the_next_shift() -> None:
    twice = worker(shifts=(Span(minutes(-60), minutes(30)), Span(minutes(600), minutes(900))), queue=(queued(),))
    decision = decide(job(response_due_at=minutes(-5)), [twice], now=NOW)
    assert decision.winner is not None
    assert (decision.winner.position, decision.winner.eta) == (1, minutes(600))
    assert decision.winner.terms[Cost.RESPONSE] == 0.0


def test_a_worker_who_comes_later_answers_later() -> None:
    later = worker(shifts=(Span(minutes(90), minutes(500)),))
    decision = decide(job(), [later], now=NOW)
    assert decision.winner is not None
    assert decision.winner.eta == minutes(90)
    assert decision.winner.terms[Cost.RESPONSE] == pytest.approx(DEFAULT_WEIGHTS.response * 30)


def test_an_ordinary_job_waits_its_turn() -> None:
    decision = decide(job(), [worker(queue=(queued("a"), queued("b")))], now=NOW)
    assert decision.winner is not None
    assert (decision.winner.position, decision.winner.eta) == (2, minutes(60))


def test_an_emergency_goes_before_all_that_has_not_begun() -> None:
    busy = worker(queue=(queued("begun", fixed=True, minutes=10.0), queued("a"), queued("b")))
    decision = decide(job(urgency=Urgency.EMERGENCY, due_at=minutes(30)), [busy], now=NOW)
    assert decision.winner is not None
    assert (decision.winner.position, decision.winner.eta) == (1, minutes(10))


def test_a_job_that_is_nearly_late_is_not_pushed_back() -> None:
    tight = worker("a", queue=(queued(due_at=minutes(30)),))
    decision = decide(job(due_at=minutes(45)), [tight], now=NOW)
    assert decision.winner is not None
    assert decision.winner.position == 1
    assert decision.winner.terms[Cost.LATENESS] == pytest.approx(DEFAULT_WEIGHTS.lateness * 15)
    assert decision.winner.terms[Cost.QUEUE_LATENESS] == 0.0


def test_what_is_on_the_way_is_done_first() -> None:
    queue = (queued(place=spot(500.0), fixed=True, minutes=300.0),)
    decision = decide(job(urgency=Urgency.EMERGENCY, due_at=minutes(30)), [worker(queue=queue)], now=NOW)
    assert decision.winner is not None
    assert decision.winner.position == 1


def test_equal_offers_go_to_the_smaller_id() -> None:
    assert order_of(decide(job(), [worker("b"), worker("a"), worker("c")], now=NOW)) == ["a", "b", "c"]


def test_local_times_are_compared_as_moments() -> None:
    new_york = ZoneInfo("America/New_York")
    before = datetime(2026, 3, 8, 1, 50, tzinfo=new_york)  # ten minutes later the clock jumps from 2 to 3
    later = worker(shifts=(Span(before.replace(hour=3, minute=10), before.replace(hour=9)),), free_at=before)
    decision = decide(job(due_at=before.replace(hour=23), response_due_at=before), [later], now=before)
    assert decision.winner is not None
    assert decision.winner.eta == datetime(2026, 3, 8, 7, 10, tzinfo=UTC)
    assert decision.winner.terms[Cost.WAITING] == pytest.approx(DEFAULT_WEIGHTS.waiting * 20)


def test_a_roster_answers_many_jobs_and_takes_a_worker_anew() -> None:
    roster = Roster([worker("a"), worker("b", at=spot(200.0))], now=NOW)
    assert order_of(roster.decide(job())) == ["a", "b"]
    assert roster.decide(job()) == decide(job(), [worker("a"), worker("b", at=spot(200.0))], now=NOW)
    roster.replace(worker("a", queue=(queued("leak"),)))
    assert order_of(roster.decide(job(id="next"))) == ["b", "a"]


def test_the_record_is_json_with_winner_runner_up_and_reasons() -> None:
    crowd = [worker("a"), worker("b"), worker("c"), worker("d", skills={}), worker("e", skills={})]
    kept = json.loads(json.dumps(as_record(decide(job(), crowd, now=NOW))))
    assert (kept["winner"]["worker_id"], kept["runner_up"]["worker_id"], kept["offers"]) == ("a", "b", 3)
    assert kept["refused"] == {"d": "skill_missing", "e": "skill_missing"}
    assert kept["refused_counts"] == {"skill_missing": 2}
    assert sum(kept["winner"]["terms"].values()) == pytest.approx(kept["winner"]["total"])
    assert datetime.fromisoformat(kept["winner"]["eta"]) == NOW
    assert as_record(decide(job(), [], now=NOW))["winner"] is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: decide(job(), [worker(), worker()], now=NOW), "Two workers have the id wang."),
        (lambda: decide(job(), [], now=NOW.replace(tzinfo=None)), "has no time zone"),
        (lambda: Span(NOW, NOW), "A span ends after it begins."),
        (lambda: worker(shifts=(Span(minutes(0), minutes(9)), Span(minutes(8), minutes(20)))), "shifts of Wang overlap"),
        (lambda: worker(queue=(queued(), queued(fixed=True))), "Wang has begun stands behind"),
        (lambda: job(minutes=-1.0), "only a finite time"),
        (lambda: queued(minutes=float("nan")), "only a finite time"),
        (lambda: Weights(travel=-1.0), "weight is not negative"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong()


def test_every_weight_matters() -> None:
    late = job(place=spot(-150.0), due_at=minutes(20), urgency=Urgency.EMERGENCY, response_due_at=minutes(0))
    one = worker(
        skills={"plumbing": 2},
        at=spot(100.0),
        worked_minutes_today=60.0,
        shifts=(Span(minutes(10), minutes(60)),),
        queue=(queued(due_at=minutes(15)), queued()),
    )
    total = decide(late, [one], now=NOW).offers[0].total
    for field in fields(Weights):
        heavier = replace(DEFAULT_WEIGHTS, **{field.name: getattr(DEFAULT_WEIGHTS, field.name) * 1.01})
        assert decide(late, [one], now=NOW, weights=heavier).offers[0].total > total, field.name


def test_the_first_weights_and_the_terms_are_those_of_the_page() -> None:
    page = {row["weight"]: float(row["first value"]) for row in table("assignment.md", "weight")}
    assert page == {field.name: getattr(DEFAULT_WEIGHTS, field.name) for field in fields(Weights)}
    assert [row["term"] for row in table("assignment.md", "term")] == list(Cost)
    assert [row["refusal"] for row in table("assignment.md", "refusal")] == list(Refusal)
